/**
 * A certificate authority of edgefront's own, for names without a certificate file: whoever trusts its
 * one certificate can speak TLS to every configured name. Its key and certificate live in the state
 * directory and outlast restarts; the leaf certificates it issues are never written down.
 */
import 'reflect-metadata'; // @peculiar/x509 does not load without it
import { createPrivateKey, randomBytes, webcrypto, X509Certificate } from 'node:crypto';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { isIP } from 'node:net';
import { join } from 'node:path';
import * as x509 from '@peculiar/x509';
import type { Clock } from '../clock.ts';

/** A certificate and its private key, both PEM. */
export interface Identity {
  readonly cert: string;
  readonly key: string;
}

/** How long a leaf certificate is valid: what browsers accept at most. */
export const LEAF_DAYS = 397;

const CA_DAYS = 3650;
const DAY_MS = 86_400_000;
const KEY_ALGORITHM = { name: 'ECDSA', namedCurve: 'P-256' };
const SIGNING_ALGORITHM = { name: 'ECDSA', hash: 'SHA-256' };

export class LocalAuthority {
  /** The certificate to trust, PEM: its path. */
  readonly caFile: string;
  readonly #certificate: x509.X509Certificate;
  readonly #key: CryptoKey;
  readonly #clock: Clock;

  private constructor(caFile: string, identity: Identity, key: CryptoKey, clock: Clock) {
    this.caFile = caFile;
    this.#certificate = new x509.X509Certificate(identity.cert);
    this.#key = key;
    this.#clock = clock;
  }

  /**
   * Reads the authority of a directory, or makes one when there is none or it is about to expire.
   * Throws when the two files are there but do not belong together: replacing a certificate that
   * somebody trusts is the operator's decision.
   */
  static async open(directory: string, clock: Clock): Promise<LocalAuthority> {
    const caFile = join(directory, 'local-ca.pem');
    const keyFile = join(directory, 'local-ca-key.pem');
    let identity = await readIdentity(caFile, keyFile);
    if (identity === null || endsBefore(identity.cert, clock.realNow() + LEAF_DAYS * DAY_MS)) {
      identity = await makeAuthority(clock.realNow());
      await mkdir(directory, { recursive: true, mode: 0o700 });
      await writeWhole(keyFile, identity.key, 0o600);
      await writeWhole(caFile, identity.cert, 0o644);
    }
    return new LocalAuthority(caFile, identity, await importKey(identity.key), clock);
  }

  /** A new key and a certificate for these names (DNS names or addresses), valid from yesterday. */
  async issue(names: readonly string[]): Promise<Identity> {
    const now = this.#clock.realNow();
    const keys = await webcrypto.subtle.generateKey(KEY_ALGORITHM, true, ['sign', 'verify']);
    const certificate = await x509.X509CertificateGenerator.create({
      ...validity(now, LEAF_DAYS),
      subject: 'CN=edgefront edge location',
      issuer: this.#certificate.subjectName,
      publicKey: keys.publicKey,
      signingKey: this.#key,
      signingAlgorithm: SIGNING_ALGORITHM,
      extensions: [
        new x509.SubjectAlternativeNameExtension(
          names.map((value) => ({ type: isIP(value) === 0 ? 'dns' : 'ip', value })),
        ),
        new x509.BasicConstraintsExtension(false, undefined, true),
        new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature, true),
        new x509.ExtendedKeyUsageExtension([x509.ExtendedKeyUsage.serverAuth]),
        await x509.AuthorityKeyIdentifierExtension.create(this.#certificate),
      ],
    });
    return { cert: certificate.toString('pem'), key: await exportKey(keys.privateKey) };
  }
}

async function makeAuthority(now: number): Promise<Identity> {
  const keys = await webcrypto.subtle.generateKey(KEY_ALGORITHM, true, ['sign', 'verify']);
  const certificate = await x509.X509CertificateGenerator.createSelfSigned({
    ...validity(now, CA_DAYS),
    // Two authorities of one name confuse trust stores; a random part keeps them apart.
    name: `CN=edgefront local authority ${randomBytes(4).toString('hex')}`,
    keys,
    signingAlgorithm: SIGNING_ALGORITHM,
    extensions: [
      new x509.BasicConstraintsExtension(true, 0, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.keyCertSign | x509.KeyUsageFlags.cRLSign, true),
      await x509.SubjectKeyIdentifierExtension.create(keys.publicKey),
    ],
  });
  return { cert: certificate.toString('pem'), key: await exportKey(keys.privateKey) };
}

async function readIdentity(caFile: string, keyFile: string): Promise<Identity | null> {
  const [cert, key] = await Promise.all([readIfThere(caFile), readIfThere(keyFile)]);
  if (cert === null || key === null) return null;
  if (!belongTogether({ cert, key })) {
    throw new Error(`${caFile} and ${keyFile} do not belong together; remove both to have new ones made`);
  }
  return { cert, key };
}

function belongTogether(identity: Identity): boolean {
  try {
    return new X509Certificate(identity.cert).checkPrivateKey(createPrivateKey(identity.key));
  } catch {
    return false;
  }
}

async function readIfThere(file: string): Promise<string | null> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  }
}

/** Written beside and renamed, so that a crash leaves a whole file or none. */
async function writeWhole(file: string, text: string, mode: number): Promise<void> {
  const draft = `${file}.${randomBytes(4).toString('hex')}`;
  await writeFile(draft, text, { mode, flag: 'wx', flush: true });
  await rename(draft, file);
}

function endsBefore(cert: string, ms: number): boolean {
  return new X509Certificate(cert).validToDate.getTime() < ms;
}

function validity(now: number, days: number): { notBefore: Date; notAfter: Date; serialNumber: string } {
  // The first hex digit stays below 8: a serial number is positive (RFC 5280 §4.1.2.2).
  const serialNumber = `1${randomBytes(16).toString('hex').slice(1)}`;
  return { notBefore: new Date(now - DAY_MS), notAfter: new Date(now + days * DAY_MS), serialNumber };
}

async function importKey(pem: string): Promise<CryptoKey> {
  const der = x509.PemConverter.decodeFirst(pem);
  return await webcrypto.subtle.importKey('pkcs8', der, KEY_ALGORITHM, false, ['sign']);
}

async function exportKey(key: CryptoKey): Promise<string> {
  return x509.PemConverter.encode(await webcrypto.subtle.exportKey('pkcs8', key), 'PRIVATE KEY');
}
