/**
 * From the configuration in memory to a document of any version: what that version cannot say is left out; a flat
 * one shows the default behavior's origin and rules (CA-295, CA-296).
 */
import { type ApiVersion, eraOf } from './api-version.ts';
import { defaultOrigin } from './default-origin.ts';
import type { CacheBehavior, DistributionConfig, Origin } from './distribution-config.ts';
import type { DistributionDocument } from './distribution-document.ts';

/** The document's members in both spellings; writing picks those that the version has. */
export function lower(config: DistributionConfig, version: ApiVersion): DistributionDocument {
  const { Aliases, DefaultCacheBehavior: behavior, Logging, ...same } = config;
  const { PathPattern: _everything, ...DefaultCacheBehavior } = behavior;
  return {
    ...same,
    ...flatOrigin(defaultOrigin(config)),
    Aliases,
    CNAME: Aliases,
    DefaultCacheBehavior,
    // A flat version has no word for logging that is off (CA-104).
    Logging: Logging.Enabled || eraOf(version) === '12' ? Logging : null,
    TrustedSigners: lowerFlatSigners(behavior.TrustedSigners),
    RequiredProtocols: behavior.ViewerProtocolPolicy === 'https-only' ? { Protocol: ['https'] } : null,
  };
}

type FlatOrigin = Pick<DistributionDocument, 'Origin' | 'OriginAccessIdentity' | 'S3Origin' | 'CustomOrigin'>;

function flatOrigin({ DomainName, S3OriginConfig, CustomOriginConfig }: Origin): FlatOrigin {
  const OriginAccessIdentity = S3OriginConfig?.OriginAccessIdentity ?? '';
  return {
    Origin: DomainName,
    OriginAccessIdentity,
    S3Origin: CustomOriginConfig === null ? { DNSName: DomainName, OriginAccessIdentity } : null,
    CustomOrigin: CustomOriginConfig === null ? null : { DNSName: DomainName, ...CustomOriginConfig },
  };
}

/** The flat spelling, which has no word for signers that are not enabled. */
export function lowerFlatSigners(
  signers: CacheBehavior['TrustedSigners'],
): DistributionDocument['TrustedSigners'] {
  if (!signers.Enabled) return null;
  const accounts = signers.AwsAccountNumbers;
  return {
    Self: accounts.includes('self'),
    AwsAccountNumber: accounts.filter((account) => account !== 'self'),
  };
}
