/**
 * What a scripted origin puts on the wire, as a plain list: bytes, gates to wait at, and how the connection
 * ends. The builders below frame the usual answers; anything malformed is written by hand.
 */
import { STATUS_CODES } from 'node:http';
import { Gate } from './gate.ts';

/** Closes the sending side as an orderly server does. */
export const FIN = Symbol('FIN');
/** Breaks the connection. */
export const RESET = Symbol('RESET');

/** Bytes (text is sent as latin1), a gate to wait at, many pieces under back pressure, or an ending. */
export type Action = string | Buffer | Gate | Iterable<Buffer> | typeof FIN | typeof RESET;
export type Reply = readonly Action[];
export type ReplyHeaders = Readonly<Record<string, string | readonly string[]>>;

/** A complete answer with Content-Length; the connection stays open. */
export function reply(status: number, headers: ReplyHeaders = {}, body: string | Buffer = ''): Reply {
  const length = { 'Content-Length': String(Buffer.byteLength(body, 'latin1')) };
  return [responseHead(status, { ...length, ...headers }), body];
}

/** A head without framing of its own, then the actions as they stand: partial bodies, lies, stalls. */
export function partial(status: number, headers: ReplyHeaders, ...rest: readonly Action[]): Reply {
  return [responseHead(status, headers), ...rest];
}

/** A chunked answer; every text or buffer among the pieces becomes one chunk, the last chunk is added. */
export function chunked(
  status: number,
  headers: ReplyHeaders,
  ...pieces: readonly (string | Buffer | Gate)[]
): Reply {
  const head = responseHead(status, { 'Transfer-Encoding': 'chunked', ...headers });
  return [head, ...pieces.map((piece) => (piece instanceof Gate ? piece : chunk(piece))), '0\r\n\r\n'];
}

/** A body that ends with the connection: by FIN, or by RESET. */
export function untilClose(
  status: number,
  headers: ReplyHeaders,
  body: Reply,
  ending: typeof FIN | typeof RESET = FIN,
): Reply {
  return [responseHead(status, headers), ...body, ending];
}

/** One chunk of a chunked body. */
export function chunk(bytes: string | Buffer): Buffer {
  const body = Buffer.from(bytes as string, 'latin1');
  return Buffer.concat([Buffer.from(`${body.length.toString(16)}\r\n`), body, Buffer.from('\r\n')]);
}

/** Status line and headers with the empty line. */
export function responseHead(status: number, headers: ReplyHeaders = {}): string {
  const lines = Object.entries(headers).flatMap(([name, value]) =>
    [value].flat().map((one) => `${name}: ${one}\r\n`),
  );
  return `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}\r\n${lines.join('')}\r\n`;
}
