/** What the operator's window sees of an edge location, and the one thing it does to it. */
import type { ResultType } from '../policy/result-type.ts';
import type { ExplainedEdge } from './explain/explained-edge.ts';

/** Counts since the start; the meaning of each is that of the edge's own counters. */
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
  readonly counters: EdgeCounts;
  /** Complete when it returns (D-17). */
  invalidate(distributionId: string, paths: readonly string[], expandsWildcards: boolean): void;
}
