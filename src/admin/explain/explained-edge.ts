/** What explain looks at of an edge location. It only looks: nothing it calls here changes anything. */
import type { Fills } from '../../cache/fills.ts';
import type { InvalidationLog } from '../../cache/invalidation-log.ts';
import type { ObjectStore } from '../../cache/object-store.ts';
import type { Clock } from '../../clock.ts';
import type { Region } from '../../distribution/region.ts';
import type { RoutingTable } from '../../routing/routing-table.ts';

/** The limits of an edge location that decide about one request. */
export interface ExplainLimits {
  readonly requestHeaderBytes: number;
  readonly requestUrlBytes: number;
  readonly viaHops: number;
  readonly rangeParts: number;
}

export interface ExplainedEdge {
  readonly pop: string;
  readonly region: Region;
  readonly clock: Clock;
  readonly limits: ExplainLimits;
  /** The Via entry it adds, and the name in it by which it knows its own requests. */
  readonly via: string;
  readonly viaHost: string;
  readonly table: RoutingTable;
  /** Number of the configuration it holds, counted since the start. */
  readonly generation: number;
  readonly store: ObjectStore;
  readonly fills: Fills;
  readonly invalidations: InvalidationLog;
  /** Some viewer's fetch of this key is under way that others join, whichever worker it belongs to. */
  isInFlight(key: string): boolean;
  /** New fetches are refused for want of memory (D-12). */
  isMemoryShort(): boolean;
}
