/**
 * A pour: ten times what the cache holds goes through an edge, in objects of many sizes. The full size, a
 * cache of 64 MiB:
 *
 *     POUR_CAPACITY=67108864 npx vitest run test/conversations/pour.test.ts
 */
import { expect, test } from 'vitest';
import { countedGet } from '../harness/counting-viewer.ts';
import { MemoryWatch, mib } from '../harness/memory-watch.ts';
import { type Reply, reply, scriptedOrigin } from '../harness/scripted-origin.ts';
import { testEdge } from '../harness/test-edge.ts';

const KIB = 1024;
const MIB = 1024 ** 2;
const POUR_CAPACITY = Number(process.env.POUR_CAPACITY ?? 4 * MIB);
const AT_A_TIME = 8;
/** Objects in flight and code that has run by then; the origin and the viewers live in this process, too. */
const OVERHEAD_BYTES = 8 * MIB;
const MEASURE_EVERY = 100;
const SIZES = [300, 4 * KIB, 40 * KIB, 64 * KIB, 100 * KIB, 700 * KIB];

/** Of many sizes, from a few hundred bytes to close to the largest that is kept; some in chunks. */
function replyTo(target: string): Reply {
  const at = Number(target.slice(1));
  return reply(200, { 'Cache-Control': 'max-age=600' }, Buffer.alloc(SIZES[at % SIZES.length]!, at));
}

test(`TTL-31 Shows: ten times ${mib(POUR_CAPACITY)} through an edge: the cache stays within its bytes`, {
  timeout: 600_000,
}, async () => {
  const origin = await scriptedOrigin(({ target }) => replyTo(target));
  const edge = await testEdge({ origin, edges: [{ cacheBytes: POUR_CAPACITY }] });
  const { location } = edge;
  const { store, fills } = location;
  await countedGet(edge.ports[0]!, '/0');

  const memory = new MemoryWatch();
  let next = 1;
  const pour = async () => {
    while (location.totals.originBytes < 10 * POUR_CAPACITY) {
      await countedGet(edge.ports[0]!, `/${next++}`);
      // The harness keeps what it saw; the edge does not.
      for (const kept of [edge.records, edge.usage, origin.requests]) kept.length = 0;
      if (next % MEASURE_EVERY === 0) memory.measure();
      expect(store.bytes).toBeLessThanOrEqual(POUR_CAPACITY);
    }
  };
  await Promise.all(Array.from({ length: AT_A_TIME }, pour));
  memory.stop();
  console.log(
    `pour: ${mib(location.totals.originBytes)} through a cache of ${mib(POUR_CAPACITY)}, ${store.evictions} evictions, ` +
      `${mib(store.bytes)} kept; ${memory}`,
  );

  await edge.until(() => fills.count === 0);
  expect(store.bytes).toBeGreaterThan(POUR_CAPACITY / 2);
  expect(store.evictions).toBe(next - store.count);
  expect([fills.pinnedBytes, store.pinnedBytes, edge.mistakes]).toEqual([0, 0, []]);
  expect(memory.grownBytes).toBeLessThan(POUR_CAPACITY + OVERHEAD_BYTES);
});
