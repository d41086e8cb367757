/** The `signers:` of the configuration, resolved: public keys read and proved to be ones that verify signed URLs. */
import type { Draft } from '../schema/reading.ts';
import { readPublicKey } from '../signing/key-ring.ts';
import type { Configuration } from './configuration.ts';
import type { References } from './references.ts';

type Written = Draft<Configuration>;

/** PEM by account (or `self`) and key pair id; each is RSA as account key pairs are (SU-10). */
export function resolveSigners(written: Written, references: References): Map<string, Map<string, string>> {
  const signers = new Map<string, Map<string, string>>();
  for (const [account, pairs] of written.signers ?? []) {
    const at = `signers.${account}`;
    if (!/^(self|\d{12})$/.test(account)) {
      references.notes.report(at, 'is neither self nor an AWS account number of twelve digits');
    }
    const keys = new Map<string, string>();
    for (const [keyPairId, path] of pairs ?? []) {
      const pem = path === undefined ? null : readSigner(`${at}.${keyPairId}`, path, references);
      if (pem !== null) keys.set(keyPairId, pem);
    }
    signers.set(account, keys);
  }
  return signers;
}

function readSigner(at: string, path: string, references: References): string | null {
  const read = references.read(at, path);
  if (read === null) return null;
  const pem = read.bytes.toString('utf8');
  const fault = signerFault(pem);
  if (fault === null) return pem;
  references.notes.report(at, `${read.file} ${fault}`);
  return null;
}

function signerFault(pem: string): string | null {
  if (pem.includes('PRIVATE KEY-----')) return 'holds a private key; edge locations need the public one only';
  return readPublicKey(pem) === null ? 'holds no RSA public key of 1024 to 4096 bits in PEM' : null;
}
