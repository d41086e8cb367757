/**
 * The public keys whose signatures open the objects of one cache behavior (SU-1, SU-3). Compiled at deployment;
 * per request one look-up by key pair id.
 */
import { createPublicKey, type KeyObject } from 'node:crypto';

/** Public keys as PEM by key pair id, by AWS account number or `self`, the account that owns the distribution. */
export type Signers = ReadonlyMap<string, ReadonlyMap<string, string>>;

export interface KeyRing {
  /** The key of an active key pair of one of the behavior's signers; null for every other id. */
  find(keyPairId: string): KeyObject | null;
}

/** Modulus lengths of account key pairs lie between these (SU-10). */
const LEAST_KEY_BITS = 1024;
const MOST_KEY_BITS = 4096;

/** Gathers the keys of the behavior's trusted signers; keys that are not usable are left out. */
export function compileKeyRing(accounts: readonly string[], signers: Signers, owner: string): KeyRing {
  const keys = new Map<string, KeyObject>();
  for (const account of accounts.flatMap((name) => aliasesOf(name, owner))) {
    for (const [keyPairId, pem] of signers.get(account) ?? []) {
      const key = readPublicKey(pem);
      if (key !== null) keys.set(keyPairId, key);
    }
  }
  return { find: (keyPairId) => keys.get(keyPairId) ?? null };
}

/** An RSA public key of a size that account key pairs have (SU-10); null for anything else. */
export function readPublicKey(pem: string): KeyObject | null {
  try {
    const key = createPublicKey(pem);
    return isAccountKey(key) ? key : null;
  } catch {
    return null;
  }
}

/** Whether a key, public or private, is RSA of 1024 to 4096 bits (SU-10). */
export function isAccountKey(key: KeyObject): boolean {
  const bits = key.asymmetricKeyDetails?.modulusLength ?? 0;
  return key.asymmetricKeyType === 'rsa' && bits >= LEAST_KEY_BITS && bits <= MOST_KEY_BITS;
}

function aliasesOf(account: string, owner: string): readonly string[] {
  return account === 'self' || account === owner ? ['self', owner] : [account];
}
