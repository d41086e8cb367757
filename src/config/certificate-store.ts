/**
 * Which certificate a viewer is shown, by the server name its TLS handshake asks for: the one that the
 * distribution's ViewerCertificate is bound to, else a certificate file that names it, else, for
 * configured names only, one made on demand by the local authority. Everyone else, and a viewer that
 * sends no name, sees the fallback for `localhost`, as a stranger sees CloudFront's own (VR-11).
 */
import { X509Certificate } from 'node:crypto';
import { isIP } from 'node:net';
import { createSecureContext, type SecureContext } from 'node:tls';
import { LRUCache } from 'lru-cache';
import type { Clock } from '../clock.ts';
import { type Identity, LocalAuthority } from './local-authority.ts';
import type { CertificateSettings } from './settings.ts';
import { type ServerTlsOptions, ShownCertificates } from './shown-certificates.ts';

export interface CertificateStoreOptions {
  readonly certificates: readonly CertificateSettings[];
  /** Where the local authority is kept. */
  readonly stateDirectory: string;
  /** The address listened on; the fallback names it when it is a particular one. */
  readonly host: string;
  readonly clock: Clock;
}

/** Certificates made on demand that are kept in memory. */
const MADE_AT_MOST = 1000;
/** After this a made certificate is replaced; far below its validity. */
const MADE_FOR_MS = 30 * 86_400_000;

export class CertificateStore {
  readonly #authority: LocalAuthority;
  readonly #fallback: Identity;
  readonly #fallbackNames: readonly string[];
  readonly #made = new LRUCache<string, Promise<Identity>>({ max: MADE_AT_MOST, ttl: MADE_FOR_MS });
  readonly #shown: ShownCertificates;
  #files: readonly CertificateFile[] = [];
  #names: ReadonlyMap<string, string | null> = new Map();

  private constructor(authority: LocalAuthority, fallback: Identity, fallbackNames: readonly string[]) {
    this.#authority = authority;
    this.#fallback = fallback;
    this.#fallbackNames = fallbackNames;
    this.#shown = new ShownCertificates(fallback, (serverName) => this.identityFor(serverName));
  }

  /** Throws when a certificate cannot be used or the local authority cannot be read or written. */
  static async open(options: CertificateStoreOptions): Promise<CertificateStore> {
    const authority = await LocalAuthority.open(options.stateDirectory, options.clock);
    const names = fallbackNames(options.host);
    const store = new CertificateStore(authority, await authority.issueOnce('local-fallback', names), names);
    store.replaceCertificates(options.certificates);
    return store;
  }

  /** The one file to trust so that every made certificate is accepted. */
  get caFile(): string {
    return this.#authority.caFile;
  }

  /** What strangers see. */
  get fallback(): Identity {
    return this.#fallback;
  }

  /** Shows each server name what it should see; give it to `tls.createServer` or `https.createServer`. */
  get tlsOptions(): ServerTlsOptions {
    return this.#shown.tlsOptions;
  }

  /**
   * For a service of edgefront's own that clients reach by these names, or as the fallback is reached: a certificate
   * of the local authority, unless a file names what the client asks for.
   */
  async serviceOptions(names: readonly string[]): Promise<ServerTlsOptions> {
    return {
      ...(await this.#authority.issueOnce('local-service', [...this.#fallbackNames, ...names])),
      SNICallback: (serverName, answer) => answer(null, this.#fileFor(serverName.toLowerCase())?.context),
    };
  }

  /** Takes other certificate files, for handshakes from now on. */
  replaceCertificates(certificates: readonly CertificateSettings[]): void {
    this.#files = certificates.map((settings) => new CertificateFile(settings));
    this.#shown.forget();
  }

  /** Takes the configured names, lower case, each with the IAMCertificateId bound to it or null (serverNames). */
  replaceNames(names: ReadonlyMap<string, string | null>): void {
    this.#names = names;
    for (const made of this.#made.keys()) if (!names.has(made)) this.#made.delete(made);
    this.#shown.forget();
  }

  /** What a viewer that asks for this name sees; null: the fallback. */
  async identityFor(serverName: string): Promise<Identity | null> {
    const name = serverName.toLowerCase();
    const file = this.#fileFor(name);
    if (file !== undefined) return file.identity;
    return this.#names.has(name) ? await this.#madeFor(name) : null;
  }

  #fileFor(name: string): CertificateFile | undefined {
    const id = this.#names.get(name) ?? null;
    const bound = id === null ? undefined : this.#files.find((file) => file.iamCertificateId === id);
    if (bound !== undefined) return bound;
    const named = this.#files.map((file) => file.nameMatching(name));
    const exact = named.indexOf(name);
    return this.#files[exact >= 0 ? exact : named.findIndex((match) => match !== null)];
  }

  #madeFor(name: string): Promise<Identity> {
    const known = this.#made.get(name);
    if (known !== undefined) return known;
    const made = this.#authority.issue([name]);
    this.#made.set(name, made);
    made.catch(() => this.#made.delete(name));
    return made;
  }
}

class CertificateFile {
  readonly iamCertificateId: string | null;
  readonly identity: Identity;
  readonly context: SecureContext;
  readonly #certificate: X509Certificate;

  constructor(settings: CertificateSettings) {
    this.iamCertificateId = settings.iamCertificateId;
    this.identity = { cert: settings.cert, key: settings.key };
    this.context = createSecureContext(this.identity);
    this.#certificate = new X509Certificate(settings.cert);
  }

  /** The certificate's own name that covers this one, lower case: itself, or a wildcard. */
  nameMatching(name: string): string | null {
    return this.#certificate.checkHost(name)?.toLowerCase() ?? null;
  }
}

function fallbackNames(host: string): string[] {
  const names = ['localhost', '127.0.0.1', '::1'];
  const isParticular = isIP(host) === 0 || !/^[0.:]*$/.test(host);
  return isParticular && !names.includes(host) ? [...names, host] : names;
}
