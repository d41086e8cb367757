/**
 * JSON bodies of requests: bounded, and read by a description (schema/), so that all problems are told at
 * once. Their type must be said to be JSON: no web page can make a browser send that unasked.
 */
import type { IncomingMessage } from 'node:http';
import { MAX_REQUEST_BYTES } from '../distribution/limits.ts';
import type { Description, Infer } from '../schema/description.ts';
import type { Node } from '../schema/node.ts';
import { NOWHERE, type Problem } from '../schema/problem.ts';
import { read } from '../schema/read.ts';
import { AdminRefusal } from './answer.ts';
import { MAX_BODY_DEPTH, MAX_TOLD_PROBLEMS } from './limits.ts';

/** Throws a 415 unless the request says that it carries JSON. */
export function checkContentType(request: IncomingMessage, expected: string): void {
  const [mediaType = ''] = (request.headers['content-type'] ?? '').split(';', 1);
  if (mediaType.trim().toLowerCase() === 'application/json') return;
  throw new AdminRefusal(415, 'the Content-Type must be application/json', expected);
}

/** The body as JSON; an empty one is `{}`. Throws a 413 or 400. */
export async function readJson(request: IncomingMessage, expected: string): Promise<unknown> {
  const body = (await bytesOf(request, expected)).toString();
  try {
    return body.trim() === '' ? {} : JSON.parse(body);
  } catch (error) {
    throw new AdminRefusal(400, `the body is not JSON: ${(error as Error).message}`, expected);
  }
}

async function bytesOf(request: IncomingMessage, expected: string): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let sizeBytes = 0;
  try {
    // Destroyed, the request would take its connection along, and the answer with it.
    for await (const chunk of request.iterator({ destroyOnReturn: false })) {
      sizeBytes += (chunk as Buffer).length;
      if (sizeBytes > MAX_REQUEST_BYTES) break;
      chunks.push(chunk as Buffer);
    }
  } catch {
    throw new AdminRefusal(400, 'the body never came whole', expected);
  }
  if (sizeBytes <= MAX_REQUEST_BYTES) return Buffer.concat(chunks);
  throw new AdminRefusal(413, `the body may have at most ${MAX_REQUEST_BYTES} bytes`, expected);
}

/** The value a description finds in JSON. Throws a 400 with every problem. */
export function understand<D extends Description>(description: D, body: unknown, expected: string): Infer<D> {
  const node = nodeOf(body, 0);
  if (node === null)
    throw new AdminRefusal(400, `the body is nested deeper than ${MAX_BODY_DEPTH}`, expected);
  const { value, notes } = read(description, node);
  if (value === null) throw new AdminRefusal(400, inWords(notes.problems), expected);
  return value;
}

/** Null when nested too deep. */
function nodeOf(value: unknown, depth: number): Node | null {
  if (depth > MAX_BODY_DEPTH) return null;
  if (value === null) return { kind: 'null', ...NOWHERE };
  if (typeof value !== 'object') return { kind: 'scalar', text: String(value), ...NOWHERE };
  if (!Array.isArray(value)) return mapOf(value, depth);
  const items = value.map((item) => nodeOf(item, depth + 1));
  return items.includes(null) ? null : { kind: 'list', items: items as Node[], ...NOWHERE };
}

function mapOf(value: object, depth: number): Node | null {
  const entries = [];
  for (const [name, member] of Object.entries(value)) {
    const node = nodeOf(member, depth + 1);
    if (node === null) return null;
    entries.push({ name, node, ...NOWHERE });
  }
  return { kind: 'map', entries, ...NOWHERE };
}

function inWords(problems: readonly Problem[]): string {
  const told = problems.slice(0, MAX_TOLD_PROBLEMS).map(({ path, message }) => {
    return path === '' ? `the body ${message}` : `${path} ${message}`;
  });
  const untold = problems.length - told.length;
  return untold === 0 ? told.join('; ') : `${told.join('; ')}; and ${untold} more`;
}
