/** The signature that a request ought to carry, and how it is held against the one it does (CA-16, CA-25). */
import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import aws4 from 'aws4';
import { allHeaders, type HeaderList } from '../../http/header-list.ts';
import { basicIsoDate } from '../../http/iso-date.ts';

/** What of a request is signed beside its body; text is latin1, one character per byte, as sockets deliver it. */
export interface SignedHead {
  readonly method: string;
  /** Path and query as received. */
  readonly target: string;
  readonly headers: HeaderList;
}

/** The parts of a version 4 signature. */
export interface SigningV4 {
  readonly head: SignedHead;
  readonly body: Buffer;
  readonly signedHeaders: readonly string[];
  /** Epoch milliseconds; stands in where the request has no X-Amz-Date. */
  readonly signedAt: number;
  readonly secretAccessKey: string;
}

/** Version 1, base64: of the date string alone, byte for byte (CA-16). */
export function signatureV1(date: string, secretAccessKey: string): string {
  return createHmac('sha1', secretAccessKey).update(date, 'latin1').digest('base64');
}

/**
 * Version 4, hex; `null` when the request cannot have been signed. The hash is always that of the body that came, so a
 * request whose X-Amz-Content-Sha256 tells another one does not match.
 */
export function signatureV4(signing: SigningV4): string | null {
  const { head, signedHeaders, secretAccessKey } = signing;
  const signable = {
    service: 'cloudfront',
    region: 'us-east-1',
    method: head.method,
    path: head.target,
    headers: headersToSign(signing),
    extraHeadersToInclude: flags(signedHeaders),
    extraHeadersToIgnore: flags(ADDED.filter((name) => !signedHeaders.includes(name))),
  };
  try {
    const signed = aws4.sign(signable, { accessKeyId: '', secretAccessKey });
    return signed.headers.Authorization?.split('Signature=', 2)[1] ?? null;
  } catch (error) {
    // A target that is not UTF-8.
    if (error instanceof URIError) return null;
    throw error;
  }
}

/** Compares in a time that does not tell how much is right. */
export function isSame(sent: string, expected: string): boolean {
  const one = Buffer.from(sent, 'latin1');
  const other = Buffer.from(expected, 'latin1');
  return one.length === other.length && timingSafeEqual(one, other);
}

/** aws4 needs them whether they are signed or not. */
const ADDED = ['x-amz-date', 'x-amz-content-sha256'];

function headersToSign({ head, body, signedHeaders, signedAt }: SigningV4): Record<string, string> {
  const date = allHeaders(head.headers, 'x-amz-date')[0] ?? basicIsoDate(signedAt);
  const headers: Record<string, string> = { 'x-amz-date': date };
  for (const name of signedHeaders) headers[name] = valueToSign(head.headers, name);
  headers['x-amz-content-sha256'] = createHash('sha256').update(body).digest('hex');
  return headers;
}

/** aws4 hashes UTF-8, so bytes that are UTF-8 have to become characters first. */
function valueToSign(headers: HeaderList, name: string): string {
  return Buffer.from(allHeaders(headers, name).join(','), 'latin1').toString();
}

function flags(names: readonly string[]): Record<string, boolean> {
  return Object.fromEntries(names.map((name) => [name, true]));
}
