/** From a StreamingDistributionConfig document of any version to the configuration in memory. */
import { liftFlatSigners } from './lift.ts';
import type { StreamingDistributionConfig } from './streaming-config.ts';
import type { StreamingDocument } from './streaming-document.ts';

/** The configuration a sound document means. */
export function liftStreaming(document: StreamingDocument): StreamingDistributionConfig {
  const { CallerReference, Comment, PriceClass, Enabled, S3Origin, TrustedSigners } = document;
  return {
    CallerReference,
    S3Origin: {
      DomainName: document.Origin ?? S3Origin?.DomainName ?? S3Origin?.DNSName ?? '',
      OriginAccessIdentity: S3Origin?.OriginAccessIdentity ?? document.OriginAccessIdentity,
    },
    // A version has one of the two spellings; the other is empty there.
    Aliases: [...document.CNAME, ...document.Aliases],
    Comment,
    Logging: liftLogging(document.Logging),
    TrustedSigners: liftSigners(TrustedSigners),
    PriceClass,
    Enabled,
  };
}

function liftLogging(logging: StreamingDocument['Logging']): StreamingDistributionConfig['Logging'] {
  if (logging === null || logging.Enabled === false) return { Enabled: false, Bucket: '', Prefix: '' };
  return { Enabled: true, Bucket: logging.Bucket, Prefix: logging.Prefix };
}

function liftSigners(
  signers: StreamingDocument['TrustedSigners'],
): StreamingDistributionConfig['TrustedSigners'] {
  if (signers === null || 'Self' in signers) return liftFlatSigners(signers);
  const { Enabled, AwsAccountNumbers } = signers;
  return { Enabled: Enabled ?? AwsAccountNumbers.length > 0, AwsAccountNumbers };
}
