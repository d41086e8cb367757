/** What the operator's window sees of an edge location. */
import type { ResultType } from '../policy/result-type.ts';
import type { ExplainedEdge } from './explain/explained-edge.ts';

/** Counts since the start, of all workers; the meaning of each is that of the edge's own counters. */
export interface EdgeCounts {
  readonly requests: Readonly<Record<ResultType, number>>;
  readonly originRequests: number;
  readonly originFaults: number;
  readonly originBytes: number;
  readonly viewerBytes: number;
  readonly inFlight: number;
  readonly followers: number;
}

export interface AdminEdge extends ExplainedEdge {
  readonly totals: EdgeCounts;
}
