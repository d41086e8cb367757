/**
 * Makes room: evicts the least recently asked for until the bytes fit, and cleans until there are pages. It
 * goes in short steps, each in a critical section of its own, so that nobody waits long at the lock.
 */
import { CONTROL, NONE, TALLY } from './control.ts';
import type { Holds } from './holds.ts';
import { RESERVED_PAGES } from './packing.ts';
import type { Tables } from './tables.ts';

/** Evictions in one critical section: some 5 µs. */
const STEP_EVICTIONS = 16;

export type RoomState =
  | 'ready' // there is room, as long as the lock is kept
  | 'working' // give the lock, and ask again
  | 'full'; // all there is, is held

export interface Need {
  readonly bytes: number;
  readonly pages: number;
  readonly entries: number;
}

export class Room {
  readonly #tables: Tables;
  readonly #holds: Holds;
  readonly #capacityBytes: number;

  constructor(tables: Tables, holds: Holds, capacityBytes: number) {
    this.#tables = tables;
    this.#holds = holds;
    this.#capacityBytes = capacityBytes;
  }

  /** Works under the lock, over and over, until there is room and `use` has used it; false when there is none. */
  make(need: Need, use: () => void): boolean {
    const { lock } = this.#tables;
    for (;;) {
      lock.take();
      try {
        const state = this.#step(need);
        if (state === 'ready') use();
        if (state !== 'working') return state === 'ready';
      } finally {
        lock.give();
      }
    }
  }

  /** Under the lock: takes a stored object out of the store. */
  remove(entry: number): void {
    const { index, recency, memory } = this.#tables;
    index.remove(entry);
    recency.remove(entry);
    memory.control[CONTROL.count]! -= 1;
    this.#tables.count(TALLY.bytes, -this.#tables.sizeBytes(entry));
    this.#holds.condemn(entry);
  }

  #step({ bytes, pages, entries }: Need): RoomState {
    for (let evictions = 0; evictions < STEP_EVICTIONS; evictions++) {
      if (!this.#isOver(bytes) && this.#tables.entries.hasRoom(entries)) {
        if (this.#tables.pages.freeCount >= pages + RESERVED_PAGES) return 'ready';
        if (this.#tables.packing.clean()) return 'working';
      }
      if (!this.#evict()) return 'full';
    }
    return 'working';
  }

  #isOver(bytes: number): boolean {
    const { bytes: stored, draftBytes } = TALLY;
    return this.#tables.tally(stored) + this.#tables.tally(draftBytes) + bytes > this.#capacityBytes;
  }

  /** TTL-31. What somebody holds is being asked for, and so becomes the newest. */
  #evict(): boolean {
    const { recency, entries, memory } = this.#tables;
    for (let left = memory.control[CONTROL.count]!; left > 0; left--) {
      const entry = recency.oldest;
      if (entry === NONE) return false;
      if (entries.pins(entry) === 0) {
        this.#tables.count(TALLY.evictions, 1);
        this.remove(entry);
        return true;
      }
      recency.touch(entry);
    }
    return false;
  }
}
