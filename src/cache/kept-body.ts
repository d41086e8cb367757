/**
 * The body of a stored object: whole pages, and behind them the last part, which stands in the object's
 * record behind its text and may go on in a second page. Reading hands out views.
 */
import { FIELD } from './memory/entries.ts';
import type { Segment } from './memory/mapped-memory.ts';
import { PAGE_BYTES, STRIDE_PAGES } from './memory/pages.ts';
import { HEAD, HEAD_BYTES, REST_HEAD_BYTES } from './memory/record-head.ts';
import type { Tables } from './memory/tables.ts';
import type { Body } from './stored-object.ts';

const NO_BYTES = Buffer.alloc(0);

export class KeptBody implements Body {
  readonly startBytes = 0;
  readonly sizeBytes: number;
  readonly entry: number;
  readonly tables: Tables;
  readonly #segment: Segment;
  /** Where the object's record begins in the segment. */
  readonly #at: number;
  readonly #wholePages: number;
  /** The page that was read last, so that reading on does not begin at the first. */
  #page: number;
  #pageNumber = 0;

  constructor(tables: Tables, entry: number) {
    const { memory, entries } = tables;
    const page = entries.get(entry, FIELD.page);
    this.entry = entry;
    this.tables = tables;
    this.#segment = memory.segmentOf(page);
    this.#at = memory.startOf(page) + entries.get(entry, FIELD.offset);
    this.#wholePages = entries.get(entry, FIELD.bodyPages);
    this.#page = entries.get(entry, FIELD.bodyPage);
    this.sizeBytes =
      this.#wholePages * PAGE_BYTES +
      entries.get(entry, FIELD.packedBytes) -
      HEAD_BYTES -
      this.#word(HEAD.textBytes);
  }

  /** The first of its whole pages; NONE when it has none. */
  get firstPage(): number {
    return this.tables.entries.get(this.entry, FIELD.bodyPage);
  }

  read(offset: number, end: number): Buffer {
    const stop = Math.min(end, this.sizeBytes);
    if (offset >= stop) return NO_BYTES;
    const pageNumber = Math.floor(offset / PAGE_BYTES);
    if (pageNumber < this.#wholePages) return this.#inPage(pageNumber, offset, stop);
    const behind = this.#wholePages * PAGE_BYTES;
    return this.#inRecord(offset - behind, stop - behind);
  }

  #inPage(pageNumber: number, offset: number, stop: number): Buffer {
    const { memory } = this.tables;
    const start = pageNumber * PAGE_BYTES;
    const page = this.#seek(pageNumber);
    const at = memory.startOf(page);
    return memory
      .segmentOf(page)
      .bytes.subarray(at + offset - start, at + Math.min(stop - start, PAGE_BYTES));
  }

  #seek(pageNumber: number): number {
    const { entries, pages } = this.tables;
    if (pageNumber < this.#pageNumber) {
      this.#page = entries.get(this.entry, FIELD.bodyPage);
      this.#pageNumber = 0;
    }
    while (this.#pageNumber % STRIDE_PAGES === 0 && pageNumber - this.#pageNumber >= STRIDE_PAGES) {
      this.#page = pages.stride(this.#page);
      this.#pageNumber += STRIDE_PAGES;
    }
    for (; this.#pageNumber < pageNumber; this.#pageNumber++) this.#page = pages.next(this.#page);
    return this.#page;
  }

  /** Offsets count from the beginning of the last part. */
  #inRecord(from: number, to: number): Buffer {
    const front = HEAD_BYTES + this.#word(HEAD.textBytes);
    const first = this.#word(HEAD.recordBytes) - front;
    const at = this.#at + front;
    if (from < first) return this.#segment.bytes.subarray(at + from, at + Math.min(to, first));
    const { memory, entries } = this.tables;
    const page = entries.get(this.entry, FIELD.restPage);
    const start = memory.startOf(page) + entries.get(this.entry, FIELD.restOffset) + REST_HEAD_BYTES;
    return memory.segmentOf(page).bytes.subarray(start + from - first, start + to - first);
  }

  #word(place: number): number {
    return this.#segment.words[(this.#at >> 2) + place]!;
  }
}
