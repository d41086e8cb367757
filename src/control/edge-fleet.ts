/** The edge locations as the control plane needs them; whoever owns them implements this. */
import type { DistributionDocument } from '../routing/compiled-distribution.ts';

/** How long something takes to reach every edge location, and who wants to know. */
export interface Propagation {
  /** Of simulated time. Each edge location is reached at a moment of its own within it. */
  readonly delaySeconds: number;
  /** Called once, when the last edge location has it: never before the call that started it returns. */
  readonly onDone: () => void;
}

/** The objects of some paths are to be fetched anew. */
export interface PathInvalidation {
  readonly distributionId: string;
  readonly paths: readonly string[];
  /** `*` is any run of characters; else it means itself (IN-3). */
  readonly expandsWildcards: boolean;
}

export interface EdgeFleet {
  /**
   * All that is served from now on, in place of what was. One on its way does not hold up or call off another:
   * an edge location that has a later one passes an earlier one over, and both are done.
   */
  deploy(documents: readonly DistributionDocument[], propagation: Propagation): void;
  invalidate(invalidation: PathInvalidation, propagation: Propagation): void;
  /** Lets go of what is stored for a distribution that is gone. */
  forget(distributionId: string): void;
}
