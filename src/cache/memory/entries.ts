/**
 * The table of what a store knows: an entry for each object, and for a body on its way in and a key that
 * is being fetched. An entry's number is how everything else names it; its record may move.
 */
import { CONTROL, NONE } from './control.ts';

/** A line of the processor's cache. */
export const ENTRY_BYTES = 64;
const ENTRY_WORDS = 16;
const ENTRY_DOUBLES = 8;

/** Places of an entry's 32-bit words; those that a look-up needs stand together. */
export const FIELD = {
  hash: 0,
  /** The next in its bucket, or of the free entries. */
  chain: 1,
  newer: 2,
  older: 3,
  /** A bit for each worker that holds it. */
  pins: 4,
  state: 5,
  /** Where its record is. */
  page: 6,
  offset: 7,
  /** Invalidations up to this number are known not to name it. */
  checkedStamp: 8,
  /** Of a claim, in the same place: the worker. */
  claimant: 8,
  /** Of head, text and the body's last part together. */
  packedBytes: 9,
  /** Where the rest of its record is, if one page had no room for all. */
  restPage: 12,
  restOffset: 13,
  /** The chain of whole pages. */
  bodyPage: 14,
  bodyPages: 15,
} as const;

/** Places of an entry's 64-bit numbers: words 10 and 11. */
export const NUMBER = {
  freshUntil: 5,
  /** Of a claim, in the same place. */
  fillNumber: 5,
} as const;

export const STATE = {
  free: 0,
  /** A body on its way in. */
  draft: 1,
  stored: 2,
  /** No longer stored, and still held. */
  condemned: 3,
  /** A key that is being fetched. */
  claim: 4,
} as const;

type Field = (typeof FIELD)[keyof typeof FIELD];
type NumberField = (typeof NUMBER)[keyof typeof NUMBER];

export class Entries {
  readonly limit: number;
  readonly #words: Int32Array;
  readonly #doubles: Float64Array;
  readonly #control: Int32Array;

  constructor(words: Int32Array, doubles: Float64Array, control: Int32Array) {
    this.#words = words;
    this.#doubles = doubles;
    this.#control = control;
    this.limit = Math.floor(words.length / ENTRY_WORDS);
  }

  /** Entries from here on were never used. */
  get end(): number {
    return this.#control[CONTROL.freshEntry]!;
  }

  get(entry: number, field: Field): number {
    return this.#words[entry * ENTRY_WORDS + field]!;
  }

  set(entry: number, field: Field, value: number): void {
    this.#words[entry * ENTRY_WORDS + field] = value;
  }

  number(entry: number, field: NumberField): number {
    return this.#doubles[entry * ENTRY_DOUBLES + field]!;
  }

  setNumber(entry: number, field: NumberField, value: number): void {
    this.#doubles[entry * ENTRY_DOUBLES + field] = value;
  }

  /** Whether so many can be taken, 0 or 1. */
  hasRoom(count: number): boolean {
    return count === 0 || this.#control[CONTROL.freeEntry] !== NONE || this.end < this.limit;
  }

  /** An entry in this state with nothing in it; there must be room for it. */
  take(state: number): number {
    const given = this.#control[CONTROL.freeEntry]!;
    const entry = given === NONE ? this.end : given;
    if (given === NONE) this.#control[CONTROL.freshEntry] = entry + 1;
    else this.#control[CONTROL.freeEntry] = this.get(entry, FIELD.chain);
    this.set(entry, FIELD.pins, 0);
    this.set(entry, FIELD.page, NONE);
    this.set(entry, FIELD.restPage, NONE);
    this.set(entry, FIELD.packedBytes, 0);
    this.set(entry, FIELD.bodyPage, NONE);
    this.set(entry, FIELD.bodyPages, 0);
    this.setState(entry, state);
    return entry;
  }

  give(entry: number): void {
    this.setState(entry, STATE.free);
    this.set(entry, FIELD.chain, this.#control[CONTROL.freeEntry]!);
    this.#control[CONTROL.freeEntry] = entry;
  }

  /** Seen at once by those who let go without the lock. */
  state(entry: number): number {
    return Atomics.load(this.#words, entry * ENTRY_WORDS + FIELD.state);
  }

  setState(entry: number, state: number): void {
    Atomics.store(this.#words, entry * ENTRY_WORDS + FIELD.state, state);
  }

  /** The workers that hold it. */
  pins(entry: number): number {
    return Atomics.load(this.#words, entry * ENTRY_WORDS + FIELD.pins);
  }

  pin(entry: number, bit: number): void {
    Atomics.or(this.#words, entry * ENTRY_WORDS + FIELD.pins, bit);
  }

  /** Answers with the workers that still hold it. */
  unpin(entry: number, bit: number): number {
    return Atomics.and(this.#words, entry * ENTRY_WORDS + FIELD.pins, ~bit) & ~bit;
  }
}
