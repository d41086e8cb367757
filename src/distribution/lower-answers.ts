/** From answers in memory to the values that their descriptions write, in the words of a version. */
import type {
  ActiveTrustedSigners,
  DistributionAnswer,
  IdentityAnswer,
  InvalidationAnswer,
  Page,
  StreamingDistributionAnswer,
} from './api-answers.ts';
import { type ApiVersion, eraOf } from './api-version.ts';
import { lowerInvalidation } from './invalidation-document.ts';
import { lower } from './lower.ts';
import { lowerStreaming } from './lower-streaming.ts';

export function lowerDistribution(answer: DistributionAnswer, version: ApiVersion) {
  return {
    ...answer,
    ActiveTrustedSigners: lowerActiveSigners(answer.ActiveTrustedSigners, version),
    DistributionConfig: lower(answer.DistributionConfig, version),
  };
}

export function lowerStreamingDistribution(answer: StreamingDistributionAnswer, version: ApiVersion) {
  return {
    ...answer,
    ActiveTrustedSigners: lowerActiveSigners(answer.ActiveTrustedSigners, version),
    StreamingDistributionConfig: lowerStreaming(answer.StreamingDistributionConfig, version),
  };
}

export function lowerInvalidationAnswer(answer: InvalidationAnswer) {
  return { ...answer, InvalidationBatch: lowerInvalidation(answer.InvalidationBatch) };
}

/** A summary shows members of the resource and of its configuration side by side. */
export function summarizeDistribution(answer: DistributionAnswer, version: ApiVersion) {
  return { ...answer, ...lower(answer.DistributionConfig, version) };
}

export function summarizeStreaming(answer: StreamingDistributionAnswer, version: ApiVersion) {
  return { ...answer, ...lowerStreaming(answer.StreamingDistributionConfig, version) };
}

export function summarizeIdentity(answer: IdentityAnswer) {
  return { ...answer, Comment: answer.CloudFrontOriginAccessIdentityConfig.Comment };
}

/** The summaries under their own name, which flat lists show, and inside Items, unless there are none (CA-149). */
export function lowerPage<T>(member: string, summarize: (item: T, version: ApiVersion) => unknown) {
  return ({ Items, ...page }: Page<T>, version: ApiVersion) => {
    const summaries = Items.map((item) => summarize(item, version));
    return {
      ...page,
      [member]: summaries,
      Items: summaries.length === 0 ? null : { [member]: summaries },
    };
  };
}

/** Flat documents name the owner by an element of its own, and say nothing where nobody may sign (CA-109). */
function lowerActiveSigners(active: ActiveTrustedSigners, version: ApiVersion) {
  if (eraOf(version) === '12') return active;
  if (active.Signers.length === 0) return null;
  const Signer = active.Signers.map(({ AwsAccountNumber, KeyPairIds }) => {
    const isOwner = AwsAccountNumber === 'self';
    return { Self: isOwner, AwsAccountNumber: isOwner ? null : AwsAccountNumber, KeyPairId: KeyPairIds };
  });
  return { Signer };
}
