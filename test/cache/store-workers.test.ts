/** One store, several workers: what they see of each other, and what is left when one dies. */
import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { describe, expect, test } from 'vitest';
import { Bytes } from '../../src/cache/bytes.ts';
import { InvalidationLog } from '../../src/cache/invalidation-log.ts';
import { CONTROL, NONE } from '../../src/cache/memory/control.ts';
import { PAGE_BYTES } from '../../src/cache/memory/pages.ts';
import { HEAD_BYTES } from '../../src/cache/memory/record-head.ts';
import { Tables } from '../../src/cache/memory/tables.ts';
import { ObjectStore } from '../../src/cache/object-store.ts';
import { createStoreMemory, OBJECT_OVERHEAD_BYTES } from '../../src/cache/store-memory.ts';
import type { HammerOrder, HammerReport } from './hammer.ts';
import { bodyOf, looseObject, pattern, place } from './objects.ts';

const KIB = 1024;
const LIMITS = { capacityBytes: 2000 * KIB, maxObjectBytes: 1000 * KIB };
/** Full size: HAMMER_DEEDS=5000000 npx vitest run test/cache/store-workers.test.ts */
const DEEDS = Number(process.env.HAMMER_DEEDS ?? 15_000);

function shared(workers: number) {
  const memory = createStoreMemory(LIMITS);
  const stores = Array.from({ length: workers }, (_, worker) => {
    return new ObjectStore({ limits: LIMITS, invalidations: new InvalidationLog(), memory, worker });
  });
  return {
    memory,
    stores: stores as [ObjectStore, ObjectStore, ...ObjectStore[]],
    tables: new Tables(memory, 31),
  };
}

function expectEmpty(store: ObjectStore, tables: Tables): void {
  for (const { key } of store.places()) {
    const object = store.get(key)!;
    store.drop(object);
    object.release();
  }
  expect([store.count, store.bytes, store.pinnedBytes]).toEqual([0, 0, 0]);
  expect(tables.pages.freeCount).toBe(tables.pages.count);
}

test('what one worker stores, all have; what one holds stays for it', () => {
  const { stores, tables } = shared(2);
  const [one, other] = stores;
  one.put(looseObject(place('/a'), 100_000))!.release();
  const object = other.get('key of /a')!;
  const own = one.get('key of /a')!;
  one.drop(own);
  own.release();
  expect([other.count, other.pinnedBytes > 100_000]).toEqual([0, true]);
  expect(bodyOf(object).equals(pattern(0, 100_000))).toBe(true);
  object.release();
  expectEmpty(one, tables);
});

describe('a claim', () => {
  test('is the first worker’s until it lets go, and no object', () => {
    const { stores, tables } = shared(2);
    const [one, other] = stores;
    expect([one.claim('k', 7), other.claim('k', 8), other.claim('l', 9)]).toEqual([
      null,
      { worker: 0, fillNumber: 7 },
      null,
    ]);
    expect([other.claimant('k'), other.get('k'), other.has('k'), other.count]).toEqual([
      { worker: 0, fillNumber: 7 },
      null,
      false,
      0,
    ]);
    other.unclaim('k', 7);
    one.unclaim('k', 8);
    expect(other.claimant('k')).not.toBeNull();
    one.unclaim('k', 7);
    expect([one.claimant('k'), other.claim('k', 10)]).toEqual([null, null]);
    other.unclaim('k', 10);
    other.unclaim('l', 9);
    expectEmpty(one, tables);
  });

  test('of the same key stands beside the object, which it is found with', () => {
    const { stores } = shared(2);
    const [one, other] = stores;
    one.put(looseObject(place('/a'), 10))!.release();
    expect([other.claim('key of /a', 1), one.get('key of /a')?.status]).toEqual([null, 200]);
  });

  test('leaves no hole among objects, however many are under way at a time', () => {
    const { stores, tables } = shared(1);
    const [one] = stores;
    for (let at = 0; at < 5000; at++) {
      one.claim(`key of /${at}`, at);
      if (at < 64) continue;
      one.put(looseObject(place(`/${at - 64}`), 100))!.release();
      one.unclaim(`key of /${at - 64}`, at - 64);
    }
    const recordsBytes = one.bytes - one.count * (OBJECT_OVERHEAD_BYTES - HEAD_BYTES);
    const usedBytes = (tables.pages.count - tables.pages.freeCount) * PAGE_BYTES;
    expect(one.count).toBe(5000 - 64);
    expect(usedBytes - recordsBytes).toBeLessThan(3 * PAGE_BYTES);
  });
});

describe('a worker that dies', () => {
  test('lets go of what it held, drafted and claimed', () => {
    const { stores, tables } = shared(2);
    const [one, other] = stores;
    const held = other.put(looseObject(place('/a'), 100_000))!;
    one.put(looseObject(place('/a'), 10))!.release();
    const body = new Bytes(null);
    body.append(pattern(0, 200_000));
    other.draft().take(body);
    other.claim('k', 1);
    other.put(looseObject(place('/b'), 10));
    expect(one.pinnedBytes).toBe(held.sizeBytes);
    one.workerGone(1);
    expect([one.pinnedBytes, one.claim('k', 2), one.count]).toEqual([0, null, 2]);
    one.unclaim('k', 2);
    expectEmpty(one, tables);
  });

  test('in its critical section costs the store what is in it, but for what others hold', () => {
    const { stores, tables, memory } = shared(2);
    const [one] = stores;
    for (const path of ['/a', '/b', '/c']) one.put(looseObject(place(path), 150_000))!.release();
    const object = one.get('key of /b')!;
    const draft = one.draft();
    const body = new Bytes(null);
    body.append(pattern(0, 100_000));
    draft.take(body);
    const dying = new Tables(memory, 1);
    dying.lock.take();
    dying.recency.clear();
    dying.memory.control[CONTROL.openPage] = NONE;
    dying.pages.takeWhole(NONE);
    expect(() => one.get('key of /a')).toThrow('locked by worker 1');
    one.workerGone(1);
    expect([one.count, one.get('key of /a'), one.pinnedBytes > 150_000]).toEqual([0, null, true]);
    for (let at = 0; at < 20; at++) one.put(looseObject(place(`/${at}`), 150_000))?.release();
    expect(bodyOf(object).equals(pattern(0, 150_000))).toBe(true);
    body.append(pattern(100_000, 50_000));
    const kept = one.put({ ...looseObject(place('/d'), 0), body }, draft);
    expect(kept).not.toBeNull();
    expect(bodyOf(kept!).equals(pattern(0, 150_000))).toBe(true);
    kept!.release();
    object.release();
    expectEmpty(one, tables);
  });
});

test('two threads at one store: every object is whole, and nothing leaks', { timeout: 600_000 }, async () => {
  const { memory, stores, tables } = shared(1);
  const reports = await Promise.all(
    [1, 2].map((worker) => hammer({ memory, limits: LIMITS, worker, deeds: DEEDS })),
  );
  for (const { broken, hits, puts } of reports) expect([broken, hits > 0, puts > 0]).toEqual([0, true, true]);
  expect(stores[0].evictions).toBeGreaterThan(0);
  expectEmpty(stores[0], tables);
});

async function hammer(order: HammerOrder): Promise<HammerReport> {
  const thread = new Worker(new URL('./hammer.ts', import.meta.url), { workerData: order });
  // Together: a thread that ends at once may have its message and its exit told in one go.
  const [[report]] = await Promise.all([once(thread, 'message'), once(thread, 'exit')]);
  return report as HammerReport;
}
