/**
 * The fills of one worker, each at a place of its own, and chains of places by which those that may be joined are
 * found. No Map, for two reasons:
 *
 * - A Map that entries come to and go from is rebuilt every so many of them, and V8 leaves in the former table what it
 *   held and the way to the next one. Once one of these has grown old, all behind it pass for alive until the whole
 *   heap is collected, and so do the fills in them and all that a fill knows of: a scavenge took 11.9 ms every 75 ms
 *   under misses of 1 KiB that are not kept, and takes 0.8 so.
 * - V8 looks each new key up in its table of all strings first, which was 3 % of such a miss.
 */
import type { Fill } from './fill.ts';
import { hashOfKey } from './memory/key-hash.ts';

const BUCKETS = 1024;
/** In place of a place: the chain ends. */
const NONE = -1;

export class FillTable {
  readonly #seed: number;
  readonly #fills: (Fill | null)[] = [];
  readonly #free: number[] = [];
  readonly #buckets = new Int32Array(BUCKETS).fill(NONE);
  /** By place: what the key comes to, and which place is next in its chain. */
  readonly #hashes: number[] = [];
  readonly #next: number[] = [];

  /** `seed`: any number that strangers do not know. */
  constructor(seed: number) {
    this.#seed = seed;
  }

  /** Where the next fill to be added belongs. */
  freePlace(): number {
    const place = this.#free.pop();
    if (place !== undefined) return place;
    this.#hashes.push(0);
    this.#next.push(NONE);
    return this.#fills.push(null) - 1;
  }

  /** `isShared`: from now on it is found under its key, and no other is. */
  add(fill: Fill, isShared: boolean): void {
    this.#fills[fill.tablePlace] = fill;
    if (!isShared) return;
    const former = this.find(fill.place.key);
    if (former !== null) this.close(former);
    const hash = hashOfKey(fill.place.key, this.#seed);
    this.#hashes[fill.tablePlace] = hash;
    this.#next[fill.tablePlace] = this.#buckets[bucketOf(hash)]!;
    this.#buckets[bucketOf(hash)] = fill.tablePlace;
  }

  find(key: string): Fill | null {
    const hash = hashOfKey(key, this.#seed);
    for (let at = this.#buckets[bucketOf(hash)]!; at !== NONE; at = this.#next[at]!) {
      const fill = this.#fills[at]!;
      if (this.#hashes[at] === hash && fill.place.key === key) return fill;
    }
    return null;
  }

  /** It is found no more; false: nor was it before. */
  close(fill: Fill): boolean {
    const place = fill.tablePlace;
    const bucket = bucketOf(this.#hashes[place]!);
    let before = NONE;
    for (let at = this.#buckets[bucket]!; at !== NONE; at = this.#next[at]!) {
      if (at === place && this.#fills[at] === fill) {
        if (before === NONE) this.#buckets[bucket] = this.#next[place]!;
        else this.#next[before] = this.#next[place]!;
        return true;
      }
      before = at;
    }
    return false;
  }

  /** Closed before; false: it was not here. */
  remove(fill: Fill): boolean {
    if (this.#fills[fill.tablePlace] !== fill) return false;
    this.#fills[fill.tablePlace] = null;
    this.#free.push(fill.tablePlace);
    return true;
  }

  *[Symbol.iterator](): Generator<Fill> {
    for (const fill of this.#fills) {
      if (fill !== null) yield fill;
    }
  }
}

function bucketOf(hash: number): number {
  return hash & (BUCKETS - 1);
}
