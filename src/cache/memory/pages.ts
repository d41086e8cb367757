/**
 * The pool of pages that all objects of a store live in. A page is free, or *packed* with records of many
 * objects, or a *whole* page of one body. Bodies are chains of whole pages, which objects may share. All
 * of this is called under the store's lock.
 */
import { CONTROL, NONE } from './control.ts';

/** As large as a slab of a body that is being fetched, so that each goes over whole. */
export const PAGE_BYTES = 64 * 1024;
export const PAGE_SHIFT = 16;

/** Words of a page in the page table. */
export const PAGE_WORDS = 4;
const STATE = 0;
/** The next page of a chain, of a body or of free pages. */
const LINK = 1;
/** Packed: bytes of records in use. First of a body: objects that have it; any other of it: its place, negative. */
const WEIGHT = 2;
/** Packed: where the next record goes. Of a body: the stride it belongs to, or where the next stride begins. */
const USED = 3;

/**
 * So many pages on, the first of a stride points: a part far into a large body is found in dozens of steps instead
 * of thousands (12 % of the cost of 64 KiB out of 100 MiB).
 */
export const STRIDE_PAGES = 64;

const FREE = 0;
const PACKED = 1;
const WHOLE = 2;
/** Packed before the store was emptied: it goes with its last record, and none is moved. */
const LEFT = 3;

export class Pages {
  readonly count: number;
  readonly #words: Int32Array;
  readonly #control: Int32Array;

  constructor(words: Int32Array, control: Int32Array) {
    this.#words = words;
    this.#control = control;
    this.count = words.length / PAGE_WORDS;
  }

  get freeCount(): number {
    return this.#control[CONTROL.freePages]!;
  }

  isPacked(page: number): boolean {
    return this.#words[page * PAGE_WORDS + STATE] === PACKED;
  }

  /** Whether records still go there. */
  isOpen(page: number): boolean {
    return page === this.#control[CONTROL.openPage] || page === this.#control[CONTROL.claimPage];
  }

  next(page: number): number {
    return this.#words[page * PAGE_WORDS + LINK]!;
  }

  liveBytes(page: number): number {
    return this.#words[page * PAGE_WORDS + WEIGHT]!;
  }

  usedBytes(page: number): number {
    return this.#words[page * PAGE_WORDS + USED]!;
  }

  /** A page for records; there must be a free one. */
  takePacked(): number {
    return this.#take(PACKED);
  }

  /** A page for a body, behind its last one, or NONE for a body's first. */
  takeWhole(last: number): number {
    const page = this.#take(WHOLE);
    if (last === NONE) this.#words[page * PAGE_WORDS + WEIGHT] = 1;
    else this.#chain(last, page);
    return page;
  }

  /** From the first page of a stride to that of the next. */
  stride(page: number): number {
    return this.#words[page * PAGE_WORDS + USED]!;
  }

  /** Takes so many bytes at the end of a packed page; answers with where. */
  fill(page: number, bytes: number): number {
    const at = page * PAGE_WORDS;
    const offset = this.#words[at + USED]!;
    this.#words[at + USED] = offset + bytes;
    this.#words[at + WEIGHT]! += bytes;
    return offset;
  }

  /** A record of so many bytes is gone; the page with its last one. */
  empty(page: number, bytes: number): void {
    const left = this.liveBytes(page) - bytes;
    this.#words[page * PAGE_WORDS + WEIGHT] = left;
    if (left > 0) return;
    if (this.isOpen(page)) this.#close(page);
    this.#give(page);
  }

  /** One object more has this body. */
  shareBody(first: number): void {
    this.#words[first * PAGE_WORDS + WEIGHT]! += 1;
  }

  /** One object less; its pages go with the last. */
  leaveBody(first: number): void {
    const left = this.#words[first * PAGE_WORDS + WEIGHT]! - 1;
    this.#words[first * PAGE_WORDS + WEIGHT] = left;
    if (left > 0) return;
    for (let page = first; page !== NONE; ) {
      const next = this.next(page);
      this.#give(page);
      page = next;
    }
  }

  /** Forgets what every page was for, but not the chains of bodies: `keepPacked` and `keepBody` say what stays. */
  forget(): void {
    for (let page = 0; page < this.#control[CONTROL.freshPage]!; page++) {
      this.#words[page * PAGE_WORDS + STATE] = FREE;
      this.#words[page * PAGE_WORDS + WEIGHT] = 0;
    }
    this.#control[CONTROL.openPage] = NONE;
    this.#control[CONTROL.claimPage] = NONE;
  }

  /** After `forget`: these bytes are in use, and no more go here. */
  keepPacked(page: number, bytes: number): void {
    const at = page * PAGE_WORDS;
    this.#words[at + STATE] = LEFT;
    this.#words[at + WEIGHT]! += bytes;
  }

  /** After `forget`: this body is in use. */
  keepBody(first: number): void {
    this.shareBody(first);
    for (let page = first; page !== NONE; page = this.next(page))
      this.#words[page * PAGE_WORDS + STATE] = WHOLE;
  }

  /** After `forget` and all that was kept: the rest is free. */
  freeTheRest(): void {
    const fresh = this.#control[CONTROL.freshPage]!;
    this.#control[CONTROL.freePage] = NONE;
    this.#control[CONTROL.freePages] = this.count - fresh;
    for (let page = fresh - 1; page >= 0; page--) {
      if (this.#words[page * PAGE_WORDS + STATE] === FREE) this.#give(page);
    }
  }

  #close(page: number): void {
    const kind = page === this.#control[CONTROL.openPage] ? CONTROL.openPage : CONTROL.claimPage;
    this.#control[kind] = NONE;
  }

  #chain(last: number, page: number): void {
    const before = last * PAGE_WORDS;
    const at = page * PAGE_WORDS;
    const lastPlace = Math.max(0, -this.#words[before + WEIGHT]!);
    const stride = lastPlace % STRIDE_PAGES === 0 ? last : this.#words[before + USED]!;
    this.#words[before + LINK] = page;
    this.#words[at + WEIGHT] = -(lastPlace + 1);
    if ((lastPlace + 1) % STRIDE_PAGES === 0) this.#words[stride * PAGE_WORDS + USED] = page;
    else this.#words[at + USED] = stride;
  }

  /** Pages used before come first, so that no more memory is taken than is needed. */
  #take(state: number): number {
    const given = this.#control[CONTROL.freePage]!;
    const page = given === NONE ? this.#control[CONTROL.freshPage]! : given;
    if (given === NONE) this.#control[CONTROL.freshPage] = page + 1;
    else this.#control[CONTROL.freePage] = this.next(page);
    this.#control[CONTROL.freePages]! -= 1;
    const at = page * PAGE_WORDS;
    this.#words[at + STATE] = state;
    this.#words[at + LINK] = NONE;
    this.#words[at + WEIGHT] = 0;
    this.#words[at + USED] = 0;
    return page;
  }

  #give(page: number): void {
    const at = page * PAGE_WORDS;
    this.#words[at + STATE] = FREE;
    this.#words[at + LINK] = this.#control[CONTROL.freePage]!;
    this.#control[CONTROL.freePage] = page;
    this.#control[CONTROL.freePages]! += 1;
  }
}
