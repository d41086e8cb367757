/**
 * From a key to its entry. Buckets are chains through the entries; the table of buckets grows by dividing
 * one bucket whenever there are more entries than buckets (linear hashing), so that no growth is ever seen:
 * a Map of a million keys stops the world for 40 to 90 ms to do all of it at once.
 *
 * Keys are hashed and compared character by character, where they lie: nothing is built to look one up.
 */
import { CONTROL, NONE } from './control.ts';
import { type Entries, FIELD } from './entries.ts';
import { hashOfKey } from './key-hash.ts';
import type { MappedMemory } from './mapped-memory.ts';
import { HEAD, HEAD_BYTES } from './record-head.ts';

const FIRST_BUCKETS = 64;
/** In one bucket are 1 or 2 entries; more than this are no accident, and not let in. */
const MAX_CHAIN = 100;

export class KeyIndex {
  readonly #memory: MappedMemory;
  readonly #entries: Entries;
  readonly #buckets: Int32Array;
  readonly #control: Int32Array;
  readonly #seed: number;

  constructor(memory: MappedMemory, entries: Entries) {
    this.#memory = memory;
    this.#entries = entries;
    this.#buckets = memory.buckets;
    this.#control = memory.control;
    this.#seed = memory.control[CONTROL.seed]!;
  }

  hashOf(key: string): number {
    return hashOfKey(key, this.#seed);
  }

  /** The entry of this key that is in this state, or NONE. */
  find(key: string, hash: number, state: number): number {
    let entry = this.#buckets[this.#bucketOf(hash)]! - 1;
    while (entry !== NONE) {
      if (this.#entries.get(entry, FIELD.hash) === hash && this.#is(entry, key, state)) return entry;
      entry = this.#entries.get(entry, FIELD.chain);
    }
    return NONE;
  }

  /** Whether one more of this hash would be one too many. */
  isCrowded(hash: number): boolean {
    let length = 0;
    let entry = this.#buckets[this.#bucketOf(hash)]! - 1;
    for (; entry !== NONE && length < MAX_CHAIN; length++) entry = this.#entries.get(entry, FIELD.chain);
    return length === MAX_CHAIN;
  }

  add(entry: number, hash: number): void {
    this.#entries.set(entry, FIELD.hash, hash);
    this.#link(entry, this.#bucketOf(hash));
    const indexed = this.#control[CONTROL.indexed]! + 1;
    this.#control[CONTROL.indexed] = indexed;
    if (indexed > this.#count && this.#count < this.#buckets.length) this.#divide();
  }

  remove(entry: number): void {
    const bucket = this.#bucketOf(this.#entries.get(entry, FIELD.hash));
    const next = this.#entries.get(entry, FIELD.chain);
    let before = this.#buckets[bucket]! - 1;
    if (before === entry) {
      this.#buckets[bucket] = next + 1;
    } else {
      while (this.#entries.get(before, FIELD.chain) !== entry)
        before = this.#entries.get(before, FIELD.chain);
      this.#entries.set(before, FIELD.chain, next);
    }
    this.#control[CONTROL.indexed]! -= 1;
  }

  clear(): void {
    this.#buckets.fill(0, 0, this.#count);
    this.#control[CONTROL.indexed] = 0;
    this.#control[CONTROL.doublings] = 0;
    this.#control[CONTROL.split] = 0;
  }

  #is(entry: number, key: string, state: number): boolean {
    if (this.#entries.get(entry, FIELD.state) !== state) return false;
    const page = this.#entries.get(entry, FIELD.page);
    const { bytes, words } = this.#memory.segmentOf(page);
    const at = this.#memory.startOf(page) + this.#entries.get(entry, FIELD.offset);
    if (words[(at >> 2) + HEAD.keyBytes] !== key.length) return false;
    for (let i = 0; i < key.length; i++) if (bytes[at + HEAD_BYTES + i] !== key.charCodeAt(i)) return false;
    return true;
  }

  get #count(): number {
    return FIRST_BUCKETS * 2 ** this.#control[CONTROL.doublings]! + this.#control[CONTROL.split]!;
  }

  /** Buckets before the split are divided already, and so have one bit of the hash more. */
  #bucketOf(hash: number): number {
    const size = FIRST_BUCKETS << this.#control[CONTROL.doublings]!;
    const bucket = hash & (size - 1);
    return bucket < this.#control[CONTROL.split]! ? hash & (2 * size - 1) : bucket;
  }

  /** A bucket holds one more than the entry's number, so that fresh memory is empty buckets. */
  #link(entry: number, bucket: number): void {
    this.#entries.set(entry, FIELD.chain, this.#buckets[bucket]! - 1);
    this.#buckets[bucket] = entry + 1;
  }

  #divide(): void {
    const bucket = this.#control[CONTROL.split]!;
    let entry = this.#buckets[bucket]! - 1;
    this.#buckets[bucket] = 0;
    this.#control[CONTROL.split] = bucket + 1;
    while (entry !== NONE) {
      const next = this.#entries.get(entry, FIELD.chain);
      this.#link(entry, this.#bucketOf(this.#entries.get(entry, FIELD.hash)));
      entry = next;
    }
    if (bucket + 1 < FIRST_BUCKETS << this.#control[CONTROL.doublings]!) return;
    this.#control[CONTROL.doublings]! += 1;
    this.#control[CONTROL.split] = 0;
  }
}
