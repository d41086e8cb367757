/** What travels back: results and errors in CloudFront's envelope (CA-28…CA-36), written in one place. */
import { writeApiDocument } from '../distribution/api-documents.ts';
import { type ApiVersion, eraOf } from '../distribution/api-version.ts';
import type { ErrorCode } from '../distribution/error-code.ts';
import { formatHttpDate } from '../http/http-date.ts';
import type { ApiError } from './api-error.ts';
import type { ApiResult } from './api-request.ts';

export interface Answer {
  readonly status: number;
  /** `null` with a body that is none. */
  readonly contentType: string | null;
  readonly etag: string | null;
  /** Absolute. */
  readonly location: string | null;
  readonly body: string;
}

/** An empty 200. */
export const NOTHING: Answer = { status: 200, contentType: null, etag: null, location: null, body: '' };

/** A schema document (CA-8). */
export function schemaAnswer(body: string): Answer {
  return { ...NOTHING, contentType: 'text/xml', body };
}

/** `base` is where resources say they are, as in `https://cloudfront.amazonaws.com` (CA-34). */
export function resultAnswer(result: ApiResult, version: ApiVersion, base: string): Answer {
  const { status, etag, document } = result;
  const location = result.location === null ? null : `${base}/${version}/${result.location}`;
  if (document === null) return { status, contentType: null, etag, location, body: '' };
  const body = writeApiDocument(document.name, document.value, version);
  return { status, contentType: 'text/xml', etag, location, body };
}

/** CA-31, CA-32. */
export function errorAnswer(error: ApiError, version: ApiVersion, requestId: string): Answer {
  const document = {
    Type: error.status < 500 ? 'Sender' : 'Receiver',
    Code: codeIn(version, error.code),
    Message: error.message.replace(NOT_XML, '\ufffd'),
    RequestId: requestId,
  } as const;
  const body = writeApiDocument('ErrorResponse', document, version);
  return { status: error.status, contentType: 'application/xml', etag: null, location: null, body };
}

/** The headers of an answer to a request, in their order. */
export function answerHeaders(answer: Answer, requestId: string, now: number): string[] {
  const headers = ['x-amz-request-id', requestId, 'x-amzn-RequestId', requestId, 'Date', formatHttpDate(now)];
  if (answer.etag !== null) headers.push('ETag', answer.etag);
  if (answer.location !== null) headers.push('Location', answer.location);
  if (answer.contentType !== null) headers.push('Content-Type', answer.contentType);
  // A 204 has none (RFC 9110 §8.6).
  if (answer.status !== 204) headers.push('Content-Length', String(Buffer.byteLength(answer.body)));
  return headers;
}

/** Messages name what was sent, and that may hold what XML cannot. */
const NOT_XML = /[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu;

/** Our own fault has two names (CA-231, CA-324). */
function codeIn(version: ApiVersion, code: ErrorCode): ErrorCode {
  if (code !== 'InternalError' && code !== 'InternalServerError') return code;
  return eraOf(version) === '12' ? 'InternalServerError' : 'InternalError';
}
