/** Origin of a distribution + the operator's entry for its name → where to connect and how (OR-1…OR-3, OR-9). */
import type { Origin } from '../distribution/distribution-config.ts';
import { identityId } from '../distribution/identity-reference.ts';
import type { OriginSettings, OriginSettingsByName } from './origin-settings.ts';
import type { BucketFolder, OriginTarget } from './origin-target.ts';

const HTTP_PORT = 80;
const HTTPS_PORT = 443;
const DEFAULT_REGION = 'us-east-1';
const S3_SUFFIX = '.s3.amazonaws.com';

export function compileOrigin(origin: Origin, settings: OriginSettingsByName): OriginTarget {
  const own = settings.get(origin.DomainName.toLowerCase()) ?? null;
  const custom = origin.CustomOriginConfig;
  const host = origin.DomainName;
  return {
    id: origin.Id,
    kind: custom === null ? 's3' : 'custom',
    domainName: host,
    bucket: custom === null ? bucketOf(host) : '',
    protocolPolicy: custom?.OriginProtocolPolicy ?? 'match-viewer',
    http: own?.http ?? { host, port: custom?.HTTPPort ?? HTTP_PORT },
    https: own?.https ?? { host, port: custom?.HTTPSPort ?? HTTPS_PORT },
    ca: own?.ca ?? null,
    // Names were checked only from 2014-05-16 on, after every era served here; S3's always were.
    verifiesName: custom === null,
    usesPathStyle: own?.pathStyle ?? false,
    region: own?.region ?? DEFAULT_REGION,
    credentials: own?.credentials ?? null,
    accessIdentity: identityId(origin.S3OriginConfig?.OriginAccessIdentity ?? ''),
    folder: folderOf(own),
  };
}

function bucketOf(host: string): string {
  return host.endsWith(S3_SUFFIX) ? host.slice(0, -S3_SUFFIX.length) : host;
}

function folderOf(own: OriginSettings | null): BucketFolder | null {
  if (own === null || own.directory === null) return null;
  return { root: own.directory, isPrivate: own.isPrivate, readers: own.readers, hasListing: own.hasListing };
}
