/**
 * Addresses by name, asked again when their time to live is over. Fetches that ask together share one
 * question; a failure is told to all of them and not remembered.
 */
import { isIP } from 'node:net';
import type { Clock } from '../clock.ts';
import type { NameService } from './name-service.ts';

/** Kept so long when DNS gives no time to live (names of /etc/hosts, mostly). */
const DEFAULT_TTL_SECONDS = 5;
/** Longer times to live are cut, so that a moved origin is found again within the hour. */
const MAX_TTL_SECONDS = 3600;
const MAX_NAMES = 1000;

interface Entry {
  readonly addresses: Promise<readonly string[]>;
  readonly askedAt: number;
  ttlSeconds: number;
}

export class AddressBook {
  readonly #clock: Clock;
  readonly #names: NameService;
  readonly #entries = new Map<string, Entry>();

  constructor(clock: Clock, names: NameService) {
    this.#clock = clock;
    this.#names = names;
  }

  /** All addresses of a host, in the order to be tried; an address is its own. Rejects when there is none. */
  addressesOf(host: string): Promise<readonly string[]> {
    if (isIP(host) !== 0) return Promise.resolve([host]);
    const known = this.#entries.get(host);
    if (known !== undefined && this.#clock.realNow() < known.askedAt + known.ttlSeconds * 1000) {
      return known.addresses;
    }
    return this.#ask(host);
  }

  #ask(host: string): Promise<readonly string[]> {
    const entry: Entry = {
      addresses: this.#names.addresses(host),
      askedAt: this.#clock.realNow(),
      ttlSeconds: DEFAULT_TTL_SECONDS,
    };
    this.#keep(host, entry);
    entry.addresses.catch(() => this.#forget(host, entry));
    this.#names.ttlSeconds(host).then(
      (seconds) => {
        entry.ttlSeconds = Math.min(seconds, MAX_TTL_SECONDS);
      },
      () => undefined,
    );
    return entry.addresses;
  }

  #keep(host: string, entry: Entry): void {
    this.#entries.delete(host);
    const oldest = this.#entries.keys().next();
    if (this.#entries.size >= MAX_NAMES && oldest.done === false) this.#entries.delete(oldest.value);
    this.#entries.set(host, entry);
  }

  #forget(host: string, entry: Entry): void {
    if (this.#entries.get(host) === entry) this.#entries.delete(host);
  }
}
