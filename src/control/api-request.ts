/** A call of the control API as the operations see it: signed, understood down to its action, body still in bytes. */
import type { AnswerDocument } from '../distribution/api-documents.ts';
import type { ApiVersion } from '../distribution/api-version.ts';

/** Who signed the call. */
export interface Caller {
  readonly accessKeyId: string;
  /** Twelve digits. */
  readonly account: string;
}

/** The 21 actions (CA-37…CA-57). */
export type ActionName =
  | 'CreateDistribution'
  | 'ListDistributions'
  | 'GetDistribution'
  | 'GetDistributionConfig'
  | 'UpdateDistribution'
  | 'DeleteDistribution'
  | 'CreateStreamingDistribution'
  | 'ListStreamingDistributions'
  | 'GetStreamingDistribution'
  | 'GetStreamingDistributionConfig'
  | 'UpdateStreamingDistribution'
  | 'DeleteStreamingDistribution'
  | 'CreateCloudFrontOriginAccessIdentity'
  | 'ListCloudFrontOriginAccessIdentities'
  | 'GetCloudFrontOriginAccessIdentity'
  | 'GetCloudFrontOriginAccessIdentityConfig'
  | 'UpdateCloudFrontOriginAccessIdentity'
  | 'DeleteCloudFrontOriginAccessIdentity'
  | 'CreateInvalidation'
  | 'ListInvalidations'
  | 'GetInvalidation';

export interface ApiRequest {
  readonly version: ApiVersion;
  readonly action: ActionName;
  /** As the path has them, percent-decoded; `null` where the action's path has none. */
  readonly ids: { readonly id: string | null; readonly invalidationId: string | null };
  /** Page parameters as sent, `''` and `null` when absent (CA-193). */
  readonly query: { readonly marker: string; readonly maxItems: string | null };
  /** As sent, to be judged by the actions that need it (CA-180, CA-183). */
  readonly ifMatch: string | null;
  /** Empty for an absent one: that is the operation's to refuse, after "resource exists" (CA-292). */
  readonly body: Buffer;
  readonly caller: Caller;
  /** A lower-case UUID (CA-28). */
  readonly requestId: string;
}

export interface ApiResult {
  readonly status: 200 | 201 | 204;
  /** Unquoted (CA-35). */
  readonly etag: string | null;
  /** The new resource's path after the version, such as `distribution/E…` (CA-34). */
  readonly location: string | null;
  readonly document: AnswerDocument | null;
}

/** Does what a call asks; throws an `ApiError` for what it may not do. */
export type Perform = (request: ApiRequest) => ApiResult;
