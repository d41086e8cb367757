/** The control API's documents, by the name of their root element: requests read, answers written. */
import { writeXml } from '../schema/write-xml.ts';
import { ANSWER_KINDS, type AnswerKind } from './answer-kinds.ts';
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
import { type ApiVersion, namespaceOf } from './api-version.ts';
import type { DistributionConfig } from './distribution-config.ts';
import type { DocumentFault } from './document-fault.ts';
import { READ_REQUEST, type ReadRequest } from './request-kinds.ts';
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
  name: N,
  body: Uint8Array,
  version: ApiVersion,
): DocumentReading<N> {
  const readRequest: ReadRequest<N> = READ_REQUEST[name];
  return readRequest(body, version);
}

/** A whole document as `version` spells it: what that version cannot say is left out (CA-295, CA-296). */
export function writeApiDocument<N extends AnswerDocumentName>(
  name: N,
  value: AnswerDocuments[N],
  version: ApiVersion,
): string {
  const { description, lower }: AnswerKind<AnswerDocuments[N]> = ANSWER_KINDS[name];
  return writeXml(description, lower(value, version), { name, namespace: namespaceOf(version), version });
}
