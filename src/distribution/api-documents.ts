/** The control API's documents, by the name of their root element: requests read, answers written. */
import type {
  DistributionAnswer,
  ErrorAnswer,
  IdentityAnswer,
  IdentityConfig,
  InvalidationAnswer,
  InvalidationBatch,
  Page,
  StreamingDistributionAnswer,
} from './api-answers.ts';
import type { ApiVersion } from './api-version.ts';
import type { DistributionConfig } from './distribution-config.ts';
import type { ErrorCode } from './error-code.ts';
import type { StreamingDistributionConfig } from './streaming-config.ts';

export interface RequestDocuments {
  readonly DistributionConfig: DistributionConfig;
  readonly StreamingDistributionConfig: StreamingDistributionConfig;
  readonly CloudFrontOriginAccessIdentityConfig: IdentityConfig;
  readonly InvalidationBatch: InvalidationBatch;
}
export type RequestDocumentName = keyof RequestDocuments;

export interface AnswerDocuments extends RequestDocuments {
  readonly Distribution: DistributionAnswer;
  readonly DistributionList: Page<DistributionAnswer>;
  readonly StreamingDistribution: StreamingDistributionAnswer;
  readonly StreamingDistributionList: Page<StreamingDistributionAnswer>;
  readonly CloudFrontOriginAccessIdentity: IdentityAnswer;
  readonly CloudFrontOriginAccessIdentityList: Page<IdentityAnswer>;
  readonly Invalidation: InvalidationAnswer;
  readonly InvalidationList: Page<InvalidationAnswer>;
  readonly ErrorResponse: ErrorAnswer;
}
export type AnswerDocumentName = keyof AnswerDocuments;

/** A document to answer with; `writeApiDocument(document.name, document.value, version)` takes it apart. */
export type AnswerDocument = {
  [N in AnswerDocumentName]: { readonly name: N; readonly value: AnswerDocuments[N] };
}[AnswerDocumentName];

/** What keeps a document from being accepted. */
export interface DocumentFault {
  readonly code: ErrorCode;
  readonly message: string;
}

/**
 * A document understood, or the first of what is wrong with it in the order of CA-292, steps 7 to 11. What steps 13
 * and 14 object to (an origin id that is none, too many members) does not keep it from being understood: that is
 * `objection`, to be raised after step 12, the caller reference.
 */
export type DocumentReading<N extends RequestDocumentName> =
  | { readonly value: RequestDocuments[N]; readonly objection: DocumentFault | null }
  | DocumentFault;

/** Reads a request's body. The version is the URI's, whatever the document's namespace says (CA-9). */
export function readApiDocument<N extends RequestDocumentName>(
  _name: N,
  _body: Uint8Array,
  _version: ApiVersion,
): DocumentReading<N> {
  throw new Error('under construction');
}

/** A whole document as `version` spells it: what that version cannot say is left out (CA-295, CA-296). */
export function writeApiDocument<N extends AnswerDocumentName>(
  _name: N,
  _value: AnswerDocuments[N],
  _version: ApiVersion,
): string {
  throw new Error('under construction');
}
