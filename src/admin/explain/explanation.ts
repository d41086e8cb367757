/** The whole story of a request as plain data, section by section; a section not reached is null. */
import type { AccessFacts } from './access-facts.ts';
import type { BehaviorFacts } from './behavior-facts.ts';
import type { DistributionFacts } from './distribution-facts.ts';
import type { EdgeFacts } from './edge-facts.ts';
import type { KeyFacts } from './key-facts.ts';
import type { NextFacts } from './next-facts.ts';
import type { OriginFacts } from './origin-facts.ts';
import type { TtlFacts } from './ttl-facts.ts';

export interface RequestFacts {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly clientAddress: string;
  /** Simulated time, ISO 8601. */
  readonly at: string;
}

export interface ExplanationFacts {
  readonly request: RequestFacts;
  /** False: no running edgefront was asked, so nothing is known of what is stored. */
  readonly isLive: boolean;
  /** The edge location that would serve it on the shared port; the sections are told as it sees them. */
  readonly pop: string | null;
  readonly distribution: DistributionFacts | null;
  readonly behavior: BehaviorFacts | null;
  readonly access: AccessFacts | null;
  readonly cacheKey: KeyFacts | null;
  readonly originRequest: OriginFacts | null;
  readonly ttl: TtlFacts | null;
  /** Every edge location, in the order of the configuration. */
  readonly edges: readonly EdgeFacts[];
  readonly outcome: NextFacts;
}

export interface Explanation extends ExplanationFacts {
  /** The same in words, a line each. */
  readonly story: readonly string[];
}
