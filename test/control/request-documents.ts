/** Sound configurations to begin from: parts may be put over them. */
import type { IdentityConfig, InvalidationBatch } from '../../src/distribution/api-answers.ts';
import type {
  CacheBehavior,
  DistributionConfig,
  Origin,
} from '../../src/distribution/distribution-config.ts';
import type { StreamingDistributionConfig } from '../../src/distribution/streaming-config.ts';

export const CUSTOM_ORIGIN: Origin = {
  Id: 'www.example.com',
  DomainName: 'www.example.com',
  S3OriginConfig: null,
  CustomOriginConfig: { HTTPPort: 80, HTTPSPort: 443, OriginProtocolPolicy: 'match-viewer' },
};

export function bucketOrigin(identity = '', bucket = 'pictures'): Origin {
  const DomainName = `${bucket}.s3.amazonaws.com`;
  const OriginAccessIdentity = identity === '' ? '' : `origin-access-identity/cloudfront/${identity}`;
  return { Id: DomainName, DomainName, S3OriginConfig: { OriginAccessIdentity }, CustomOriginConfig: null };
}

export function behaviorTo(origin: Origin, parts: Partial<CacheBehavior> = {}): CacheBehavior {
  return {
    PathPattern: '*',
    TargetOriginId: origin.Id,
    ForwardedValues: { QueryString: false, Cookies: { Forward: 'none', WhitelistedNames: [] } },
    TrustedSigners: { Enabled: false, AwsAccountNumbers: [] },
    ViewerProtocolPolicy: 'allow-all',
    MinTTL: 0,
    ...parts,
  };
}

/** All requests to the one origin. */
export function distributionConfig(
  parts: Partial<DistributionConfig> & { readonly origin?: Origin } = {},
): DistributionConfig {
  const { origin = CUSTOM_ORIGIN, ...rest } = parts;
  return {
    CallerReference: 'first',
    Aliases: [],
    DefaultRootObject: '',
    Origins: [origin],
    DefaultCacheBehavior: behaviorTo(origin),
    CacheBehaviors: [],
    Comment: '',
    Logging: { Enabled: false, IncludeCookies: false, Bucket: '', Prefix: '' },
    ViewerCertificate: { IAMCertificateId: null, CloudFrontDefaultCertificate: true },
    PriceClass: 'PriceClass_All',
    Enabled: true,
    ...rest,
  };
}

export function streamingConfig(
  parts: Partial<StreamingDistributionConfig> = {},
): StreamingDistributionConfig {
  return {
    CallerReference: 'films',
    S3Origin: { DomainName: 'films.s3.amazonaws.com', OriginAccessIdentity: '' },
    Aliases: [],
    Comment: '',
    Logging: { Enabled: false, Bucket: '', Prefix: '' },
    TrustedSigners: { Enabled: false, AwsAccountNumbers: [] },
    PriceClass: 'PriceClass_All',
    Enabled: true,
    ...parts,
  };
}

export function identityConfig(parts: Partial<IdentityConfig> = {}): IdentityConfig {
  return { CallerReference: 'members', Comment: '', ...parts };
}

export function invalidationBatch(parts: Partial<InvalidationBatch> = {}): InvalidationBatch {
  return { Paths: ['/cat.jpg'], CallerReference: 'clean', ...parts };
}
