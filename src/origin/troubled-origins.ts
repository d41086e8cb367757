/**
 * Origins with something done to them on purpose: taken down or slowed by the operator, or as far away as the map
 * says. It stands between an edge location and its origins and speaks the same conversation; an origin that nothing
 * is done to is handed out as it is, so nothing is paid for it.
 */
import type { Clock, Timer } from '../clock.ts';
import type { OriginTarget } from '../routing/origin-target.ts';
import type { Origin, OriginFetch, OriginReader } from './origin.ts';

/** What is done to one origin; fetches that have begun are left alone. */
export interface OriginTrouble {
  /** Every connection is turned away. */
  readonly isDown: boolean;
  /** Before each answer, in real time. */
  readonly delayMs: number;
}

/** Which origins are in trouble, by domain name in lower case: one for all edge locations. */
export class OriginTroubles {
  readonly #troubles = new Map<string, OriginTrouble>();

  /** As plain data. */
  get all(): ReadonlyMap<string, OriginTrouble> {
    return this.#troubles;
  }

  of(domainName: string): OriginTrouble {
    if (this.#troubles.size === 0) return NO_TROUBLE;
    return this.#troubles.get(domainName.toLowerCase()) ?? NO_TROUBLE;
  }

  set(domainName: string, trouble: OriginTrouble): void {
    const name = domainName.toLowerCase();
    if (trouble.isDown || trouble.delayMs > 0) this.#troubles.set(name, trouble);
    else this.#troubles.delete(name);
  }
}

const NO_TROUBLE: OriginTrouble = { isDown: false, delayMs: 0 };

/** Where origins come from, closed with them. */
interface Source {
  for(target: OriginTarget): Origin;
  close(): Promise<void>;
}

export interface TroubledOriginsOptions {
  readonly origins: Source;
  readonly troubles: OriginTroubles;
  readonly clock: Clock;
  /** Milliseconds there and back between the edge location and an origin, by its domain name. */
  readonly roundTripMs: (target: OriginTarget) => number;
}

/** The origins of one edge location. */
export class TroubledOrigins implements Source {
  readonly #options: TroubledOriginsOptions;

  constructor(options: TroubledOriginsOptions) {
    this.#options = options;
  }

  for(target: OriginTarget): Origin {
    const { origins, troubles, clock, roundTripMs } = this.#options;
    const { isDown, delayMs } = troubles.of(target.domainName);
    const waitMs = delayMs + roundTripMs(target);
    const origin = origins.for(target);
    if (!isDown && waitMs === 0) return origin;
    return {
      fetch: (request, reader) => {
        const fetch = new DelayedFetch(() => (isDown ? refuse(reader) : origin.fetch(request, reader)));
        fetch.wait(clock, waitMs);
        return fetch;
      },
    };
  }

  close(): Promise<void> {
    return this.#options.origins.close();
  }
}

function refuse(reader: OriginReader): OriginFetch {
  reader.onFault('refused');
  return { abort() {}, pause() {}, resume() {} };
}

/** A fetch that begins later; what is asked of it meanwhile is done then. */
class DelayedFetch implements OriginFetch {
  readonly #begin: () => OriginFetch;
  #timer: Timer | null = null;
  #fetch: OriginFetch | null = null;
  #isPaused = false;

  constructor(begin: () => OriginFetch) {
    this.#begin = begin;
  }

  wait(clock: Clock, delayMs: number): void {
    this.#timer = clock.after(delayMs, () => {
      this.#fetch = this.#begin();
      if (this.#isPaused) this.#fetch.pause();
    });
  }

  abort(): void {
    this.#timer?.cancel();
    this.#fetch?.abort();
  }

  pause(): void {
    this.#isPaused = true;
    this.#fetch?.pause();
  }

  resume(): void {
    this.#isPaused = false;
    this.#fetch?.resume();
  }
}
