/** The operator's side of the control API: everything here may change while it runs. */
import type { DistributionDocument } from '../routing/compiled-distribution.ts';
import type { Signers } from '../signing/key-ring.ts';
import type { ControlLimits } from './limits.ts';

export interface ControlSettings {
  /** How long a change takes to reach every edge location, in simulated time (CA-184). */
  readonly delaySeconds: number;
  readonly limits: ControlLimits;
  readonly signers: Signers;
  readonly known: KnownNames;
  /** `*` in an invalidation's path is any run of characters (CA-345). */
  readonly expandsWildcards: boolean;
  readonly file: FileResources;
}

/** What configurations may refer to beyond the API's own resources; null: anything, unchecked. */
export interface KnownNames {
  /** Account numbers that may sign (CA-145). */
  readonly accounts: ReadonlySet<string> | null;
  /** Ids of certificates that viewers can be shown. */
  readonly certificates: ReadonlySet<string> | null;
  /** Hosts of buckets, in lower case (CA-144, CA-288). */
  readonly bucketHosts: ReadonlySet<string> | null;
}

/** What the configuration file brings; the API shows it to its account and leaves it alone (D-18). */
export interface FileResources {
  readonly distributions: readonly DistributionDocument[];
  readonly identities: readonly FileIdentity[];
}

export interface FileIdentity {
  readonly id: string;
  readonly comment: string;
  /** The account that sees it; every account may name it in an origin. */
  readonly account: string;
}
