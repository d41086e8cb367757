/**
 * The other side of a signed URL: making one, for the command line and for tests. The URL is signed as it is
 * given, never normalised: what the viewer will send is what has to be signed. A URL that no edge location could
 * ever accept is refused here, where its author can still mend it.
 */
import { createPrivateKey, type KeyObject, sign } from 'node:crypto';
import { compileCidr } from '../http/ip-address.ts';
import { isEpochSeconds } from './epoch-seconds.ts';
import { isAccountKey } from './key-ring.ts';
import { hasSigningParameters } from './parameters.ts';
import { cannedPolicy, customPolicy, isPlainUrl, parsePolicy } from './policy.ts';
import { encodeUrlSafeBase64 } from './url-safe-base64.ts';

/**
 * Who signs, and on which terms. With `starts`, `ip` or `policy` the policy is custom, otherwise canned. In a
 * custom policy made here the URL is the resource, where `*` and `?` stand for other characters too (SU-20).
 */
export interface SignOptions {
  readonly keyPairId: string;
  /** RSA private key: PEM (PKCS#1 or PKCS#8) or a key object. */
  readonly privateKey: string | KeyObject;
  /** Epoch seconds from which on the URL is refused; needed unless `policy` says it. */
  readonly expires?: number | undefined;
  /** Epoch seconds until which the URL is refused, that second included. */
  readonly starts?: number | undefined;
  /** Viewers' addresses as CIDR. */
  readonly ip?: string | undefined;
  /** A finished custom policy, signed and sent as it stands; excludes the three above. */
  readonly policy?: string | undefined;
}

/** The request to sign makes no sense; the message says what to change. */
export class SigningError extends Error {
  override readonly name = 'SigningError';
}

/** The URL with its signature, before the fragment if it has one (SU-7, SU-10, SU-12). Throws SigningError. */
export function signUrl(url: string, options: SignOptions): string {
  const { base, query, fragment } = splitUrl(url);
  const resource = query === '' ? base : `${base}?${query}`;
  if (!/^[\w.-]+$/.test(options.keyPairId)) throw new SigningError('the key pair id is empty or not an id');
  const { text, parameter } = grantOf(resource, options);
  const signature = sign('RSA-SHA1', Buffer.from(text), privateKeyOf(options.privateKey));
  const parameters = `${parameter}&Signature=${encodeUrlSafeBase64(signature)}&Key-Pair-Id=${options.keyPairId}`;
  return `${resource}${query === '' ? '?' : '&'}${parameters}${fragment}`;
}

interface UrlParts {
  readonly base: string;
  readonly query: string;
  readonly fragment: string;
}

/** Viewers never send a fragment, and a bare `?` counts as none (SU-13). */
function splitUrl(url: string): UrlParts {
  const hash = url.indexOf('#');
  const sent = hash < 0 ? url : url.slice(0, hash);
  if (!/^https?:\/\/[^/?@]+\//.test(sent)) {
    throw new SigningError('the URL must begin with http:// or https://, a host and a path, at least "/"');
  }
  if (!isPlainUrl(sent)) {
    throw new SigningError('the URL has characters that viewers send percent-encoded; encode them first');
  }
  const mark = sent.indexOf('?');
  const query = mark < 0 ? '' : sent.slice(mark + 1);
  if (hasSigningParameters(query)) throw new SigningError('the URL already has parameters of a signature');
  return { base: mark < 0 ? sent : sent.slice(0, mark), query, fragment: hash < 0 ? '' : url.slice(hash) };
}

interface SignedGrant {
  /** What the signature covers. */
  readonly text: string;
  /** How the URL carries it. */
  readonly parameter: string;
}

function grantOf(resource: string, options: SignOptions): SignedGrant {
  if (options.policy !== undefined) return givenGrant(options.policy, options);
  const expires = secondsOf('expires', options.expires);
  if (options.starts === undefined && options.ip === undefined) {
    return { text: cannedPolicy(resource, String(expires)), parameter: `Expires=${expires}` };
  }
  const after = options.starts === undefined ? null : secondsOf('starts', options.starts);
  const sourceCidr = options.ip ?? null;
  if (sourceCidr !== null && compileCidr(sourceCidr) === null) {
    throw new SigningError('the source addresses must be a CIDR, such as 192.0.2.0/24');
  }
  return customGrant(customPolicy({ resource, before: expires, after, sourceCidr }));
}

function givenGrant(policy: string, { expires, starts, ip }: SignOptions): SignedGrant {
  if (expires !== undefined || starts !== undefined || ip !== undefined) {
    throw new SigningError('a policy says itself when it begins and ends, and for whom');
  }
  if (parsePolicy(Buffer.from(policy)) === null) {
    throw new SigningError(
      'the policy is malformed: one statement with a DateLessThan in epoch seconds is needed',
    );
  }
  return customGrant(policy);
}

function customGrant(policy: string): SignedGrant {
  return { text: policy, parameter: `Policy=${encodeUrlSafeBase64(policy)}` };
}

function secondsOf(name: string, seconds: number | undefined): number {
  if (isEpochSeconds(seconds)) return seconds;
  throw new SigningError(`"${name}" must be whole seconds since 1970`);
}

function privateKeyOf(key: string | KeyObject): KeyObject {
  const privateKey = typeof key === 'string' ? readPrivateKey(key) : key;
  if (privateKey === null || privateKey.type !== 'private' || !isAccountKey(privateKey)) {
    throw new SigningError(
      'the key must be an RSA private key of 1024 to 4096 bits, as PEM without a passphrase',
    );
  }
  return privateKey;
}

function readPrivateKey(pem: string): KeyObject | null {
  try {
    return createPrivateKey(pem);
  } catch {
    return null;
  }
}
