/**
 * The caches of one edge location in many sizes, with what is stored and how long it stays fresh in each. Where an
 * object was evicted and fetched anew it is fresh for longer, so every size has an expiry of its own; a row of them
 * is kept only where they differ.
 */
import { NO_SLOT, type OrderedCache, RecencyOrder } from './recency-order.ts';

/** Bits for caches: who has the object fresh, who has it expired; the others have nothing. */
export interface Found {
  readonly fresh: number;
  readonly stale: number;
}

/** What an object is found by. */
export interface Name {
  readonly key: string;
  /** Of the key, from 0, where it has one: found by it sooner; -1: it has none. */
  readonly number: number;
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

const NOTHING: Found = { fresh: 0, stale: 0 };

export class PlannedCache {
  readonly all: number;
  readonly #count: number;
  readonly #order: RecencyOrder;
  /** By number of the key. */
  #slotOf = new Int32Array(1024);
  /** Of keys without a number. */
  readonly #slots = new Map<string, number>();
  /** By slot. */
  readonly #names: Name[] = [];
  readonly #freshUntil: number[] = [];
  readonly #rows: (Float64Array | null)[] = [];
  readonly #errors: number[] = [];
  /** Mostly there are none to look for. */
  #hasErrors = false;
  readonly #stamps: number[] = [];

  constructor(caches: readonly OrderedCache[]) {
    this.#count = caches.length;
    this.#order = new RecencyOrder(caches, (slot) => this.#forget(slot));
    this.all = this.#order.all;
  }

  /** The object's slot, for the calls below; NO_SLOT: nothing is stored under the name anywhere. */
  look({ key, number }: Name): number {
    if (number < 0) return this.#slots.get(key) ?? NO_SLOT;
    return number < this.#slotOf.length ? this.#slotOf[number]! : NO_SLOT;
  }

  find(slot: number, nowMs: number): Found {
    if (slot === NO_SLOT) return NOTHING;
    const held = this.#order.holders(slot);
    const fresh = held & this.#freshBits(slot, nowMs);
    return { fresh, stale: held & ~fresh };
  }

  /** Bits of those that hold an error. */
  errors(slot: number): number {
    return !this.#hasErrors || slot === NO_SLOT ? 0 : this.#errors[slot]!;
  }

  /** The number of the last invalidation that the object is known to be younger than. */
  stampOf(slot: number): number {
    return slot === NO_SLOT ? Number.POSITIVE_INFINITY : this.#stamps[slot]!;
  }

  /** Asked for again and still the same: first in the caches that have it, and nowhere else where `only` says so. */
  touch(slot: number, sizeBytes: number, only: number = this.all): void {
    if (slot !== NO_SLOT) this.#order.touch(slot, sizeBytes, only);
  }

  /** Fetched by the caches of `bits`, and first in all. */
  store(name: Name, known: number, { bits, kept, stamp }: Storing): void {
    const slot = known === NO_SLOT ? this.#add(name) : known;
    this.#stamps[slot] = stamp;
    this.#hasErrors ||= kept.isError;
    this.#errors[slot] = kept.isError ? this.#errors[slot]! | bits : this.#errors[slot]! & ~bits;
    this.#setFreshUntil(slot, bits, kept.freshUntil);
    this.#order.touch(slot, kept.sizeBytes);
  }

  /** Where the object is expired and may serve on. */
  prolong(slot: number, bits: number, freshUntil: number): void {
    if (slot !== NO_SLOT) this.#setFreshUntil(slot, bits, freshUntil);
  }

  #add(name: Name): number {
    const slot = this.#order.slot();
    this.#find(name, slot);
    this.#names[slot] = name;
    this.#freshUntil[slot] = 0;
    this.#rows[slot] = null;
    this.#errors[slot] = 0;
    this.#stamps[slot] = 0;
    return slot;
  }

  #find({ key, number }: Name, slot: number): void {
    if (number < 0) {
      this.#slots.set(key, slot);
      return;
    }
    if (number >= this.#slotOf.length) {
      const before = this.#slotOf;
      this.#slotOf = new Int32Array(2 ** Math.ceil(Math.log2(number + 1)));
      this.#slotOf.set(before);
    }
    this.#slotOf[number] = slot;
  }

  #forget(slot: number): void {
    const { key, number } = this.#names[slot]!;
    if (number < 0) this.#slots.delete(key);
    else this.#slotOf[number] = NO_SLOT;
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
