/**
 * One edge location: a cache with its fills, invalidations, origin connections, counters and routing
 * table. Edge locations share nothing with each other; what they are told arrives as plain data.
 */
import { randomBytes } from 'node:crypto';
import { Fills } from '../cache/fills.ts';
import { InvalidationLog, REMEMBERED_PATHS } from '../cache/invalidation-log.ts';
import { ObjectStore } from '../cache/object-store.ts';
import type { Clock } from '../clock.ts';
import type { Region } from '../distribution/region.ts';
import type { AccessRecord } from '../logs/access-record.ts';
import type { UsageEvent } from '../logs/usage.ts';
import type { Origin } from '../origin/origin.ts';
import type { AccessLogTarget } from '../routing/compiled-distribution.ts';
import type { OriginTarget } from '../routing/origin-target.ts';
import type { RoutingTable } from '../routing/routing-table.ts';
import { Counters } from './counters.ts';
import type { EdgeLimits } from './limits.ts';
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
  readonly capacityBytes: number;
  /** The largest object kept, as a share of the capacity. */
  readonly maxObjectShare: number;
  readonly clock: Clock;
  readonly limits: EdgeLimits;
  readonly origins: OriginSource;
  readonly sinks: ExchangeSinks;
  readonly table: RoutingTable;
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
  readonly invalidations = new InvalidationLog();
  readonly store: ObjectStore;
  readonly fills: Fills;
  readonly counters = new Counters();
  readonly rateLimit: RateLimit;
  readonly viewerRoundTripMs: ViewerRoundTrip | null;
  readonly requestIds = new RequestIds();
  /** Unlike any other location's, so that a request that comes back is recognised (D-12). */
  readonly viaHost = `${randomBytes(16).toString('hex')}.cloudfront.net`;
  readonly via = `1.1 ${this.viaHost} (CloudFront)`;
  #table: RoutingTable;
  #generation = 1;

  constructor(options: EdgeLocationOptions) {
    this.pop = options.pop;
    this.region = options.region;
    this.clock = options.clock;
    this.limits = options.limits;
    this.origins = options.origins;
    this.sinks = options.sinks;
    this.fills = new Fills(options.limits);
    this.rateLimit = new RateLimit(options.limits.requestsPerSecond);
    this.viewerRoundTripMs = options.viewerRoundTripMs ?? null;
    this.#table = options.table;
    const { capacityBytes, maxObjectShare } = options;
    const maxObjectBytes = Math.floor(capacityBytes * maxObjectShare);
    this.store = new ObjectStore({ capacityBytes, maxObjectBytes }, this.invalidations);
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

  /** Whether more may be held in memory for viewers and origins (D-12). */
  isMemoryShort(): boolean {
    return this.fills.pinnedBytes + this.store.pinnedBytes >= this.limits.pinnedBytes;
  }

  /** Complete when it returns: what the paths name is fetched anew by whoever asks next (IN-18). */
  invalidate(distributionId: string, paths: readonly string[], expandsWildcards: boolean): void {
    this.invalidations.add(distributionId, paths, expandsWildcards);
    this.fills.outdate(this.invalidations);
    if (this.invalidations.size <= REMEMBERED_PATHS) return;
    this.store.sweep();
    this.invalidations.forget();
  }

  /** Nothing is kept, or will be kept by a fetch under way, of a distribution whose id never comes back. */
  forget(distributionId: string): void {
    this.invalidate(distributionId, ['*'], true);
    this.store.sweep();
  }
}
