/**
 * Requests a second and distribution, counted in fixed seconds; over the limit: LimitExceeded (D-12, LQ-20). The
 * windows lie in memory that all workers share: each has two words, one that says whose it is, and one with the
 * second in its upper half and the requests of that second in its lower, so that one exchange of the word counts a
 * request exactly. That costs some 200 ns, where a limit is set, and nothing where none is.
 */
import { createHash } from 'node:crypto';
import type { Clock } from '../clock.ts';

/** Distributions told apart since the start; those beyond share the window that their name points to. */
const WINDOWS = 16_384;
const WORDS = 2;
const FREE = 0n;
const HALF_BITS = 32n;
const LOWER_HALF = (1n << HALF_BITS) - 1n;

/** Room for the windows of one edge location; none where nothing is limited. */
export function createRateWindows(perSecond: number): SharedArrayBuffer {
  const windows = perSecond === 0 ? 0 : WINDOWS;
  return new SharedArrayBuffer(windows * WORDS * BigUint64Array.BYTES_PER_ELEMENT);
}

export class RateLimit {
  readonly #perSecond: number;
  readonly #words: BigUint64Array;
  /** Where a distribution's count is, as far as this worker has looked. */
  readonly #places = new Map<string, number>();

  /** `perSecond` 0: everything passes. */
  constructor(perSecond: number, windows: SharedArrayBuffer) {
    this.#perSecond = perSecond;
    this.#words = new BigUint64Array(windows);
  }

  /** Counts a request; false when it is one too many for this second. */
  admits(distributionId: string, clock: Pick<Clock, 'now'>): boolean {
    if (this.#perSecond === 0) return true;
    const second = BigInt(Math.floor(clock.now() / 1000));
    return this.#count(this.#placeOf(distributionId), second) <= this.#perSecond;
  }

  /** The requests of this second, this one included. */
  #count(place: number, second: bigint): number {
    for (;;) {
      const before = Atomics.load(this.#words, place);
      const isThisSecond = before >> HALF_BITS === (second & LOWER_HALF);
      const after = isThisSecond ? before + 1n : ((second & LOWER_HALF) << HALF_BITS) | 1n;
      if (Atomics.compareExchange(this.#words, place, before, after) === before)
        return Number(after & LOWER_HALF);
    }
  }

  #placeOf(distributionId: string): number {
    const known = this.#places.get(distributionId);
    if (known !== undefined) return known;
    const place = this.#find(nameOf(distributionId));
    this.#places.set(distributionId, place);
    return place;
  }

  /** Takes the first window of this name or free, from where the name points. */
  #find(name: bigint): number {
    const first = Number(name % BigInt(WINDOWS));
    for (let step = 0; step < WINDOWS; step++) {
      const at = ((first + step) % WINDOWS) * WORDS;
      const holder = Atomics.compareExchange(this.#words, at, FREE, name);
      if (holder === FREE || holder === name) return at + 1;
    }
    return first * WORDS + 1;
  }
}

/** 64 bits of a hash: no two ids of a person's making have the same. */
function nameOf(distributionId: string): bigint {
  return createHash('sha256').update(distributionId).digest().readBigUInt64LE() | 1n;
}
