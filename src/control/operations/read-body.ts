/** Request bodies, in the order in which they are judged (CA-292, steps 6 to 11). */
import {
  type RequestDocumentName,
  type RequestDocuments,
  readApiDocument,
} from '../../distribution/api-documents.ts';
import type { DocumentFault } from '../../distribution/document-fault.ts';
import { ApiError } from '../api-error.ts';
import type { ApiRequest } from '../api-request.ts';

export interface BodyReading<T> {
  readonly value: T;
  /** What else is wrong with it, raised by {@link raise} after the caller reference was looked at. */
  readonly objection: DocumentFault | null;
}

/** Throws MissingBody for none (CA-14), and what keeps the document from being understood. */
export function readBody<N extends RequestDocumentName>(
  name: N,
  { body, version }: ApiRequest,
): BodyReading<RequestDocuments[N]> {
  if (body.length === 0) throw new ApiError('MissingBody', `The request has no body; it takes a ${name}.`);
  const reading = readApiDocument(name, body, version);
  if ('code' in reading) throw new ApiError(reading.code, reading.message);
  return reading;
}

/** Throws the objection, if there is one. */
export function raise(objection: DocumentFault | null): void {
  if (objection !== null) throw new ApiError(objection.code, objection.message);
}
