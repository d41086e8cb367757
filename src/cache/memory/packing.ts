/**
 * Records, packed one behind the other into pages. A record that does not fit into what is left of the open
 * page is divided between it and the next, so that pages fill up whatever the sizes; and when pages are
 * short, the emptiest of some is cleaned: its records move to the open page, except where somebody holds one.
 *
 * Claims have pages of their own, because they are gone so soon: such a page is empty, and free, a moment later. Between
 * objects each left a hole of 112 bytes behind, for as long as no page was cleaned.
 *
 * Filling and cleaning like a log needs a little room (an eighth of the capacity is spare): a page is
 * cleaned where the store is emptiest, so most of what is copied makes room.
 */
import { CONTROL, NONE } from './control.ts';
import { type Entries, FIELD, STATE } from './entries.ts';
import type { MappedMemory } from './mapped-memory.ts';
import { PAGE_BYTES, type Pages } from './pages.ts';
import { HEAD, HEAD_BYTES, type HeadTarget, REST_HEAD_BYTES } from './record-head.ts';

/** Less than this at the end of a page is not worth a division. */
const LEAST_PART_BYTES = 1024;
/** Packed pages among which the emptiest is cleaned, and pages of any kind looked at to find them. */
const SAMPLED_PAGES = 32;
const SEEN_PAGES = 4096;
/** A page fuller than this is not worth cleaning. */
const MAX_LIVE_BYTES = (PAGE_BYTES / 16) * 15;
/** Pages looked for in vain when somebody holds a record in each. */
const CLEANING_TRIES = 4;

/** Kept from every other use, so that there is somewhere to move records to: the cleaned page frees what they took. */
export const RESERVED_PAGES = 8;
/** What cleaning one page may take at most before it gives that page: its records, and their parts elsewhere. */
const CLEANING_PAGES = 4;
/** A record never takes more pages anew than these. */
export const RECORD_PAGES = 2;

type OpenPage = typeof CONTROL.openPage | typeof CONTROL.claimPage;

/** Where a record is put together: head, text and the last part of a body, whole. One is enough for a thread. */
export const SCRATCH: HeadTarget = scratch(2 * PAGE_BYTES);

function scratch(sizeBytes: number): HeadTarget {
  const buffer = new ArrayBuffer(sizeBytes);
  return { bytes: Buffer.from(buffer), words: new Int32Array(buffer), doubles: new Float64Array(buffer) };
}

export class Packing {
  readonly #memory: MappedMemory;
  readonly #entries: Entries;
  readonly #pages: Pages;
  readonly #control: Int32Array;

  constructor(memory: MappedMemory, entries: Entries, pages: Pages) {
    this.#memory = memory;
    this.#entries = entries;
    this.#pages = pages;
    this.#control = memory.control;
  }

  /** Puts the record in SCRATCH away for this entry; `fixedBytes` of its front must stay together. */
  put(entry: number, packedBytes: number, fixedBytes: number): void {
    const kind = this.#kindOf(entry);
    const firstBytes = this.#firstPart(kind, packedBytes, fixedBytes);
    this.#entries.set(entry, FIELD.packedBytes, packedBytes);
    const page = this.#control[kind]!;
    const offset = this.#append(entry, 0, firstBytes);
    this.#entries.set(entry, FIELD.page, page);
    this.#entries.set(entry, FIELD.offset, offset);
    this.#entries.set(entry, FIELD.restPage, NONE);
    if (firstBytes < packedBytes) this.#putRest(entry, firstBytes, packedBytes);
  }

  release(entry: number): void {
    const page = this.#entries.get(entry, FIELD.page);
    if (page === NONE) return;
    const first = this.#partBytes(page, this.#entries.get(entry, FIELD.offset));
    const rest = this.#entries.get(entry, FIELD.restPage);
    if (rest !== NONE)
      this.#pages.empty(rest, padded(this.#partBytes(rest, this.#entries.get(entry, FIELD.restOffset))));
    this.#pages.empty(page, padded(first));
  }

  /** After the pages were forgotten: this record is still in use. */
  keep(entry: number): void {
    const page = this.#entries.get(entry, FIELD.page);
    if (page === NONE) return;
    this.#pages.keepPacked(page, padded(this.#partBytes(page, this.#entries.get(entry, FIELD.offset))));
    const rest = this.#entries.get(entry, FIELD.restPage);
    if (rest === NONE) return;
    this.#pages.keepPacked(rest, padded(this.#partBytes(rest, this.#entries.get(entry, FIELD.restOffset))));
  }

  /** Frees the emptiest of some pages; false when that would gain nothing. */
  clean(): boolean {
    if (this.#pages.freeCount < CLEANING_PAGES) return false;
    for (let tries = 0; tries < CLEANING_TRIES; tries++) {
      const page = this.#emptiest();
      if (page === NONE) return false;
      if (!this.#isHeld(page)) return this.#moveAll(page);
    }
    return false;
  }

  /** Which of the open pages its record goes to. */
  #kindOf(entry: number): OpenPage {
    return this.#entries.state(entry) === STATE.claim ? CONTROL.claimPage : CONTROL.openPage;
  }

  /** How much goes into the open page, after opening another if this one is of no use. */
  #firstPart(kind: OpenPage, packedBytes: number, fixedBytes: number): number {
    const page = this.#control[kind]!;
    const left = page === NONE ? 0 : PAGE_BYTES - this.#pages.usedBytes(page);
    if (packedBytes <= left) return packedBytes;
    const isWorthIt = left >= Math.max(padded(fixedBytes), LEAST_PART_BYTES);
    if (isWorthIt && packedBytes - left + REST_HEAD_BYTES <= PAGE_BYTES) return left;
    this.#control[kind] = this.#pages.takePacked();
    return Math.min(packedBytes, PAGE_BYTES);
  }

  /** The rest goes behind the two words of every record, which are written over what is there already. */
  #putRest(entry: number, firstBytes: number, packedBytes: number): void {
    const page = this.#pages.takePacked();
    this.#control[this.#kindOf(entry)] = page;
    const offset = this.#append(entry, firstBytes - REST_HEAD_BYTES, packedBytes);
    this.#entries.set(entry, FIELD.restPage, page);
    this.#entries.set(entry, FIELD.restOffset, offset);
  }

  #append(entry: number, from: number, to: number): number {
    const page = this.#control[this.#kindOf(entry)]!;
    const bytes = to - from;
    SCRATCH.words[from >> 2] = entry;
    SCRATCH.words[(from >> 2) + HEAD.recordBytes] = bytes;
    const offset = this.#pages.fill(page, padded(bytes));
    SCRATCH.bytes.copy(this.#memory.segmentOf(page).bytes, this.#memory.startOf(page) + offset, from, to);
    return offset;
  }

  #emptiest(): number {
    const { count } = this.#pages;
    let emptiest = NONE;
    let least = MAX_LIVE_BYTES;
    let sampled = 0;
    let page = this.#control[CONTROL.cleaningHand]!;
    for (let seen = 0; seen < Math.min(SEEN_PAGES, count) && sampled < SAMPLED_PAGES; seen++) {
      page = page + 1 >= count ? 0 : page + 1;
      if (!this.#pages.isPacked(page) || this.#pages.isOpen(page)) continue;
      sampled += 1;
      const live = this.#pages.liveBytes(page);
      if (live > least) continue;
      least = live;
      emptiest = page;
    }
    this.#control[CONTROL.cleaningHand] = page;
    return emptiest;
  }

  #isHeld(page: number): boolean {
    const end = this.#pages.usedBytes(page);
    for (let offset = 0; offset < end; offset += padded(this.#partBytes(page, offset))) {
      const owner = this.#ownerAt(page, offset);
      if (owner !== NONE && this.#entries.pins(owner) !== 0) return true;
    }
    return false;
  }

  #moveAll(page: number): true {
    const end = this.#pages.usedBytes(page);
    let live = this.#pages.liveBytes(page);
    // Not a step beyond the last record: its page may be the open one by then.
    for (let offset = 0; offset < end && live > 0; ) {
      const bytes = padded(this.#partBytes(page, offset));
      const owner = this.#ownerAt(page, offset);
      offset += bytes;
      if (owner === NONE) continue;
      live -= bytes;
      this.#move(owner);
    }
    return true;
  }

  /** Both parts move, so that a record never has more than two. */
  #move(entry: number): void {
    const packedBytes = this.#entries.get(entry, FIELD.packedBytes);
    const page = this.#entries.get(entry, FIELD.page);
    const offset = this.#entries.get(entry, FIELD.offset);
    const first = this.#partBytes(page, offset);
    if (first < packedBytes) {
      const rest = this.#entries.get(entry, FIELD.restPage);
      const restOffset = this.#entries.get(entry, FIELD.restOffset);
      this.#load(rest, restOffset, {
        at: first - REST_HEAD_BYTES,
        bytes: packedBytes - first + REST_HEAD_BYTES,
      });
    }
    this.#load(page, offset, { at: 0, bytes: first });
    this.release(entry);
    this.put(entry, packedBytes, HEAD_BYTES + SCRATCH.words[HEAD.textBytes]!);
  }

  #load(page: number, offset: number, to: { at: number; bytes: number }): void {
    const from = this.#memory.startOf(page) + offset;
    this.#memory.segmentOf(page).bytes.copy(SCRATCH.bytes, to.at, from, from + to.bytes);
  }

  #partBytes(page: number, offset: number): number {
    const at = (this.#memory.startOf(page) + offset) >> 2;
    return this.#memory.segmentOf(page).words[at + HEAD.recordBytes]!;
  }

  /** The entry whose record this still is, or NONE. */
  #ownerAt(page: number, offset: number): number {
    const owner = this.#memory.segmentOf(page).words[(this.#memory.startOf(page) + offset) >> 2]!;
    if (this.#entries.state(owner) === STATE.free) return NONE;
    const isFirst =
      this.#entries.get(owner, FIELD.page) === page && this.#entries.get(owner, FIELD.offset) === offset;
    const isRest =
      this.#entries.get(owner, FIELD.restPage) === page &&
      this.#entries.get(owner, FIELD.restOffset) === offset;
    return isFirst || isRest ? owner : NONE;
  }
}

function padded(bytes: number): number {
  return (bytes + 7) & ~7;
}
