/**
 * Which keys are being fetched, and by which worker, so that an object is fetched once for all of them. A
 * claim is found like an object, by a record that holds the key alone; it takes nothing of the capacity.
 *
 * Who claims a key should look it up once more: whoever had claimed it before may just have stored it.
 */
import { NONE } from './memory/control.ts';
import { FIELD, NUMBER, STATE } from './memory/entries.ts';
import { SCRATCH } from './memory/packing.ts';
import { HEAD_BYTES, isKeptText, writeKey } from './memory/record-head.ts';
import type { Room } from './memory/room.ts';
import type { Tables } from './memory/tables.ts';

/** Who fetches a key already: a worker, and the number it gave the fill. */
export interface KeyClaim {
  readonly worker: number;
  readonly fillNumber: number;
}

const NEED = { bytes: 0, pages: 2, entries: 1 };

export class Claims {
  readonly #tables: Tables;
  readonly #room: Room;
  readonly #worker: number;

  constructor(tables: Tables, room: Room, worker: number) {
    this.#tables = tables;
    this.#room = room;
    this.#worker = worker;
  }

  /** Null: this worker has it now, or there is no room to say so, and others may fetch the same. */
  claim(key: string, fillNumber: number): KeyClaim | null {
    if (!isKeptText(key)) return null;
    const hash = this.#tables.index.hashOf(key);
    let other: KeyClaim | null = null;
    this.#room.make(NEED, () => {
      other = this.#find(key, hash);
      if (other === null && !this.#tables.index.isCrowded(hash)) this.#add(key, hash, fillNumber);
    });
    return other;
  }

  /** Who fetches a key; null: nobody does. */
  claimant(key: string): KeyClaim | null {
    if (!isKeptText(key)) return null;
    const { index, lock } = this.#tables;
    lock.take();
    try {
      return this.#find(key, index.hashOf(key));
    } finally {
      lock.give();
    }
  }

  /** Harmless when the claim is another's, or gone. */
  unclaim(key: string, fillNumber: number): void {
    const { index, entries, lock } = this.#tables;
    const hash = index.hashOf(key);
    lock.take();
    try {
      const entry = index.find(key, hash, STATE.claim);
      if (entry === NONE || entries.get(entry, FIELD.claimant) !== this.#worker) return;
      if (entries.number(entry, NUMBER.fillNumber) === fillNumber) this.remove(entry);
    } finally {
      lock.give();
    }
  }

  /** Under the lock. */
  remove(entry: number): void {
    const { index, entries, packing } = this.#tables;
    index.remove(entry);
    packing.release(entry);
    entries.give(entry);
  }

  #find(key: string, hash: number): KeyClaim | null {
    const { index, entries } = this.#tables;
    const entry = index.find(key, hash, STATE.claim);
    if (entry === NONE) return null;
    return {
      worker: entries.get(entry, FIELD.claimant),
      fillNumber: entries.number(entry, NUMBER.fillNumber),
    };
  }

  #add(key: string, hash: number, fillNumber: number): void {
    const { index, entries, packing } = this.#tables;
    const entry = entries.take(STATE.claim);
    const bytes = HEAD_BYTES + key.length;
    writeKey(SCRATCH, key);
    packing.put(entry, bytes, bytes);
    entries.set(entry, FIELD.claimant, this.#worker);
    entries.setNumber(entry, NUMBER.fillNumber, fillNumber);
    index.add(entry, hash);
  }
}
