/** Answers in S3's form: its header set, its XML errors. */
import { randomBytes } from 'node:crypto';
import { formatHttpDate } from '../http/http-date.ts';
import type { ByteRange } from '../http/range.ts';
import { STATUS_CODES } from '../node-http.ts';
import type { ObjectFile } from './object-file.ts';
import type { OriginHead } from './origin.ts';

export interface S3Answer {
  readonly head: OriginHead;
  /** What follows the head: nothing, text, or a part of an open file, which the receiver closes. */
  readonly body: Buffer | { readonly file: ObjectFile; readonly range: ByteRange } | null;
}

/** S3's error codes that a reader of a bucket can meet, with status and message. */
export const S3_ERRORS = {
  AccessDenied: [403, 'Access Denied'],
  InternalError: [500, 'We encountered an internal error. Please try again.'],
  InvalidRange: [416, 'The requested range is not satisfiable'],
  InvalidURI: [400, "Couldn't parse the specified URI."],
  KeyTooLongError: [400, 'Your key is too long'],
  MethodNotAllowed: [405, 'The specified method is not allowed against this resource.'],
  NoSuchKey: [404, 'The specified key does not exist.'],
  PreconditionFailed: [412, 'At least one of the pre-conditions you specified did not hold'],
} as const;

export type S3ErrorCode = keyof typeof S3_ERRORS;

/** One request as S3 numbers it: the ids go into headers and error texts alike. */
export interface S3Exchange {
  readonly method: string;
  readonly requestId: string;
  readonly hostId: string;
  /** Real time, epoch ms: the Date of the answer. */
  readonly answeredAt: number;
}

export function startS3Exchange(method: string, answeredAt: number): S3Exchange {
  const requestId = randomBytes(8).toString('hex').toUpperCase();
  return { method, requestId, hostId: randomBytes(48).toString('base64'), answeredAt };
}

/** Status and headers: the given ones between S3's own. */
export function s3Head(
  x: S3Exchange,
  status: number,
  headers: readonly string[],
  bodyBytes: number | null,
): OriginHead {
  const length = bodyBytes === null ? [] : ['Content-Length', String(bodyBytes)];
  return {
    status,
    reason: STATUS_CODES[status] ?? '',
    headers: [
      ...['x-amz-id-2', x.hostId, 'x-amz-request-id', x.requestId, 'Date', formatHttpDate(x.answeredAt)],
      ...headers,
      ...length,
      ...['Server', 'AmazonS3'],
    ],
    bodyBytes,
  };
}

/** An XML document as the whole body, without it for HEAD. */
export function s3Document(
  x: S3Exchange,
  status: number,
  xml: string,
  headers: readonly string[] = [],
): S3Answer {
  const body = Buffer.from(`<?xml version="1.0" encoding="UTF-8"?>\n${xml}`);
  const head = s3Head(x, status, ['Content-Type', 'application/xml', ...headers], body.length);
  return { head, body: x.method === 'HEAD' ? null : body };
}

/** An error; `details` are further elements, name and text in turn. */
export function s3Error(
  x: S3Exchange,
  code: S3ErrorCode,
  { details = [], headers = [] }: { details?: readonly string[]; headers?: readonly string[] } = {},
): S3Answer {
  const [status, message] = S3_ERRORS[code];
  const elements = [
    'Code',
    code,
    'Message',
    message,
    ...details,
    'RequestId',
    x.requestId,
    'HostId',
    x.hostId,
  ];
  return s3Document(x, status, `<Error>${xmlElements(elements)}</Error>`, headers);
}

/** `[name, text, …]` as elements, one after the other. */
export function xmlElements(pairs: readonly string[]): string {
  let xml = '';
  for (let i = 0; i < pairs.length; i += 2) xml += `<${pairs[i]}>${xmlText(pairs[i + 1]!)}</${pairs[i]}>`;
  return xml;
}

const XML_NAMES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/** Control characters become references, as S3 writes them, though XML 1.0 readers refuse most. */
function xmlText(text: string): string {
  return text.replace(
    /[&<>"\x00-\x1f]/g,
    (character) => XML_NAMES[character] ?? `&#x${character.charCodeAt(0).toString(16)};`,
  );
}
