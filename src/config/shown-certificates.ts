/**
 * What the TLS ports of one thread show: secure contexts by server name, each made once of a certificate and key
 * that come from wherever certificates are decided on (certificate-store.ts), be it another thread.
 */
import { createSecureContext, type SecureContext } from 'node:tls';
import { LRUCache } from 'lru-cache';
import type { Identity } from './local-authority.ts';

/** What node:tls and node:https servers take. */
export interface ServerTlsOptions extends Identity {
  SNICallback(serverName: string, answer: (error: Error | null, context?: SecureContext) => void): void;
}

/** What a viewer that asks for this name sees; null: the fallback. */
export type IdentityFor = (serverName: string) => Promise<Identity | null>;

/** Contexts kept in memory. */
const KEPT_AT_MOST = 1000;
/** After this it is asked anew. */
const KEPT_FOR_MS = 3_600_000;

type Shown = Promise<SecureContext | undefined>;

export class ShownCertificates {
  readonly #fallback: Identity;
  readonly #identityFor: IdentityFor;
  readonly #shown = new LRUCache<string, Shown>({ max: KEPT_AT_MOST, ttl: KEPT_FOR_MS });

  constructor(fallback: Identity, identityFor: IdentityFor) {
    this.#fallback = fallback;
    this.#identityFor = identityFor;
  }

  /** For `tls.createServer` or `https.createServer`. */
  get tlsOptions(): ServerTlsOptions {
    return {
      ...this.#fallback,
      SNICallback: (serverName, answer) => {
        this.#contextFor(serverName.toLowerCase()).then((context) => answer(null, context), answer);
      },
    };
  }

  /** Something has changed: everything is asked for anew. */
  forget(): void {
    this.#shown.clear();
  }

  #contextFor(serverName: string): Shown {
    const known = this.#shown.get(serverName);
    if (known !== undefined) return known;
    const shown = this.#make(serverName);
    this.#shown.set(serverName, shown);
    shown.catch(() => this.#shown.delete(serverName));
    return shown;
  }

  async #make(serverName: string): Shown {
    const identity = await this.#identityFor(serverName);
    if (identity !== null) return createSecureContext(identity);
    // Strangers must not push out what viewers ask for.
    this.#shown.delete(serverName);
    return undefined;
  }
}
