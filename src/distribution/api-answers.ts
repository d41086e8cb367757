/**
 * What the control API answers with, in memory: the newest version's words, whatever version the answer is written
 * in. Time stamps are `YYYY-MM-DDThh:mm:ssZ` (CA-74).
 */
import type { DistributionConfig } from './distribution-config.ts';
import type { ErrorCode } from './error-code.ts';
import type { StreamingDistributionConfig } from './streaming-config.ts';

/** The configuration of an origin access identity (CA-155). */
export interface IdentityConfig {
  readonly CallerReference: string;
  readonly Comment: string;
}

/** The paths to invalidate, as sent (CA-156, CA-157). */
export interface InvalidationBatch {
  readonly Paths: readonly string[];
  readonly CallerReference: string;
}

/** A distribution is `Deployed` once every edge location has it (CA-184). */
type DeploymentStatus = 'InProgress' | 'Deployed';

/** The accounts that may sign, `self` for the owner, each with the key pairs known of it (CA-147). */
export interface ActiveTrustedSigners {
  /** Whether any of the accounts has a key pair. */
  readonly Enabled: boolean;
  readonly Signers: readonly { readonly AwsAccountNumber: string; readonly KeyPairIds: readonly string[] }[];
}

export interface DistributionAnswer {
  readonly Id: string;
  readonly Status: DeploymentStatus;
  readonly LastModifiedTime: string;
  /** 0 to 3. */
  readonly InProgressInvalidationBatches: number;
  readonly DomainName: string;
  readonly ActiveTrustedSigners: ActiveTrustedSigners;
  readonly DistributionConfig: DistributionConfig;
}

export interface StreamingDistributionAnswer {
  readonly Id: string;
  readonly Status: DeploymentStatus;
  readonly LastModifiedTime: string;
  readonly DomainName: string;
  readonly ActiveTrustedSigners: ActiveTrustedSigners;
  readonly StreamingDistributionConfig: StreamingDistributionConfig;
}

export interface IdentityAnswer {
  readonly Id: string;
  readonly S3CanonicalUserId: string;
  readonly CloudFrontOriginAccessIdentityConfig: IdentityConfig;
}

export interface InvalidationAnswer {
  readonly Id: string;
  readonly Status: 'InProgress' | 'Completed';
  readonly CreateTime: string;
  readonly InvalidationBatch: InvalidationBatch;
}

/** One page of a list; the summaries are taken from the full answers. */
export interface Page<T> {
  /** The marker asked for, empty for none (CA-196). */
  readonly Marker: string;
  /** The id to go on after, or `null` on the last page (CA-194). */
  readonly NextMarker: string | null;
  readonly MaxItems: number;
  readonly IsTruncated: boolean;
  /** How many there are in all, beyond this page too (CA-197). */
  readonly Quantity: number;
  readonly Items: readonly T[];
}

/** Why a request failed (CA-31, CA-32). */
export interface ErrorAnswer {
  readonly Type: 'Sender' | 'Receiver';
  readonly Code: ErrorCode;
  readonly Message: string;
  readonly RequestId: string;
}
