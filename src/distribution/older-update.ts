/** An update through an older version than the configuration's: what that version cannot say stays as it is (CA-296). */
import { type ApiVersion, eraOf } from './api-version.ts';
import type { CacheBehavior, DistributionConfig, Logging, Origin } from './distribution-config.ts';
import type { StreamingDistributionConfig } from './streaming-config.ts';

/** The update with the stored values of every element that `version` does not have. */
export function mergeOlderUpdate(
  stored: DistributionConfig,
  update: DistributionConfig,
  version: ApiVersion,
): DistributionConfig {
  const merged =
    eraOf(version) === '12' ? mergeCounted(stored, update, version) : mergeFlat(stored, update, version);
  return {
    ...merged,
    Logging: mergeLogging(stored.Logging, update.Logging, version),
    PriceClass: version < '2012-07-01' ? stored.PriceClass : update.PriceClass,
    ViewerCertificate: version < '2013-05-12' ? stored.ViewerCertificate : update.ViewerCertificate,
  };
}

/** As {@link mergeOlderUpdate}, for streaming distributions. */
export function mergeOlderStreamingUpdate(
  stored: StreamingDistributionConfig,
  update: StreamingDistributionConfig,
  version: ApiVersion,
): StreamingDistributionConfig {
  if (version >= '2012-07-01') return update;
  const isFlat = eraOf(version) !== '12';
  const TrustedSigners = isFlat ? mergeFlatSigners(stored, update) : update.TrustedSigners;
  return { ...update, TrustedSigners, PriceClass: stored.PriceClass };
}

/** What of a configuration an update through `version` would lose, in words (CA-295); `null` for nothing. */
export function lostFeatures(config: DistributionConfig, version: ApiVersion): string | null {
  if (eraOf(version) === '12') return null;
  const lost: string[] = [];
  if (config.Origins.length > 1) lost.push('further origins');
  if (config.CacheBehaviors.length > 0) lost.push('cache behaviors');
  if (version < '2010-11-01' && config.Origins.some((origin) => origin.CustomOriginConfig !== null)) {
    lost.push('a custom origin');
  }
  return lost.length === 0 ? null : lost.join(' and ');
}

function mergeCounted(
  stored: DistributionConfig,
  update: DistributionConfig,
  version: ApiVersion,
): DistributionConfig {
  if (version >= '2012-07-01') return update;
  const known = new Map(stored.CacheBehaviors.map((behavior) => [behavior.PathPattern, behavior]));
  return {
    ...update,
    DefaultCacheBehavior: keepCookies(stored.DefaultCacheBehavior, update.DefaultCacheBehavior),
    CacheBehaviors: update.CacheBehaviors.map((behavior) => {
      const before = known.get(behavior.PathPattern);
      return before === undefined ? behavior : keepCookies(before, behavior);
    }),
  };
}

function keepCookies(before: CacheBehavior, behavior: CacheBehavior): CacheBehavior {
  const { Cookies } = before.ForwardedValues;
  return { ...behavior, ForwardedValues: { ...behavior.ForwardedValues, Cookies } };
}

/** A flat update is about a configuration with one origin and one behavior, or {@link lostFeatures} names another. */
function mergeFlat(
  stored: DistributionConfig,
  update: DistributionConfig,
  version: ApiVersion,
): DistributionConfig {
  const isOf2008 = version === '2008-06-30';
  const before = stored.DefaultCacheBehavior;
  const { ViewerProtocolPolicy } = isOf2008 ? before : update.DefaultCacheBehavior;
  const TrustedSigners = isOf2008
    ? before.TrustedSigners
    : mergeFlatSigners(before, update.DefaultCacheBehavior);
  return {
    ...update,
    Origins: [mergeFlatOrigin(stored.Origins[0]!, update.Origins[0]!, isOf2008)],
    DefaultCacheBehavior: { ...before, TrustedSigners, ViewerProtocolPolicy },
    DefaultRootObject: isOf2008 ? stored.DefaultRootObject : update.DefaultRootObject,
  };
}

/** The id is kept, as the behavior names it; so is the identity where the version has no word for it. */
function mergeFlatOrigin(before: Origin, origin: Origin, isOf2008: boolean): Origin {
  return {
    ...origin,
    Id: before.Id,
    S3OriginConfig: isOf2008 ? before.S3OriginConfig : origin.S3OriginConfig,
  };
}

interface Signing {
  readonly TrustedSigners: CacheBehavior['TrustedSigners'];
}

/** A flat version has no word for signers that are named but not enabled. */
function mergeFlatSigners(before: Signing, update: Signing): CacheBehavior['TrustedSigners'] {
  const isUnsaid = !before.TrustedSigners.Enabled && !update.TrustedSigners.Enabled;
  return isUnsaid ? before.TrustedSigners : update.TrustedSigners;
}

function mergeLogging(before: Logging, logging: Logging, version: ApiVersion): Logging {
  if (version === '2008-06-30') return before;
  return version < '2012-07-01' ? { ...logging, IncludeCookies: before.IncludeCookies } : logging;
}
