/**
 * A distribution's configuration as everything beyond reading and writing knows it: 2013-05-12's words whatever
 * the version of the document, lists as plain arrays, defaults filled in, the default behavior with its pattern.
 */
import type { CacheBehavior } from './cache-behavior.ts';
import type { DistributionDocument } from './distribution-document.ts';
import type { Origin } from './origin.ts';

export type { CacheBehavior } from './cache-behavior.ts';
export type { Origin } from './origin.ts';

/** Where access logs go. While off, bucket and prefix are empty (AL-7). */
export interface Logging {
  readonly Enabled: boolean;
  readonly IncludeCookies: boolean;
  readonly Bucket: string;
  readonly Prefix: string;
}

/** Exactly one of the two is set. */
export interface ViewerCertificate {
  readonly IAMCertificateId: string | null;
  readonly CloudFrontDefaultCertificate: boolean;
}

export interface DistributionConfig {
  readonly CallerReference: string;
  /** In lower case, no two the same. */
  readonly Aliases: readonly string[];
  /** Without a leading slash; empty for none. */
  readonly DefaultRootObject: string;
  /** At least one; their ids are unique. */
  readonly Origins: readonly Origin[];
  /** Its PathPattern is `*`. */
  readonly DefaultCacheBehavior: CacheBehavior;
  /** In the order in which they are tried. */
  readonly CacheBehaviors: readonly CacheBehavior[];
  readonly Comment: string;
  readonly Logging: Logging;
  readonly ViewerCertificate: ViewerCertificate;
  /** Which regions' edge locations deliver the content. */
  readonly PriceClass: DistributionDocument['PriceClass'];
  readonly Enabled: boolean;
}
