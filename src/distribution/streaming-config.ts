/** A streaming distribution's configuration in memory: the newest version's words, lists as plain arrays. */
import type { CacheBehavior, DistributionConfig } from './distribution-config.ts';

export interface StreamingDistributionConfig {
  readonly CallerReference: string;
  /** The bucket with the media files; no other kind of origin can stream (CA-150). */
  readonly S3Origin: {
    readonly DomainName: string;
    /** Empty, or `origin-access-identity/cloudfront/` and the identity's id (CA-142). */
    readonly OriginAccessIdentity: string;
  };
  /** In lower case, no two the same. */
  readonly Aliases: readonly string[];
  readonly Comment: string;
  /** While off, bucket and prefix are empty. */
  readonly Logging: { readonly Enabled: boolean; readonly Bucket: string; readonly Prefix: string };
  readonly TrustedSigners: CacheBehavior['TrustedSigners'];
  readonly PriceClass: DistributionConfig['PriceClass'];
  readonly Enabled: boolean;
}
