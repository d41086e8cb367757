/**
 * One edge location: a cache with its fills, invalidations, origin connections, counters and routing
 * table. Edge locations share nothing with each other; what they are told arrives as plain data.
 */
import { FillTally } from '../cache/fill-tally.ts';
import { Fills } from '../cache/fills.ts';
import { type InvalidationHistory, InvalidationLog } from '../cache/invalidation-log.ts';
import { ObjectStore } from '../cache/object-store.ts';
import type { Clock } from '../clock.ts';
import type { Region } from '../distribution/region.ts';
import type { AccessRecord } from '../logs/access-record.ts';
import type { UsageEvent } from '../logs/usage-counts.ts';
import type { Origin } from '../origin/origin.ts';
import { compileEdgeLines, type EdgeLines } from '../policy/viewer-response.ts';
import type { AccessLogTarget } from '../routing/compiled-distribution.ts';
import type { OriginTarget } from '../routing/origin-target.ts';
import type { RoutingTable } from '../routing/routing-table.ts';
import { VerifiedSignatures } from '../signing/verified-signatures.ts';
import { Counters, type EdgeCounts, totalCounts } from './counters.ts';
import type { EdgeMemory } from './edge-memory.ts';
import type { EdgeLimits } from './limits.ts';
import type { Neighbours } from './neighbours.ts';
import type { PathInvalidation } from './order.ts';
import { RateLimit } from './rate-limit.ts';
import { RequestIds } from './request-id.ts';

/** Where origins come from; an edge location has its own. */
export interface OriginSource {
  for(target: OriginTarget): Origin;
}

/** Where finished exchanges are told of. */
export interface ExchangeSinks {
  recordAccess(target: AccessLogTarget, record: AccessRecord): void;
  countUsage(event: UsageEvent): void;
  /** One of our own mistakes, caught once (step and request id say where). */
  reportMistake(error: unknown, where: { step: string; requestId: string; pop: string }): void;
}

export interface EdgeLocationOptions {
  readonly pop: string;
  readonly region: Region;
  /** Shared with the same location's members in other workers, where there are any. */
  readonly memory: EdgeMemory;
  /** Number of this worker; each that shares the memory has its own. */
  readonly worker: number;
  readonly clock: Clock;
  readonly limits: EdgeLimits;
  readonly origins: OriginSource;
  readonly sinks: ExchangeSinks;
  readonly table: RoutingTable;
  /** Number of the deployment that the table was made of. */
  readonly generation: number;
  readonly invalidations: InvalidationHistory;
  /** Null where no other worker serves this location. */
  readonly neighbours: Neighbours | null;
  /** Where distances are simulated; nobody is far from anywhere without. */
  readonly viewerRoundTripMs?: ViewerRoundTrip | null;
}

/** Milliseconds there and back from where a viewer says it is (null: it does not say); null when that is no place. */
export type ViewerRoundTrip = (viewerPlace: string | null) => number | null;

export class EdgeLocation {
  readonly pop: string;
  readonly region: Region;
  readonly clock: Clock;
  readonly limits: EdgeLimits;
  readonly origins: OriginSource;
  readonly sinks: ExchangeSinks;
  readonly invalidations: InvalidationLog;
  readonly store: ObjectStore;
  readonly fills: Fills;
  /** This worker's own. */
  readonly counters: Counters;
  readonly rateLimit: RateLimit;
  readonly viewerRoundTripMs: ViewerRoundTrip | null;
  readonly requestIds = new RequestIds();
  readonly signatures = new VerifiedSignatures();
  /** By which it knows its own requests (D-12). */
  readonly viaHost: string;
  readonly via: string;
  /** Null where this worker serves alone. */
  readonly neighbours: Neighbours | null;
  /** Its part of every answer's head. */
  readonly lines: EdgeLines;
  readonly #memory: EdgeMemory;
  #table: RoutingTable;
  #generation: number;

  constructor(options: EdgeLocationOptions) {
    const { memory, worker } = options;
    this.pop = options.pop;
    this.viaHost = memory.viaHost;
    this.via = `1.1 ${memory.viaHost} (CloudFront)`;
    this.lines = compileEdgeLines(this);
    this.region = options.region;
    this.clock = options.clock;
    this.limits = options.limits;
    this.origins = options.origins;
    this.sinks = options.sinks;
    this.neighbours = options.neighbours;
    this.counters = new Counters(memory.counters, worker);
    this.rateLimit = new RateLimit(options.limits.requestsPerSecond, memory.rates);
    this.invalidations = new InvalidationLog(options.invalidations);
    this.store = new ObjectStore({
      limits: memory.storeLimits,
      invalidations: this.invalidations,
      memory: memory.store,
      worker,
    });
    this.fills = new Fills({
      limits: options.limits,
      tally: new FillTally(memory.fills, worker),
      claims: options.neighbours === null ? null : this.store,
      seed: this.store.seed,
    });
    this.#memory = memory;
    this.viewerRoundTripMs = options.viewerRoundTripMs ?? null;
    this.#table = options.table;
    this.#generation = options.generation;
  }

  /** Counted by all workers. */
  get totals(): EdgeCounts {
    return totalCounts(this.#memory.counters);
  }

  get table(): RoutingTable {
    return this.#table;
  }

  /** Number of the deployment it holds, counted from 1 at the start: one with a lower number is behind (D-15). */
  get generation(): number {
    return this.#generation;
  }

  /** Takes effect for requests that arrive from now on. */
  replaceTable(table: RoutingTable, generation: number): void {
    this.#table = table;
    this.#generation = generation;
  }

  /** A fetch of this key is under way that others may join, in this worker or another. */
  isInFlight(key: string): boolean {
    return this.fills.find(key) !== null || this.store.claimant(key) !== null;
  }

  /** Whether more may be held in memory for viewers and origins (D-12). */
  isMemoryShort(): boolean {
    return this.fills.pinnedBytes + this.store.pinnedBytes >= this.limits.pinnedBytes;
  }

  /** Complete, for this worker, when it returns: what the paths name is fetched anew by whoever asks next (IN-18). */
  invalidate({ distributionId, paths, expandsWildcards }: PathInvalidation): void {
    this.invalidations.add(distributionId, paths, expandsWildcards);
    this.fills.outdate(this.invalidations);
  }
}
