/** From a streaming configuration in memory to a document of any version; what that version cannot say is left out. */
import { type ApiVersion, eraOf } from './api-version.ts';
import { lowerFlatSigners } from './lower.ts';
import type { StreamingDistributionConfig } from './streaming-config.ts';
import type { StreamingDocument } from './streaming-document.ts';

/** The document's members in both spellings; writing picks those that the version has. */
export function lowerStreaming(config: StreamingDistributionConfig, version: ApiVersion): StreamingDocument {
  const { S3Origin, Aliases, Logging, TrustedSigners, ...same } = config;
  const { DomainName, OriginAccessIdentity } = S3Origin;
  const isFlat = eraOf(version) !== '12';
  return {
    ...same,
    Origin: DomainName,
    OriginAccessIdentity,
    S3Origin: { DNSName: DomainName, DomainName, OriginAccessIdentity },
    CNAME: Aliases,
    Aliases,
    // A flat version has no word for logging that is off (CA-104).
    Logging: Logging.Enabled || !isFlat ? Logging : null,
    TrustedSigners: isFlat ? lowerFlatSigners(TrustedSigners) : TrustedSigners,
  };
}
