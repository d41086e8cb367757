/** Which cache behaviors were tried for the path, and which one serves it. */
import type { Decision } from './decision.ts';
import { type CitedRule, citedRules } from './rule.ts';

export interface TriedPattern {
  readonly pathPattern: string;
  /** Null: not tried, as an earlier one matched. */
  readonly matches: boolean | null;
}

export interface BehaviorFacts {
  readonly path: string;
  readonly pathPattern: string;
  readonly tried: readonly TriedPattern[];
  readonly rules: readonly CitedRule[];
}

export function behaviorFacts({ distribution, behavior, path }: Decision): BehaviorFacts | null {
  if (distribution === null || behavior === null) return null;
  const { behaviors } = distribution;
  const at = behaviors.indexOf(behavior);
  const tried = behaviors.map(({ pathPattern, matches }, index) => ({
    pathPattern,
    matches: index > at ? null : matches(path),
  }));
  const rules = behaviors.length > 1 ? citedRules('VR-27', 'VR-28') : [];
  return { path, pathPattern: behavior.pathPattern, tried, rules };
}
