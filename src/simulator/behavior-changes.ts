/**
 * What the operator changes of cache behaviors while edgefront runs, whoever made the distribution: laid over its
 * configuration on the way to the edge locations, kept nowhere, gone with a restart.
 */
import type { BehaviorChange } from '../admin/stage.ts';
import type { CacheBehavior } from '../distribution/distribution-config.ts';
import type { DistributionDocument } from '../routing/compiled-distribution.ts';

export class BehaviorChanges {
  /** By distribution, then by path pattern. */
  readonly #changes = new Map<string, Map<string, BehaviorChange>>();

  /** Over what was changed of this behavior before. */
  add(change: BehaviorChange): void {
    const { distribution, pathPattern } = change;
    const changes = this.#changes.get(distribution) ?? new Map<string, BehaviorChange>();
    this.#changes.set(distribution, changes.set(pathPattern, { ...changes.get(pathPattern), ...change }));
  }

  has(distribution: string, pathPattern: string): boolean {
    return this.#changes.get(distribution)?.has(pathPattern) ?? false;
  }

  /** The document as the edge locations are to have it. */
  apply(document: DistributionDocument): DistributionDocument {
    const changes = this.#changes.get(document.id);
    if (changes === undefined) return document;
    const { config } = document;
    const changed = <B extends CacheBehavior>(behavior: B): B => {
      const change = changes.get(behavior.PathPattern);
      return change === undefined ? behavior : { ...behavior, ...overlay(behavior, change) };
    };
    return {
      ...document,
      config: {
        ...config,
        DefaultCacheBehavior: changed(config.DefaultCacheBehavior),
        CacheBehaviors: config.CacheBehaviors.map(changed),
      },
    };
  }
}

type Changed = Pick<CacheBehavior, 'MinTTL' | 'ForwardedValues'>;

function overlay({ MinTTL, ForwardedValues }: CacheBehavior, change: BehaviorChange): Changed {
  const { QueryString, Cookies } = ForwardedValues;
  const Forward = change.cookies ?? Cookies.Forward;
  const named = change.cookieNames ?? Cookies.WhitelistedNames;
  return {
    MinTTL: change.minTTL ?? MinTTL,
    ForwardedValues: {
      QueryString: change.queryString ?? QueryString,
      Cookies: { Forward, WhitelistedNames: Forward === 'whitelist' ? named : [] },
    },
  };
}
