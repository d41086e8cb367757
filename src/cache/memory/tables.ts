/** All there is in a store's memory, put together for one worker; nothing is changed here without the lock. */
import { OBJECT_OVERHEAD_BYTES, type StoreMemory } from '../store-memory.ts';
import type { TALLY } from './control.ts';
import { Entries, FIELD } from './entries.ts';
import { KeyIndex } from './key-index.ts';
import { StoreLock } from './lock.ts';
import { MappedMemory } from './mapped-memory.ts';
import { Packing } from './packing.ts';
import { PAGE_BYTES, Pages } from './pages.ts';
import { Recency } from './recency.ts';
import { HEAD_BYTES } from './record-head.ts';

type Tally = (typeof TALLY)[keyof typeof TALLY];

/** What an object costs beyond what is packed of it, and its head. */
const ENTRY_COST_BYTES = OBJECT_OVERHEAD_BYTES - HEAD_BYTES;

export class Tables {
  readonly memory: MappedMemory;
  readonly lock: StoreLock;
  readonly entries: Entries;
  readonly pages: Pages;
  readonly packing: Packing;
  readonly index: KeyIndex;
  readonly recency: Recency;

  constructor(shared: StoreMemory, worker: number) {
    const memory = new MappedMemory(shared);
    const { control } = memory;
    this.memory = memory;
    this.lock = new StoreLock(control, worker);
    this.entries = new Entries(memory.entryWords, memory.entryDoubles, control);
    this.pages = new Pages(memory.pageWords, control);
    this.packing = new Packing(memory, this.entries, this.pages);
    this.index = new KeyIndex(memory, this.entries);
    this.recency = new Recency(this.entries, control);
  }

  tally(place: Tally): number {
    return this.memory.tallies[place]!;
  }

  count(place: Tally, delta: number): void {
    this.memory.tallies[place]! += delta;
  }

  /** Of its whole pages. */
  bodyBytes(entry: number): number {
    return this.entries.get(entry, FIELD.bodyPages) * PAGE_BYTES;
  }

  /** What it takes of the capacity. */
  sizeBytes(entry: number): number {
    return sizeOf(this.entries.get(entry, FIELD.packedBytes), this.entries.get(entry, FIELD.bodyPages));
  }
}

/** What an object takes of the capacity. */
export function sizeOf(packedBytes: number, bodyPages: number): number {
  return packedBytes + bodyPages * PAGE_BYTES + ENTRY_COST_BYTES;
}
