/** Explains a request from a configuration alone, where no edgefront runs: the same story, with empty caches. */
import { Fills } from '../../cache/fills.ts';
import { InvalidationLog } from '../../cache/invalidation-log.ts';
import { ObjectStore } from '../../cache/object-store.ts';
import type { Clock } from '../../clock.ts';
import type { Region } from '../../distribution/region.ts';
import type { RoutingTable } from '../../routing/routing-table.ts';
import { explain } from './explain.ts';
import type { ExplainedEdge, ExplainLimits } from './explained-edge.ts';
import type { Explanation } from './explanation.ts';
import { readQuestion } from './question.ts';

/** An edge location as its configuration describes it. */
export interface PlannedEdge {
  readonly pop: string;
  readonly region: Region;
  readonly table: RoutingTable;
}

export interface OfflineFleet {
  /** At least one. */
  readonly edges: readonly PlannedEdge[];
  readonly clock: Clock;
  readonly limits: ExplainLimits;
  readonly viewerChoosesEdge: boolean;
}

/** `request` as in the body of `POST /explain`. Throws AdminRefusal, whose message says what is wrong with it. */
export function explainOffline(fleet: OfflineFleet, request: unknown): Explanation {
  const { clock, limits, viewerChoosesEdge } = fleet;
  const edges = fleet.edges.map((edge) => emptyEdge(edge, clock, limits));
  return explain({ edges, viewerChoosesEdge, isLive: false }, readQuestion(request));
}

/** Unlike every Via that a request can bring. */
const VIA_HOST = '(edge location)';

function emptyEdge(edge: PlannedEdge, clock: Clock, limits: ExplainLimits): ExplainedEdge {
  const invalidations = new InvalidationLog();
  const nothing = { fills: 0, readersPerFill: 0, fillWindowBytes: 0, pinnedBytes: 0 };
  return {
    ...edge,
    clock,
    limits,
    via: `1.1 ${VIA_HOST} (CloudFront)`,
    viaHost: VIA_HOST,
    generation: 1,
    store: new ObjectStore({ limits: { capacityBytes: 0, maxObjectBytes: 0 }, invalidations }),
    fills: new Fills({ limits: nothing }),
    invalidations,
    isInFlight: () => false,
    isMemoryShort: () => false,
  };
}
