/** A key pair, the request a viewer would send for a URL, and the vectors that four other clients agree on. */
import { createPrivateKey, type KeyObject } from 'node:crypto';
import { compileKeyRing, type KeyRing } from '../../src/signing/key-ring.ts';
import type { SignedRequest } from '../../src/signing/verify.ts';
import vectors from '../fixtures/signer-vectors.json' with { type: 'json' };

export const KEY_PAIR_ID = vectors.keyPairId;
export const PUBLIC_KEY_PEM = vectors.publicKeyPem;
export const PRIVATE_KEY: KeyObject = createPrivateKey({
  key: Buffer.from(vectors.privateKeyPkcs1DerBase64, 'base64'),
  format: 'der',
  type: 'pkcs1',
});
export const PRIVATE_KEY_PEM = String(PRIVATE_KEY.export({ format: 'pem', type: 'pkcs1' }));

export const RING: KeyRing = compileKeyRing(
  ['self'],
  new Map([['self', new Map([[KEY_PAIR_ID, PUBLIC_KEY_PEM]])]]),
  '111122223333',
);

/** One row of the vectors; cookies and SHA-256 are of later eras. */
export interface Vector {
  readonly kind: 'canned' | 'custom';
  readonly url: string;
  readonly expires?: number;
  readonly policy: string;
  readonly signature: string;
  readonly signedUrls: Readonly<Record<string, string>>;
}

export const VECTORS = vectors.cases.filter(
  (row) => row.hash === 'SHA1' && row.signature !== undefined,
) as unknown as readonly Vector[];

/** What a viewer at `clientAddress` sends for a URL, byte for byte. */
export function requestFor(url: string, clientAddress = '192.0.2.10'): SignedRequest {
  const [, scheme, host, path, query] = /^(https?):\/\/([^/]*)([^?]*)(?:\?(.*))?$/s.exec(url) ?? [];
  if (host === undefined || path === undefined) throw new Error(`not a URL: ${url}`);
  return { isSecure: scheme === 'https', host, path, query: query ?? null, clientAddress };
}
