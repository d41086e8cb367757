/** Bodies too large for the sockets on the way, and viewers who do not take them. */
import { expect } from 'vitest';
import type { RawViewer } from './raw-viewer.ts';
import { requestText, type TestEdge } from './test-edge.ts';

/** Bytes. */
export const KIB = 1024;
export const MIB = 1024 ** 2;
/** More than the sockets on the way hold for a viewer that reads nothing. */
export const LARGE = patterned(8 * MIB);
/** Headers of what passes and is not kept. */
export const PASSING = { 'Cache-Control': 'no-store', ETag: '"1"' };
/** Headers of what is kept. */
export const MINUTE = { 'Cache-Control': 'max-age=60', ETag: '"1"' };
/** What a fill that only passes may hold. */
export const WINDOW = { fillWindowBytes: 256 * KIB };

function patterned(length: number): Buffer {
  const body = Buffer.allocUnsafe(length);
  for (let at = 0; at < length; at += 4) body.writeUInt32LE(Math.imul(at, 0x9e3779b1) >>> 0, at);
  return body;
}

/** A viewer that has asked for `/a`, and has read nothing. */
export async function ask(
  edge: TestEdge,
  headers: Readonly<Record<string, string>> = {},
): Promise<RawViewer> {
  const viewer = await edge.viewer();
  await viewer.send(requestText('GET', '/a', headers));
  return viewer;
}

/** Reads the answer, which is all of `body`. Not `toEqual`: a difference in megabytes is nothing to print. */
export async function expectBody(viewer: RawViewer, body: Buffer): Promise<void> {
  const answer = await viewer.readResponse();
  expect([answer.status, answer.body.length, answer.body.equals(body)]).toEqual([200, body.length, true]);
}

/** Until a viewer that does not read has had all that fits between it and the edge. */
export async function untilStuck(edge: TestEdge): Promise<void> {
  const bytes = () => edge.location.totals.originBytes;
  for (let before = -1, calm = 0; calm < 50; calm = bytes() === before ? calm + 1 : 0) {
    before = bytes();
    await new Promise((resolve) => setImmediate(resolve));
  }
}
