/** What the control API keeps: distributions of both kinds and origin access identities, each with its history. */
import type { IdentityConfig } from '../distribution/api-answers.ts';
import type { ApiVersion } from '../distribution/api-version.ts';
import type { DistributionConfig } from '../distribution/distribution-config.ts';
import { identityId } from '../distribution/identity-reference.ts';
import type { StreamingDistributionConfig } from '../distribution/streaming-config.ts';

/** The configuration of each kind of resource. */
export interface KindConfigs {
  readonly distribution: DistributionConfig;
  readonly 'streaming-distribution': StreamingDistributionConfig;
  readonly 'origin-access-identity': IdentityConfig;
}

export type ResourceKind = keyof KindConfigs;

/** A resource before the store has placed it. */
export interface NewResource<K extends ResourceKind> {
  readonly kind: K;
  readonly id: string;
  /** The owner's account number. */
  readonly account: string;
  /** Assigned; null for identities. */
  readonly domainName: string | null;
  readonly etag: string;
  /** Of the last accepted write: the era it is delivered in (D-2). */
  readonly version: ApiVersion;
  readonly config: KindConfigs[K];
  /** Real epoch ms of the last accepted write (CA-186, D-1). */
  readonly modifiedAt: number;
}

export interface Resource<K extends ResourceKind = ResourceKind> extends NewResource<K> {
  /** As the create request meant it: what a replay is compared with (CA-172). */
  readonly original: KindConfigs[K];
  /** Its place in lists: oldest first (CA-198). */
  readonly position: number;
  /** Whether every edge location has it. */
  readonly isDeployed: boolean;
  /** Read-only for the API: it comes from the configuration file (D-18). */
  readonly isFromFile: boolean;
}

/** The names that reach a resource besides its own; identities have none. */
export function aliasesOf(config: KindConfigs[ResourceKind]): readonly string[] {
  return 'Aliases' in config ? config.Aliases : [];
}

/** The ids of the identities that a configuration reads its buckets through (CA-70). */
export function identitiesOf(config: KindConfigs[ResourceKind]): string[] {
  return referencesOf(config).flatMap((reference) => identityId(reference) ?? []);
}

function referencesOf(config: KindConfigs[ResourceKind]): string[] {
  if ('Origins' in config) {
    return config.Origins.map(({ S3OriginConfig }) => S3OriginConfig?.OriginAccessIdentity ?? '');
  }
  return 'S3Origin' in config ? [config.S3Origin.OriginAccessIdentity] : [];
}
