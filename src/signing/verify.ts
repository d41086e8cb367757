/**
 * The edge's side of a signed URL: whether this viewer may have this object now. Cheap checks come before the
 * one RSA operation, or two where the Host names a port, in the order of SU-37, so each refusal has the code
 * CloudFront would give. Asked once, when the request starts (SU-6). Who needs a signature is the caller's
 * question: a behavior without signers has no key ring (SU-2, SU-4).
 */
import { type KeyObject, verify } from 'node:crypto';
import { SIGNING_PARAMETERS } from '../distribution/signing-parameters.ts';
import { withoutParameters } from '../http/query-string.ts';
import { compileWildcard } from '../http/wildcard.ts';
import { parseEpochSeconds } from './epoch-seconds.ts';
import type { KeyRing } from './key-ring.ts';
import { readSigningParameters, type SigningParameters } from './parameters.ts';
import { cannedPolicy, isPlainUrl, type Policy, parsePolicy } from './policy.ts';
import { decodeUrlSafeBase64 } from './url-safe-base64.ts';

/** `ok`, or the code of the refusal (SU-31…SU-36). */
export type SignatureVerdict =
  | 'ok'
  | 'MissingKey' // no Key-Pair-Id, or an empty one
  | 'InvalidKey' // not a key pair of the behavior's signers
  | 'MalformedSignature' // the signature is absent or no base64
  | 'MalformedPolicy' // neither Expires nor Policy, or not one that can be read
  | 'AccessDenied'; // readable, but it does not open this object to this viewer now

/** What a signature speaks about. */
export interface SignedRequest {
  readonly isSecure: boolean;
  /** The Host header as sent. */
  readonly host: string;
  /** As received, nothing decoded (VR-33). */
  readonly path: string;
  /** Without `?`; null when the URL has none. */
  readonly query: string | null;
  /** The TCP peer, never X-Forwarded-For (SU-18). */
  readonly clientAddress: string;
}

/** Why a request for an object that needs a signature is refused. */
export type SignatureRefusal = Exclude<SignatureVerdict, 'ok'>;

/** The verdict on a request for an object that needs a signature; `nowMs` is simulated time (D-1). */
export function verifySignedUrl(ring: KeyRing, request: SignedRequest, nowMs: number): SignatureVerdict {
  const claim = readClaim(ring, request);
  if (typeof claim === 'string') return claim;
  const isOpen = isSigned(claim) && opens(claim.policy, request) && isInForce(claim.policy, request, nowMs);
  return isOpen ? 'ok' : 'AccessDenied';
}

/** What a URL says of itself, readable but not yet proven. */
export interface Claim {
  readonly parameters: SigningParameters;
  readonly policy: Policy;
  /** The signature must cover one of these, byte for byte. */
  readonly texts: readonly Buffer[];
  readonly key: KeyObject;
  readonly signature: Buffer;
}

/** Reads what needs no proof, or answers with the refusal's code, in the order of SU-37. */
export function readClaim(ring: KeyRing, request: SignedRequest): Claim | SignatureRefusal {
  const parameters = readSigningParameters(request.query ?? '');
  if (!parameters['Key-Pair-Id']) return 'MissingKey';
  const key = ring.find(parameters['Key-Pair-Id']);
  if (key === null) return 'InvalidKey';
  const grant = readGrant(parameters, request);
  if (grant === null) return 'MalformedPolicy';
  const signature = decodeUrlSafeBase64(parameters.Signature ?? '');
  return signature === null ? 'MalformedSignature' : { parameters, ...grant, key, signature };
}

/** PKCS#1 v1.5 over SHA-1 (SU-10). */
export function isSigned({ texts, key, signature }: Claim): boolean {
  return texts.some((text) => verify('RSA-SHA1', text, key, signature));
}

/** Whether the policy is for this URL. */
export function opens({ resource }: Policy, request: SignedRequest): boolean {
  return resource === null || resourceUrls(request).some(compileWildcard(resource));
}

/** Whether the policy holds at this moment, for a viewer at this address (SU-17, SU-18). */
export function isInForce(policy: Policy, { clientAddress }: SignedRequest, nowMs: number): boolean {
  if (nowMs >= policy.before * 1000) return false;
  if (policy.after !== null && nowMs <= policy.after * 1000) return false;
  return policy.isFrom === null || policy.isFrom(clientAddress);
}

type Grant = Pick<Claim, 'policy' | 'texts'>;

/** A URL with both a policy and Expires, as one common signer writes them, goes by its policy. */
function readGrant(parameters: SigningParameters, request: SignedRequest): Grant | null {
  if (parameters.Policy !== null) return readCustomGrant(parameters.Policy);
  return readCannedGrant(parameters.Expires ?? '', request);
}

function readCustomGrant(text: string): Grant | null {
  const bytes = decodeUrlSafeBase64(text);
  const policy = bytes === null ? null : parsePolicy(bytes);
  return bytes === null || policy === null ? null : { policy, texts: [bytes] };
}

/** The resource needs no test of its own: it is part of the text that the signature covers (SU-12, SU-14). */
function readCannedGrant(expires: string, request: SignedRequest): Grant | null {
  const before = parseEpochSeconds(expires);
  if (before === null) return null;
  const urls = resourceUrls(request).filter(isPlainUrl);
  return {
    policy: { resource: null, before, after: null, isFrom: null },
    texts: urls.map((url) => Buffer.from(cannedPolicy(url, expires))),
  };
}

/** The URL as the signer may have named it: with Host as sent, then without its port (SU-13, D-13). */
function resourceUrls(request: SignedRequest): string[] {
  const own = withoutParameters(request.query ?? '', SIGNING_PARAMETERS);
  const target = own === '' ? request.path : `${request.path}?${own}`;
  const scheme = request.isSecure ? 'https' : 'http';
  const port = /:[0-9]*$/.exec(request.host);
  const hosts = port === null ? [request.host] : [request.host, request.host.slice(0, port.index)];
  return hosts.map((host) => `${scheme}://${host}${target}`);
}
