/** A store's memory as one thread sees it. */
import type { StoreMemory } from '../store-memory.ts';
import { TALLIES_AT } from './control.ts';
import { PAGE_BYTES, PAGE_SHIFT } from './pages.ts';

/** The same bytes, three ways. */
export interface Segment {
  readonly bytes: Buffer;
  readonly words: Int32Array;
  readonly doubles: Float64Array;
}

export class MappedMemory {
  readonly control: Int32Array;
  readonly tallies: Float64Array;
  readonly entryWords: Int32Array;
  readonly entryDoubles: Float64Array;
  readonly buckets: Int32Array;
  readonly pageWords: Int32Array;
  readonly #segments: readonly Segment[];
  readonly #segmentPages: number;

  constructor(memory: StoreMemory) {
    this.control = new Int32Array(memory.control, 0, TALLIES_AT / 4);
    this.tallies = new Float64Array(memory.control, TALLIES_AT);
    this.entryWords = new Int32Array(memory.entries);
    this.entryDoubles = new Float64Array(memory.entries);
    this.buckets = new Int32Array(memory.buckets);
    this.pageWords = new Int32Array(memory.pages);
    this.#segmentPages = memory.segments[0]!.byteLength / PAGE_BYTES;
    this.#segments = memory.segments.map((segment) => ({
      bytes: Buffer.from(segment),
      words: new Int32Array(segment),
      doubles: new Float64Array(segment),
    }));
  }

  /** The segment that holds a page. */
  segmentOf(page: number): Segment {
    return this.#segments[page < this.#segmentPages ? 0 : Math.floor(page / this.#segmentPages)]!;
  }

  /** Where the page begins in its segment. */
  startOf(page: number): number {
    return (page < this.#segmentPages ? page : page % this.#segmentPages) << PAGE_SHIFT;
  }
}
