/**
 * A certificate authority of edgefront's own, for names without a certificate file: whoever trusts its
 * one certificate can speak TLS to every configured name. Its key and certificate live in the state
 * directory and outlast restarts; of the leaf certificates it issues only what every start shows is kept.
 */
import { createPrivateKey, randomBytes, X509Certificate } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { isIP } from 'node:net';
import { join } from 'node:path';
import type { Clock } from '../clock.ts';

/** A certificate and its private key, both PEM. */
export interface Identity {
  readonly cert: string;
  readonly key: string;
}

/** How long a leaf certificate is valid: what browsers accept at most. */
export const LEAF_DAYS = 397;

/** A kept one that ends within so many days is issued anew. */
const FRESH_DAYS = 366;
const DAY_MS = 86_400_000;

export class LocalAuthority {
  /** The certificate to trust, PEM: its path. */
  readonly caFile: string;
  readonly #directory: string;
  readonly #identity: Identity;
  readonly #clock: Clock;

  private constructor(directory: string, identity: Identity, clock: Clock) {
    this.caFile = join(directory, CA_FILE);
    this.#directory = directory;
    this.#identity = identity;
    this.#clock = clock;
  }

  /**
   * Reads the authority of a directory, or makes one when there is none or it is about to expire.
   * Throws when the two files are there but do not belong together: replacing a certificate that
   * somebody trusts is the operator's decision. Nobody else may write there meanwhile.
   */
  static async open(directory: string, clock: Clock): Promise<LocalAuthority> {
    await removeDrafts(directory);
    const caFile = join(directory, CA_FILE);
    const keyFile = join(directory, 'local-ca-key.pem');
    let identity = await readIdentity(caFile, keyFile);
    if (identity === null || endsBefore(identity.cert, clock.realNow() + LEAF_DAYS * DAY_MS)) {
      const { makeAuthority } = await import('./made-certificate.ts');
      identity = await makeAuthority(clock.realNow());
      await mkdir(directory, { recursive: true, mode: 0o700 });
      await writeWhole(keyFile, identity.key, 0o600);
      await writeWhole(caFile, identity.cert, 0o644);
    }
    return new LocalAuthority(directory, identity, clock);
  }

  /** A new key and a certificate for these names (DNS names or addresses), valid from yesterday. */
  async issue(names: readonly string[]): Promise<Identity> {
    const { makeLeaf } = await import('./made-certificate.ts');
    return await makeLeaf(this.#identity, names, this.#clock.realNow());
  }

  /**
   * The same, kept in the state directory under `name` for the next start: a start that issues nothing takes 80 ms
   * less. What is kept beside the authority's own key gives nothing away to whoever reads it.
   */
  async issueOnce(name: string, names: readonly string[]): Promise<Identity> {
    const file = join(this.#directory, `${name}.pem`);
    const kept = identityIn((await readIfThere(file)) ?? '');
    if (kept !== null && this.#isGood(kept, names)) return kept;
    const issued = await this.issue(names);
    await writeWhole(file, `${issued.key.trim()}\n${issued.cert.trim()}\n`, 0o600);
    return issued;
  }

  #isGood(kept: Identity, names: readonly string[]): boolean {
    if (!belongTogether(kept)) return false;
    const certificate = new X509Certificate(kept.cert);
    const authority = new X509Certificate(this.#identity.cert);
    const isOurs = certificate.checkIssued(authority) && certificate.verify(authority.publicKey);
    const namesAll = names.every((name) => certificate[isIP(name) === 0 ? 'checkHost' : 'checkIP'](name));
    const now = this.#clock.realNow();
    const isValid = certificate.validFromDate.getTime() <= now;
    return isOurs && namesAll && isValid && !endsBefore(kept.cert, now + FRESH_DAYS * DAY_MS);
  }
}

const CA_FILE = 'local-ca.pem';

/** A private key and, behind it, its certificate; null when the text is anything else. */
function identityIn(text: string): Identity | null {
  const certAt = text.indexOf('-----BEGIN CERTIFICATE-----');
  return certAt > 0 ? { key: text.slice(0, certAt), cert: text.slice(certAt) } : null;
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
    if (isMissing(error)) return null;
    throw error;
  }
}

async function namesIn(directory: string): Promise<readonly string[]> {
  try {
    return await readdir(directory);
  } catch (error) {
    if (isMissing(error)) return [];
    throw error;
  }
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT';
}

/** What `writeWhole` leaves when the process dies in it: keys, or halves of them. */
const DRAFT_NAME = /^local-[a-z-]+\.pem\.[0-9a-f]{8}$/;

async function removeDrafts(directory: string): Promise<void> {
  for (const name of await namesIn(directory))
    if (DRAFT_NAME.test(name)) await rm(join(directory, name), { force: true });
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
