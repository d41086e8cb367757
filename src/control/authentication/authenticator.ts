/**
 * Whether a request comes from whom it says. The checks run in CloudFront's order and the first that fails is told
 * (CA-23); those that need no body come before it is read, so that strangers cannot make us read much.
 */
import type { ApiVersion } from '../../distribution/api-version.ts';
import { allHeaders, type HeaderList } from '../../http/header-list.ts';
import { ApiError } from '../api-error.ts';
import type { Caller } from '../api-request.ts';
import { parseAuthorization, type SentSignature } from './authorization-header.ts';
import type { AuthenticationRules, Credential } from './credential.ts';
import { isSame, type SignedHead, signatureV1, signatureV4 } from './signature.ts';
import { parseTimeStamp } from './time-stamp.ts';

export interface Attempt {
  readonly head: SignedHead;
  readonly version: ApiVersion;
  /** Real time in epoch milliseconds. */
  readonly now: number;
}

/** A request of which only the signature over its body is still to be checked. */
export interface Admission {
  /** Throws `SignatureDoesNotMatch`. */
  confirm(body: Buffer): Caller;
}

/** A request may be this much older or younger than now (CA-21, CA-224). */
const MAX_SKEW_MS = 15 * 60_000;
/** Whose a key is that nobody configured, when any is accepted. */
const NOBODY = '000000000000';

interface TimeStamp {
  readonly text: string;
  readonly ms: number;
}

export class Authenticator {
  readonly #rules: AuthenticationRules;

  /** The rules are read anew for every request: they change when the configuration file is read again. */
  constructor(rules: AuthenticationRules) {
    this.#rules = rules;
  }

  /** Throws an `ApiError` of CA-23. */
  admit({ head, version, now }: Attempt): Admission {
    const sent = signatureOf(head.headers);
    if (this.#rules.pinsSchemes === true) checkScheme(sent, version);
    const stamp = timeStampOf(head.headers);
    checkAge(stamp, now);
    if (this.#rules.acceptsAnyKey === true) return this.#unchecked(sent.accessKeyId);
    const credential = this.#credentialOf(sent.accessKeyId, head.headers);
    if (sent.scheme === 'v1') checkMatch(sent, signatureV1(stamp.text, credential.secretAccessKey));
    const { account, secretAccessKey } = credential;
    return {
      confirm(body) {
        if (sent.scheme === 'v4') {
          const { signedHeaders } = sent;
          checkMatch(sent, signatureV4({ head, body, signedHeaders, signedAt: stamp.ms, secretAccessKey }));
        }
        return { accessKeyId: sent.accessKeyId, account };
      },
    };
  }

  #unchecked(accessKeyId: string): Admission {
    const owner = this.#find(accessKeyId) ?? this.#rules.credentials[0];
    return { confirm: () => ({ accessKeyId, account: owner?.account ?? NOBODY }) };
  }

  #find(accessKeyId: string): Credential | undefined {
    return this.#rules.credentials.find((credential) => credential.accessKeyId === accessKeyId);
  }

  #credentialOf(accessKeyId: string, headers: HeaderList): Credential {
    const credential = this.#find(accessKeyId);
    if (credential === undefined) {
      throw new ApiError('InvalidClientTokenId', `There is no access key ${accessKeyId}.`);
    }
    const { sessionToken, isSubscribed = true } = credential;
    if (sessionToken !== undefined && !isSame(onlyValue(headers, 'x-amz-security-token'), sessionToken)) {
      throw new ApiError('InvalidClientTokenId', 'The security token is not that of the access key.');
    }
    if (isSubscribed) return credential;
    throw new ApiError('OptInRequired', `The account of ${accessKeyId} has not signed up for CloudFront.`);
  }
}

function signatureOf(headers: HeaderList): SentSignature {
  if (allHeaders(headers, 'authorization').length === 0) {
    throw new ApiError('MissingClientTokenId', 'The request has no Authorization header.');
  }
  const sent = parseAuthorization(onlyValue(headers, 'authorization'));
  if (sent.accessKeyId !== '') return sent;
  throw new ApiError('MissingClientTokenId', 'The Authorization header names no access key.');
}

function checkScheme({ scheme }: SentSignature, version: ApiVersion): void {
  const expected = version < '2013-05-12' ? 'v1' : 'v4';
  if (scheme === expected) return;
  throw new ApiError('InvalidHTTPAuthHeader', `Version ${version} takes signatures of ${expected} alone.`);
}

/** X-Amz-Date, where there is one, makes Date meaningless (CA-17). */
function timeStampOf(headers: HeaderList): TimeStamp {
  const name = allHeaders(headers, 'x-amz-date').length > 0 ? 'x-amz-date' : 'date';
  const text = onlyValue(headers, name);
  const ms = parseTimeStamp(text);
  if (ms !== null) return { text, ms };
  const because = text === '' ? 'has neither Date nor X-Amz-Date' : `cannot be dated by ${text}`;
  throw new ApiError('MissingDateHeader', `The request ${because}.`);
}

function checkAge({ text, ms }: TimeStamp, now: number): void {
  if (Math.abs(now - ms) <= MAX_SKEW_MS) return;
  throw new ApiError('RequestExpired', `Request has expired. Timestamp date is ${text}.`);
}

function checkMatch(sent: SentSignature, expected: string | null): void {
  if (expected !== null && isSame(sent.signature, expected)) return;
  throw new ApiError(
    'SignatureDoesNotMatch',
    'The signature is not the one that the access key makes of this request. Check the secret key.',
  );
}

/** A header that may stand once: repeated, it says nothing, for nobody can tell which one was signed. */
function onlyValue(headers: HeaderList, name: string): string {
  const values = allHeaders(headers, name);
  return values.length === 1 ? values[0]! : '';
}
