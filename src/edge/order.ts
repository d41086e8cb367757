/** What the members of a fleet are told: plain data, so that a member may live in a thread of its own. */
import type { OriginTrouble } from '../origin/troubled-origins.ts';
import type { Deployment } from './compiler.ts';

export type Order =
  /** To be ready for, under a number that grows with each. */
  | { readonly kind: 'deployment'; readonly deployment: Deployment; readonly generation: number }
  /** This edge location serves by that deployment from now on, unless it has a later one. */
  | { readonly kind: 'table'; readonly pop: string; readonly generation: number }
  | ({ readonly kind: 'invalidation'; readonly pop: string } & PathInvalidation)
  | { readonly kind: 'trouble'; readonly domainName: string; readonly trouble: OriginTrouble }
  /** No object is left that the paths of invalidations up to this one name. */
  | { readonly kind: 'swept'; readonly pop: string; readonly stamp: number };

/** Objects to be fetched anew. */
export interface PathInvalidation {
  readonly distributionId: string;
  readonly paths: readonly string[];
  /** `*` is any run of characters; else it means itself (IN-3). */
  readonly expandsWildcards: boolean;
}
