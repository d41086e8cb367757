/** Each document the control API answers with: its description, and its value in the words of a version. */
import type { RecordDescription } from '../schema/description.ts';
import * as answer from './answer-documents.ts';
import type { ErrorAnswer } from './api-answers.ts';
import type { AnswerDocumentName, AnswerDocuments } from './api-documents.ts';
import type { ApiVersion } from './api-version.ts';
import { DistributionDocument } from './distribution-document.ts';
import { IdentityDocument } from './identity-document.ts';
import { InvalidationDocument, lowerInvalidation } from './invalidation-document.ts';
import * as list from './list-documents.ts';
import { lower } from './lower.ts';
import * as lowering from './lower-answers.ts';
import { lowerStreaming } from './lower-streaming.ts';
import { StreamingDocument } from './streaming-document.ts';

export interface AnswerKind<V> {
  readonly description: RecordDescription<unknown>;
  /** The first version that has the document (CA-60). */
  readonly since: ApiVersion;
  /** The value as the description means it; what the version lacks may be there and is not written. */
  readonly lower: (value: V, version: ApiVersion) => unknown;
}

const FIRST = { since: '2008-06-30' } as const;
const OF_2010 = { since: '2010-08-01' } as const;
const same = <V>(value: V): V => value;

/** By the name of the root element. */
export const ANSWER_KINDS: { readonly [N in AnswerDocumentName]: AnswerKind<AnswerDocuments[N]> } = {
  DistributionConfig: { ...FIRST, description: DistributionDocument, lower },
  Distribution: { ...FIRST, description: answer.Distribution, lower: lowering.lowerDistribution },
  DistributionList: {
    ...FIRST,
    description: list.DistributionList,
    lower: lowering.lowerPage('DistributionSummary', lowering.summarizeDistribution),
  },
  StreamingDistributionConfig: { ...OF_2010, description: StreamingDocument, lower: lowerStreaming },
  StreamingDistribution: {
    ...OF_2010,
    description: answer.StreamingDistribution,
    lower: lowering.lowerStreamingDistribution,
  },
  StreamingDistributionList: {
    ...OF_2010,
    description: list.StreamingDistributionList,
    lower: lowering.lowerPage('StreamingDistributionSummary', lowering.summarizeStreaming),
  },
  CloudFrontOriginAccessIdentityConfig: { ...OF_2010, description: IdentityDocument, lower: same },
  CloudFrontOriginAccessIdentity: { ...OF_2010, description: answer.Identity, lower: same },
  CloudFrontOriginAccessIdentityList: {
    ...OF_2010,
    description: list.IdentityList,
    lower: lowering.lowerPage('CloudFrontOriginAccessIdentitySummary', lowering.summarizeIdentity),
  },
  InvalidationBatch: { ...OF_2010, description: InvalidationDocument, lower: lowerInvalidation },
  Invalidation: { ...OF_2010, description: answer.Invalidation, lower: lowering.lowerInvalidationAnswer },
  InvalidationList: {
    ...OF_2010,
    description: list.InvalidationList,
    lower: lowering.lowerPage('InvalidationSummary', same),
  },
  ErrorResponse: { ...FIRST, description: answer.ErrorResponse, lower: lowerError },
};

function lowerError({ RequestId, ...error }: ErrorAnswer) {
  return { Error: error, RequestId };
}
