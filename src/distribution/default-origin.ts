/** The origin of everything that no path pattern takes elsewhere: the one that flat documents show. */
import type { DistributionConfig, Origin } from './distribution-config.ts';

export function defaultOrigin({ Origins, DefaultCacheBehavior }: DistributionConfig): Origin {
  return Origins.find(({ Id }) => Id === DefaultCacheBehavior.TargetOriginId) ?? Origins[0]!;
}
