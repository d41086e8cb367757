/**
 * A crowd: 200 viewers at once of one object that the origin sends slowly, in pieces, each at its gate.
 * The full size, 50 MiB:
 *
 *     CROWD_BYTES=52428800 npx vitest run test/conversations/crowd.test.ts
 */
import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { SLAB_BYTES } from '../../src/cache/bytes.ts';
import { countedGet } from '../harness/counting-viewer.ts';
import { MemoryWatch, mib } from '../harness/memory-watch.ts';
import { gate, responseHead, scriptedOrigin } from '../harness/scripted-origin.ts';
import { testEdge } from '../harness/test-edge.ts';
import { testWorkers } from '../harness/workers-here.ts';

const MIB = 1024 ** 2;
const CROWD_BYTES = Number(process.env.CROWD_BYTES ?? 2 * MIB);
const VIEWERS = 200;
const PIECES = 8;

test(`OR-49 RG-18: ${VIEWERS} viewers of ${mib(CROWD_BYTES)}: one origin request, everybody has every byte`, {
  timeout: 600_000,
}, async () => {
  const body = Buffer.allocUnsafe(CROWD_BYTES);
  for (let at = 0; at + 4 <= CROWD_BYTES; at += 4) body.writeUInt32LE(Math.imul(at, 0x9e3779b1) >>> 0, at);
  const pieces = Array.from({ length: PIECES }, (_, at) => ({
    hold: gate(),
    bytes: body.subarray((at * CROWD_BYTES) / PIECES, ((at + 1) * CROWD_BYTES) / PIECES),
  }));
  const headers = { 'Content-Length': String(CROWD_BYTES), 'Cache-Control': 'max-age=60' };
  const origin = await scriptedOrigin([
    [pieces[0]!.hold, responseHead(200, headers), ...pieces.flatMap(({ hold, bytes }) => [hold, bytes])],
  ]);
  const edge = await testEdge({ origin, edges: [{ cacheBytes: 4 * CROWD_BYTES }] });
  const { location } = edge;
  const { fills, store } = location;

  const memory = new MemoryWatch();
  const viewers = Array.from({ length: VIEWERS }, () => countedGet(edge.ports[0]!, '/a'));
  await edge.until(() => location.totals.followers === VIEWERS - 1);
  let sent = 0;
  for (const { hold, bytes } of pieces) {
    hold.open();
    sent += bytes.length;
    // The origin is slow: the next piece comes when this one has reached the edge.
    await edge.until(() => location.totals.originBytes === sent);
    memory.measure();
    expect(fills.pinnedBytes).toBeLessThanOrEqual(testWorkers() * (CROWD_BYTES + SLAB_BYTES));
  }
  const answers = await Promise.all(viewers);
  memory.stop();
  console.log(
    `crowd: ${VIEWERS} viewers of ${mib(CROWD_BYTES)}, ${origin.requests.length} origin request; ${memory}`,
  );

  const hash = createHash('sha256').update(body).digest('hex');
  for (const answer of answers) expect([answer.bytes, answer.hash]).toEqual([CROWD_BYTES, hash]);
  expect(origin.requests).toHaveLength(1);
  expect([location.totals.requests.Miss, location.totals.requests.Hit]).toEqual([1, VIEWERS - 1]);
  expect([fills.count, fills.pinnedBytes, store.count, edge.mistakes]).toEqual([0, 0, 1, []]);
  // The object once, and what is on its way in 200 connections.
  expect(memory.grownBytes).toBeLessThan(CROWD_BYTES + (VIEWERS * MIB) / 2);
});
