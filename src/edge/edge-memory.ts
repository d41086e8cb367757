/**
 * What the workers of one edge location share: memory for what is stored and counted, and the name by which it
 * knows its own requests. Plain data, so that it can be handed to a thread.
 */
import { randomBytes, randomInt } from 'node:crypto';
import { clearFillTally, createFillTallies } from '../cache/fill-tally.ts';
import { createStoreMemory, MAX_WORKERS, type StoreLimits, type StoreMemory } from '../cache/store-memory.ts';
import { Counters, createCounterRows } from './counters.ts';
import type { EdgeLimits } from './limits.ts';
import { createRateWindows } from './rate-limit.ts';

/** Seeds of the store's hash, so that strangers cannot choose keys that meet. */
const SEEDS = 2 ** 32;

export interface EdgeMemory {
  readonly storeLimits: StoreLimits;
  readonly store: StoreMemory;
  readonly counters: SharedArrayBuffer;
  readonly fills: SharedArrayBuffer;
  readonly rates: SharedArrayBuffer;
  /** Unlike any other location's, so that a request that comes back is recognised (D-12), whichever worker it meets. */
  readonly viaHost: string;
}

export interface CacheSize {
  readonly cacheBytes: number;
  /** The largest object kept, as a share of the capacity. */
  readonly maxObjectShare: number;
}

export function createEdgeMemory({ cacheBytes, maxObjectShare }: CacheSize, limits: EdgeLimits): EdgeMemory {
  const maxObjectBytes = Math.floor(cacheBytes * maxObjectShare);
  const storeLimits = { capacityBytes: cacheBytes, maxObjectBytes };
  return {
    storeLimits,
    store: createStoreMemory(storeLimits, randomInt(SEEDS)),
    counters: createCounterRows(MAX_WORKERS),
    fills: createFillTallies(MAX_WORKERS),
    rates: createRateWindows(limits.requestsPerSecond),
    viaHost: `${randomBytes(16).toString('hex')}.cloudfront.net`,
  };
}

/** What a dead worker had in flight is in flight no more; what it had counted stays. */
export function clearInFlight(memory: EdgeMemory, worker: number): void {
  clearFillTally(memory.fills, worker);
  new Counters(memory.counters, worker).inFlight = 0;
}
