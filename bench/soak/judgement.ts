/** Whether an answer is right: its status, its length, every byte of its body, and not older than it may be. */
import { bodyOf, etagOf, generationOf, objectAt } from './content.ts';

export interface Asked {
  readonly path: string;
  readonly method: 'GET' | 'HEAD';
  /** First and last byte asked for; null: all. */
  readonly range: readonly [number, number] | null;
  /** Sent as If-None-Match. */
  readonly knownGeneration: number | null;
  /** The generation of the last invalidation that was complete when it was asked. */
  readonly oldest: number;
}

export interface Answered {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body: Buffer;
}

/** What is wrong with it, in words; null: nothing. */
export function faultOf(asked: Asked, answered: Answered): string | null {
  const { status, headers, body } = answered;
  const generation = generationOf(headers.etag);
  if (Number.isNaN(generation)) return `status ${status} with ETag ${headers.etag}`;
  if (generation < asked.oldest)
    return `generation ${generation}, though ${asked.oldest} was invalidated for`;
  if (status === 304) return asked.knownGeneration === generation ? null : `304 of ${etagOf(generation)}`;
  if (asked.knownGeneration === generation) return `status ${status} for what was known`;
  const wanted = bodyWanted(asked, generation);
  if (status !== (asked.range === null ? 200 : 206)) return `status ${status}`;
  if (headers['content-length'] !== undefined && Number(headers['content-length']) !== wanted.length)
    return `Content-Length ${headers['content-length']} instead of ${wanted.length}`;
  if (asked.method === 'HEAD') return body.length === 0 ? null : 'a body for HEAD';
  return wanted.equals(body) ? null : `${body.length} bytes that are not generation ${generation}`;
}

function bodyWanted({ path, range }: Asked, generation: number): Buffer {
  const whole = bodyOf(pathWithoutQuery(path), generation);
  return range === null ? whole : whole.subarray(range[0], range[1] + 1);
}

/** Signed URLs carry parameters that are no part of the object. */
export function pathWithoutQuery(target: string): string {
  return target.split('?', 1)[0]!;
}

/** A part of an object that is at least two bytes long. */
export function partOf(path: string, chance: number): readonly [number, number] {
  const { sizeBytes } = objectAt(path)!;
  const first = Math.floor(chance * (sizeBytes - 1));
  return [first, Math.min(sizeBytes - 1, first + Math.floor(sizeBytes / 3))];
}
