/**
 * DistributionConfig → what the edge reads per request. Compiling cannot fail after validation, and
 * happens once per deployment; everything switched off is null.
 */
import { type ApiVersion, type Era, eraOf } from '../distribution/api-version.ts';
import type { CacheBehavior, DistributionConfig, Origin } from '../distribution/distribution-config.ts';
import { type CacheKeyRecipe, compileCacheKey } from '../policy/cache-key.ts';
import { compileFreshness, type FreshnessRule } from '../policy/freshness.ts';
import { compileOriginRequest, type OriginRequestRecipe } from '../policy/origin-request.ts';
import { compileViewerAccess, type ViewerAccess } from '../policy/viewer-access.ts';
import { compileViewerResponse, type ViewerResponseRecipe } from '../policy/viewer-response.ts';
import { compileKeyRing, type KeyRing, type Signers } from '../signing/key-ring.ts';
import { compileOrigin } from './compile-origin.ts';
import type { OriginSettingsByName } from './origin-settings.ts';
import type { OriginTarget } from './origin-target.ts';
import { compilePathPattern, type PathTest } from './path-pattern.ts';

/** A distribution as it is handed from control to the edges: plain data. */
export interface DistributionDocument {
  readonly id: string;
  readonly domainName: string;
  /** The owner's account number: what `self` means among signers. */
  readonly account: string;
  readonly version: ApiVersion;
  readonly config: DistributionConfig;
}

/** The operator's side of a distribution. */
export interface DeploymentSettings {
  readonly origins: OriginSettingsByName;
  readonly signers: Signers;
}

export interface CompiledBehavior {
  readonly pathPattern: string;
  readonly matches: PathTest;
  readonly access: ViewerAccess;
  /** Keys whose signatures open this behavior; null: no signature needed (SU-1). */
  readonly keyRing: KeyRing | null;
  readonly cacheKey: CacheKeyRecipe;
  readonly origin: OriginTarget;
  readonly originRequest: OriginRequestRecipe;
  readonly freshness: FreshnessRule;
  readonly viewerResponse: ViewerResponseRecipe;
}

/** Which log a distribution writes; null where logging is off. */
export interface AccessLogTarget {
  readonly distributionId: string;
  readonly bucket: string;
  readonly prefix: string;
  readonly era: Era;
  readonly includeCookies: boolean;
}

export interface CompiledDistribution {
  readonly id: string;
  readonly domainName: string;
  readonly aliases: readonly string[];
  readonly era: Era;
  readonly isEnabled: boolean;
  readonly priceClass: DistributionConfig['PriceClass'];
  /** Path that stands for `/`, leading slash included; null: `/` goes to the origin (VR-35, VR-38). */
  readonly rootObjectPath: string | null;
  /** In listed order, the default behavior last (VR-27). */
  readonly behaviors: readonly CompiledBehavior[];
  readonly log: AccessLogTarget | null;
}

export function compileDistribution(
  document: DistributionDocument,
  settings: DeploymentSettings,
): CompiledDistribution {
  const { config } = document;
  const era = eraOf(document.version);
  const compile = (behavior: CacheBehavior) => compileBehavior(behavior, { document, era, settings });
  return {
    id: document.id,
    domainName: document.domainName,
    aliases: config.Aliases,
    era,
    isEnabled: config.Enabled,
    priceClass: config.PriceClass,
    rootObjectPath: era === '08' || config.DefaultRootObject === '' ? null : `/${config.DefaultRootObject}`,
    behaviors: [...config.CacheBehaviors, config.DefaultCacheBehavior].map(compile),
    log: compileLog(document, era),
  };
}

/** The behavior of a path: first match in listed order (VR-27); the default one matches everything. */
export function behaviorOf(distribution: CompiledDistribution, path: string): CompiledBehavior {
  const { behaviors } = distribution;
  const last = behaviors.length - 1;
  for (let at = 0; at < last; at++) {
    const behavior = behaviors[at]!;
    if (behavior.matches(path)) return behavior;
  }
  return behaviors[last]!;
}

interface CompileScope {
  readonly document: DistributionDocument;
  readonly era: Era;
  readonly settings: DeploymentSettings;
}

function compileBehavior(behavior: CacheBehavior, scope: CompileScope): CompiledBehavior {
  const { document, era, settings } = scope;
  const origin = originOf(document.config, behavior);
  return {
    pathPattern: behavior.PathPattern,
    matches: compilePathPattern(behavior.PathPattern),
    access: compileViewerAccess(behavior, era),
    keyRing: compileSigners(behavior, document.account, settings.signers),
    cacheKey: compileCacheKey({ distributionId: document.id }, behavior, era),
    origin: compileOrigin(origin, settings.origins),
    originRequest: compileOriginRequest(behavior, origin, era),
    freshness: compileFreshness(behavior.MinTTL, era),
    viewerResponse: compileViewerResponse(behavior, era),
  };
}

function originOf(config: DistributionConfig, behavior: CacheBehavior): Origin {
  const origin = config.Origins.find((one) => one.Id === behavior.TargetOriginId);
  if (origin === undefined) throw new Error(`no origin has the id ${behavior.TargetOriginId}`);
  return origin;
}

function compileSigners(behavior: CacheBehavior, account: string, signers: Signers): KeyRing | null {
  if (!behavior.TrustedSigners.Enabled) return null;
  return compileKeyRing(behavior.TrustedSigners.AwsAccountNumbers, signers, account);
}

/** Logs came after API 2008-06-30 (D-2). */
function compileLog(document: DistributionDocument, era: Era): AccessLogTarget | null {
  const { Enabled, Bucket, Prefix, IncludeCookies } = document.config.Logging;
  if (!Enabled || era === '08') return null;
  return {
    distributionId: document.id,
    bucket: Bucket,
    prefix: Prefix,
    era,
    includeCookies: IncludeCookies,
  };
}
