/** The Authorization header, in the two forms that CloudFront's clients send (CA-16, CA-24). */
import { ApiError } from '../api-error.ts';

/** `AWS id:signature`: an HMAC of the date alone. */
export interface SignatureV1 {
  readonly scheme: 'v1';
  readonly accessKeyId: string;
  /** Base64, as sent. */
  readonly signature: string;
}

/** `AWS4-HMAC-SHA256 …`: an HMAC of the whole request. */
export interface SignatureV4 {
  readonly scheme: 'v4';
  readonly accessKeyId: string;
  /** Lower-case names; Host is among them. */
  readonly signedHeaders: readonly string[];
  /** 64 hex digits, as sent. */
  readonly signature: string;
}

export type SentSignature = SignatureV1 | SignatureV4;

/** Throws `InvalidHTTPAuthHeader`; an empty access key id is left for the next check (CA-23). */
export function parseAuthorization(value: string): SentSignature {
  const sent = value.startsWith(V4) ? parseV4(value.slice(V4.length)) : parseV1(value);
  if (sent !== null) return sent;
  throw new ApiError('InvalidHTTPAuthHeader', `The Authorization header must have the form ${FORMS}.`);
}

const V4 = 'AWS4-HMAC-SHA256 ';
const V1 = /^AWS ([^\s:]*):([^\s:]+)$/;
const SCOPE = /^([^\s/]*)\/\d{8}\/us-east-1\/cloudfront\/aws4_request$/;
const NAMES = /^[a-z0-9!#$%&'*+.^_`|~-]+(?:;[a-z0-9!#$%&'*+.^_`|~-]+)*$/;
const DIGEST = /^[0-9a-f]{64}$/;
const FORMS =
  '"AWS <AccessKeyId>:<Signature>" or "AWS4-HMAC-SHA256 Credential=<AccessKeyId>/<yyyymmdd>' +
  '/us-east-1/cloudfront/aws4_request, SignedHeaders=<names>, Signature=<hex>"';

function parseV1(value: string): SignatureV1 | null {
  const [, accessKeyId, signature] = V1.exec(value) ?? [];
  if (accessKeyId === undefined || signature === undefined) return null;
  return { scheme: 'v1', accessKeyId, signature };
}

function parseV4(text: string): SignatureV4 | null {
  const parts = new Map<string, string>();
  for (const part of text.split(',')) {
    const [name = '', value = ''] = part.trim().split('=', 2);
    if (parts.has(name)) return null;
    parts.set(name, value);
  }
  const accessKeyId = SCOPE.exec(parts.get('Credential') ?? '')?.[1];
  const names = parts.get('SignedHeaders') ?? '';
  const signature = parts.get('Signature') ?? '';
  if (accessKeyId === undefined || parts.size !== 3) return null;
  if (!NAMES.test(names) || !DIGEST.test(signature)) return null;
  const signedHeaders = names.split(';');
  return signedHeaders.includes('host') ? { scheme: 'v4', accessKeyId, signedHeaders, signature } : null;
}
