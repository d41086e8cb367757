/**
 * Signature Version 4 for requests to private buckets, made at the moment of sending by the real clock
 * (D-1). Signed are Host and every x-amz- header, as S3 demands; the rest may still change on the way.
 */
import aws4 from 'aws4';
import { basicIsoDate } from '../http/iso-date.ts';
import type { S3Credentials } from '../routing/origin-target.ts';
import type { WireRequest } from './wire-request.ts';

/** Ours alone to set: a viewer's would contradict the signature. */
const SIGNATURE_HEADERS: readonly string[] = [
  'authorization',
  'x-amz-content-sha256',
  'x-amz-date',
  'x-amz-security-token',
];

export class S3Signer {
  readonly #credentials: S3Credentials;
  readonly #region: string;

  constructor(credentials: S3Credentials, region: string) {
    this.#credentials = credentials;
    this.#region = region;
  }

  /** The request with the signature's headers; the path stays as it is. */
  sign(request: WireRequest, nowMs: number): WireRequest {
    const headers = withoutSignature(request.headers);
    const { method, path } = request;
    try {
      const signable = { service: 's3', region: this.#region, method, path, headers: signedHeaders(headers) };
      const signed = aws4.sign(
        { ...signable, headers: { ...signable.headers, 'X-Amz-Date': basicIsoDate(nowMs) } },
        awsCredentials(this.#credentials),
      );
      return { method, path, headers: [...headers, ...addedHeaders(signed.headers)] };
    } catch (error) {
      // A path that is not UTF-8 names no object and cannot be signed: S3 shall say so itself.
      if (error instanceof URIError) return { method, path, headers };
      throw error;
    }
  }
}

function withoutSignature(list: readonly string[]): string[] {
  const kept: string[] = [];
  for (let i = 0; i < list.length; i += 2) {
    if (!SIGNATURE_HEADERS.includes(list[i]!.toLowerCase())) kept.push(list[i]!, list[i + 1]!);
  }
  return kept;
}

function signedHeaders(list: readonly string[]): Record<string, string> {
  const signed: Record<string, string> = {};
  for (let i = 0; i < list.length; i += 2) {
    const name = list[i]!.toLowerCase();
    if (name !== 'host' && !name.startsWith('x-amz-')) continue;
    signed[name] = signed[name] === undefined ? list[i + 1]! : `${signed[name]},${list[i + 1]!}`;
  }
  return signed;
}

function addedHeaders(signed: Record<string, string>): string[] {
  return Object.entries(signed)
    .filter(([name]) => SIGNATURE_HEADERS.includes(name.toLowerCase()))
    .flat();
}

function awsCredentials({ accessKeyId, secretAccessKey, sessionToken }: S3Credentials) {
  return sessionToken === null
    ? { accessKeyId, secretAccessKey }
    : { accessKeyId, secretAccessKey, sessionToken };
}
