/**
 * The caches of one edge location in many sizes, with what is stored and how long it stays fresh in each. Where an
 * object was evicted and fetched anew it is fresh for longer, so every size has an expiry of its own; a row of them
 * is kept only where they differ.
 */
import { RecencyStack, type StackCache } from './recency-stack.ts';

/** Bits for caches: who has the object fresh, who has it expired; the others have nothing. */
export interface Found {
  readonly fresh: number;
  readonly stale: number;
}

/** What is kept of an answer. */
export interface Kept {
  readonly sizeBytes: number;
  /** Epoch of the run, milliseconds. */
  readonly freshUntil: number;
  /** An error, which never stands in for anything. */
  readonly isError: boolean;
}

/** What is stored anew, and where. */
export interface Storing {
  readonly bits: number;
  readonly kept: Kept;
  /** Of the last invalidation before it. */
  readonly stamp: number;
}

const NONE = -1;
const NOTHING: Found = { fresh: 0, stale: 0 };

export class PlannedCache {
  readonly all: number;
  readonly #count: number;
  readonly #stack: RecencyStack;
  readonly #slots = new Map<string, number>();
  /** By slot. */
  readonly #keys: string[] = [];
  readonly #freshUntil: number[] = [];
  readonly #rows: (Float64Array | null)[] = [];
  readonly #errors: number[] = [];
  readonly #stamps: number[] = [];

  constructor(caches: readonly StackCache[]) {
    this.#count = caches.length;
    this.#stack = new RecencyStack(caches, (slot) => this.#forget(slot));
    this.all = this.#stack.all;
  }

  get objects(): number {
    return this.#slots.size;
  }

  /** The object's number, for the calls below; -1: nothing is stored under the key anywhere. */
  look(key: string): number {
    return this.#slots.get(key) ?? NONE;
  }

  find(slot: number, nowMs: number): Found {
    if (slot === NONE) return NOTHING;
    const held = this.#stack.holders(slot);
    const fresh = held & this.#freshBits(slot, nowMs);
    return { fresh, stale: held & ~fresh };
  }

  /** Bits of those that hold an error. */
  errors(slot: number): number {
    return slot === NONE ? 0 : this.#errors[slot]!;
  }

  /** The number of the last invalidation that the object is known to be younger than. */
  stampOf(slot: number): number {
    return slot === NONE ? Number.POSITIVE_INFINITY : this.#stamps[slot]!;
  }

  /** Asked for again and still the same: first in the caches that have it, and nowhere else where `only` says so. */
  touch(slot: number, sizeBytes: number, only: number = this.all): void {
    if (slot !== NONE) this.#stack.touch(slot, sizeBytes, only);
  }

  /** Fetched by the caches of `bits`, and first in all. */
  store(key: string, known: number, { bits, kept, stamp }: Storing): void {
    const slot = known === NONE ? this.#add(key) : known;
    this.#stamps[slot] = stamp;
    this.#errors[slot] = kept.isError ? this.#errors[slot]! | bits : this.#errors[slot]! & ~bits;
    this.#setFreshUntil(slot, bits, kept.freshUntil);
    this.#stack.touch(slot, kept.sizeBytes);
  }

  /** Where the object is expired and may serve on. */
  prolong(slot: number, bits: number, freshUntil: number): void {
    if (slot !== NONE) this.#setFreshUntil(slot, bits, freshUntil);
  }

  #add(key: string): number {
    const slot = this.#stack.slot();
    this.#slots.set(key, slot);
    this.#keys[slot] = key;
    this.#freshUntil[slot] = 0;
    this.#rows[slot] = null;
    this.#errors[slot] = 0;
    this.#stamps[slot] = 0;
    return slot;
  }

  #forget(slot: number): void {
    this.#slots.delete(this.#keys[slot]!);
    this.#rows[slot] = null;
  }

  #freshBits(slot: number, nowMs: number): number {
    const row = this.#rows[slot] ?? null;
    if (row === null) return nowMs < this.#freshUntil[slot]! ? this.all : 0;
    let bits = 0;
    for (let k = 0; k < row.length; k++) if (nowMs < row[k]!) bits |= 1 << k;
    return bits;
  }

  #setFreshUntil(slot: number, bits: number, freshUntil: number): void {
    if (bits === this.all) {
      this.#freshUntil[slot] = freshUntil;
      this.#rows[slot] = null;
      return;
    }
    let row = this.#rows[slot] ?? null;
    if (row === null) {
      if (this.#freshUntil[slot] === freshUntil) return;
      row = new Float64Array(this.#count).fill(this.#freshUntil[slot]!);
      this.#rows[slot] = row;
    }
    for (let k = 0; k < row.length; k++) if ((bits & (1 << k)) !== 0) row[k] = freshUntil;
  }
}
