/**
 * One HTTP/1.x response read strictly off the wire (RFC 9112): what a forgiving client would overlook
 * throws BrokenConversation, so a test sees exactly what the edge sent.
 */
import { BrokenConversation, type ByteSource } from './byte-source.ts';

/** How the body said where it ends. */
export type Framing = 'none' | 'length' | 'chunked' | 'close';

export interface RawResponse {
  readonly version: '1.0' | '1.1';
  readonly status: number;
  readonly reason: string;
  /** `[name, value, …]` as received. */
  readonly headers: readonly string[];
  readonly framing: Framing;
  readonly body: Buffer;
  /** `[name, value, …]` behind the last chunk. */
  readonly trailers: readonly string[];
  /** Bytes on the wire from the status line to the end of the body. */
  readonly rawBytes: number;
}

const STATUS_LINE = /^HTTP\/(1\.[01]) ([1-5]\d\d) ([\t\x20-\x7e\x80-\xff]*)$/;
const HEADER_LINE = /^([!#$%&'*+.^_`|~0-9A-Za-z-]+):[\t ]*([\t\x20-\x7e\x80-\xff]*?)[\t ]*$/;

/** `isToHead`: the request was HEAD, so no body follows whatever the headers say. */
export async function readRawResponse(source: ByteSource, isToHead: boolean): Promise<RawResponse> {
  const startedAt = source.takenBytes;
  const [, version, code, reason] = matching(STATUS_LINE, await source.line());
  const headers = await readFields(source);
  const status = Number(code);
  const framing = isToHead || hasNoBody(status) ? 'none' : framingOf(headers);
  const { body, trailers } = await readBody(source, framing, headers);
  const rawBytes = source.takenBytes - startedAt;
  return { version: version as '1.0', status, reason: reason!, headers, framing, body, trailers, rawBytes };
}

/** All values of one header, in order. */
export function headerValues(response: RawResponse, lowerName: string): string[] {
  return fieldValues(response.headers, lowerName);
}

/** The only value of a header, or null without one; a header sent twice throws. */
export function headerValue(response: RawResponse, lowerName: string): string | null {
  return onlyValue(response.headers, lowerName);
}

function fieldValues(fields: readonly string[], lowerName: string): string[] {
  return fields.filter((_, index) => index % 2 === 1 && fields[index - 1]!.toLowerCase() === lowerName);
}

function onlyValue(fields: readonly string[], lowerName: string): string | null {
  const values = fieldValues(fields, lowerName);
  if (values.length > 1) throw new BrokenConversation(`${lowerName} came ${values.length} times`);
  return values[0] ?? null;
}

async function readFields(source: ByteSource): Promise<string[]> {
  const fields: string[] = [];
  for (let line = await source.line(); line !== ''; line = await source.line()) {
    const [, name, value] = matching(HEADER_LINE, line);
    fields.push(name!, value!);
  }
  return fields;
}

function hasNoBody(status: number): boolean {
  return status < 200 || status === 204 || status === 304;
}

function framingOf(headers: readonly string[]): Framing {
  const coding = onlyValue(headers, 'transfer-encoding');
  const length = onlyValue(headers, 'content-length');
  if (coding !== null && length !== null) throw new BrokenConversation('framed by length and by chunks');
  if (coding !== null && coding !== 'chunked') throw new BrokenConversation(`Transfer-Encoding: ${coding}`);
  if (length !== null) return 'length';
  return coding === null ? 'close' : 'chunked';
}

async function readBody(source: ByteSource, framing: Framing, headers: readonly string[]) {
  const trailers: string[] = [];
  if (framing === 'none') return { body: Buffer.alloc(0), trailers };
  if (framing === 'close') return { body: await source.rest(), trailers };
  if (framing === 'chunked') return readChunks(source);
  const [length] = matching(/^\d+$/, onlyValue(headers, 'content-length')!);
  return { body: await source.exactly(Number(length)), trailers };
}

async function readChunks(source: ByteSource): Promise<{ body: Buffer; trailers: string[] }> {
  const chunks: Buffer[] = [];
  for (;;) {
    const [size] = matching(/^[0-9a-f]+$/i, await source.line());
    const sizeBytes = Number.parseInt(size!, 16);
    if (sizeBytes === 0) return { body: Buffer.concat(chunks), trailers: await readFields(source) };
    chunks.push(await source.exactly(sizeBytes));
    if ((await source.line()) !== '') throw new BrokenConversation('a chunk longer than it said');
  }
}

function matching(pattern: RegExp, text: string): RegExpExecArray {
  const match = pattern.exec(text);
  if (match === null) throw new BrokenConversation(`${JSON.stringify(text)} is not ${pattern}`);
  return match;
}
