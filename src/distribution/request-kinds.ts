/** How each request document is read: its form by the description, then its rules, then its meaning. */
import type { RecordDescription } from '../schema/description.ts';
import { read } from '../schema/read.ts';
import type { Draft, Notes } from '../schema/reading.ts';
import { readXml } from '../schema/xml-document.ts';
import type { DocumentReading, RequestDocumentName, RequestDocuments } from './api-documents.ts';
import type { ApiVersion } from './api-version.ts';
import { DistributionDocument } from './distribution-document.ts';
import { checkDistribution } from './distribution-rules.ts';
import { faultOf, firstProblem, isObjection, shorten } from './document-fault.ts';
import { IdentityDocument } from './identity-document.ts';
import { InvalidationDocument, liftInvalidation } from './invalidation-document.ts';
import { lift } from './lift.ts';
import { liftStreaming } from './lift-streaming.ts';
import { MAX_REQUEST_BYTES } from './limits.ts';
import { StreamingDocument } from './streaming-document.ts';
import { checkStreaming } from './streaming-rules.ts';

/** Reads a body as one kind of document of one version. */
export type ReadRequest<N extends RequestDocumentName> = (
  body: Uint8Array,
  version: ApiVersion,
) => DocumentReading<N>;

interface RequestKind<D, V> {
  readonly description: RecordDescription<D>;
  /** Reports what the description cannot say. */
  readonly check?: (draft: Draft<D>, notes: Notes) => void;
  /** The value that a sound document means. */
  readonly lift: (document: D, version: ApiVersion) => V;
}

/** By the name of the root element. */
export const READ_REQUEST: { readonly [N in RequestDocumentName]: ReadRequest<N> } = {
  DistributionConfig: readerOf('DistributionConfig', {
    description: DistributionDocument,
    check: checkDistribution,
    lift,
  }),
  StreamingDistributionConfig: readerOf('StreamingDistributionConfig', {
    description: StreamingDocument,
    check: checkStreaming,
    lift: liftStreaming,
  }),
  CloudFrontOriginAccessIdentityConfig: readerOf('CloudFrontOriginAccessIdentityConfig', {
    description: IdentityDocument,
    lift: (document) => document,
  }),
  InvalidationBatch: readerOf('InvalidationBatch', {
    description: InvalidationDocument,
    lift: liftInvalidation,
  }),
};

function readerOf<N extends RequestDocumentName, D>(
  name: N,
  { description, check, lift }: RequestKind<D, RequestDocuments[N]>,
): ReadRequest<N> {
  return (body, version) => {
    const document = readXml(body, MAX_REQUEST_BYTES);
    if ('problems' in document) return faultOf(document.problems[0]!, 'The document', null);
    if (document.name !== name) {
      const message = `The document must be of type ${name}, not ${shorten(document.name)}.`;
      return { code: 'InappropriateXML', message };
    }
    const { draft, notes } = read(description, document.node, version);
    if (draft !== undefined) check?.(draft as Draft<D>, notes);
    const first = firstProblem(notes.problems);
    const fault = first === null ? null : faultOf(first, name, notes.textAt(first.path));
    if (fault !== null && !isObjection(first!)) return fault;
    // What was reported, if anything, left every part of the draft in place.
    return { value: lift(draft as D, version), objection: fault };
  };
}
