/**
 * From a document of any version to the one configuration in memory. A flat document becomes one origin whose id
 * is its host, and a default behavior with what its time prescribed (CA-294).
 */
import { type ApiVersion, ERA_FLOOR_SECONDS, eraOf } from './api-version.ts';
import type { CacheBehavior, DistributionConfig, Logging, Origin } from './distribution-config.ts';
import type { DistributionDocument } from './distribution-document.ts';

/** The configuration a sound document means. */
export function lift(document: DistributionDocument, version: ApiVersion): DistributionConfig {
  const { DefaultCacheBehavior: behavior, Origins: origins } = document;
  const origin = flatOrigin(document);
  return {
    CallerReference: document.CallerReference,
    Aliases: behavior === null ? document.CNAME : document.Aliases,
    DefaultRootObject: document.DefaultRootObject,
    Origins: origins ?? [origin],
    DefaultCacheBehavior:
      behavior === null ? flatBehavior(document, origin.Id, version) : { PathPattern: '*', ...behavior },
    CacheBehaviors: document.CacheBehaviors,
    Comment: document.Comment,
    Logging: liftLogging(document.Logging),
    ViewerCertificate: document.ViewerCertificate,
    PriceClass: document.PriceClass,
    Enabled: document.Enabled,
  };
}

function flatOrigin({
  Origin: host,
  OriginAccessIdentity,
  S3Origin,
  CustomOrigin,
}: DistributionDocument): Origin {
  if (CustomOrigin !== null) {
    const { DNSName, ...CustomOriginConfig } = CustomOrigin;
    return { Id: DNSName, DomainName: DNSName, S3OriginConfig: null, CustomOriginConfig };
  }
  const DomainName = S3Origin?.DNSName ?? host ?? '';
  const identity = S3Origin?.OriginAccessIdentity ?? OriginAccessIdentity;
  return {
    Id: DomainName,
    DomainName,
    S3OriginConfig: { OriginAccessIdentity: identity },
    CustomOriginConfig: null,
  };
}

function flatBehavior(document: DistributionDocument, originId: string, version: ApiVersion): CacheBehavior {
  return {
    PathPattern: '*',
    TargetOriginId: originId,
    ForwardedValues: { QueryString: false, Cookies: { Forward: 'none', WhitelistedNames: [] } },
    TrustedSigners: liftFlatSigners(document.TrustedSigners),
    ViewerProtocolPolicy: document.RequiredProtocols === null ? 'allow-all' : 'https-only',
    MinTTL: ERA_FLOOR_SECONDS[eraOf(version)],
  };
}

/** Presence enables them (CA-106). */
export function liftFlatSigners(
  signers: DistributionDocument['TrustedSigners'],
): CacheBehavior['TrustedSigners'] {
  if (signers === null) return { Enabled: false, AwsAccountNumbers: [] };
  const owner = signers.Self ? ['self'] : [];
  return { Enabled: true, AwsAccountNumbers: [...owner, ...signers.AwsAccountNumber] };
}

function liftLogging(logging: DistributionDocument['Logging']): Logging {
  const Enabled = logging !== null && logging.Enabled !== false;
  return {
    Enabled,
    IncludeCookies: logging?.IncludeCookies ?? false,
    Bucket: Enabled ? logging.Bucket : '',
    Prefix: Enabled ? logging.Prefix : '',
  };
}
