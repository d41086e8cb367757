/**
 * The body of an object on its way into the store, page by page as it arrives, so that little is left to
 * copy at its end: 64 KiB into fresh memory take 20 µs, so a body of 1 GiB would stop the world for a third
 * of a second. What a draft takes counts against the capacity from the beginning.
 */
import { NONE, TALLY } from './memory/control.ts';
import { FIELD, STATE } from './memory/entries.ts';
import type { Holds } from './memory/holds.ts';
import { PAGE_BYTES } from './memory/pages.ts';
import type { Room } from './memory/room.ts';
import type { Body } from './stored-object.ts';

const FIRST_NEED = { bytes: PAGE_BYTES, pages: 1, entries: 1 };
const NEXT_NEED = { bytes: PAGE_BYTES, pages: 1, entries: 0 };

export class Draft {
  readonly #holds: Holds;
  readonly #room: Room;
  #entry = NONE;
  #last = NONE;
  #pages = 0;
  #hasFailed = false;

  constructor(holds: Holds, room: Room) {
    this.#holds = holds;
    this.#room = room;
  }

  get pages(): number {
    return this.#pages;
  }

  /** Copies the body's whole pages that are not copied yet; false, for good, when there was no room for one. */
  take(body: Body): boolean {
    while (!this.#hasFailed && (this.#pages + 1) * PAGE_BYTES <= body.sizeBytes) {
      if (this.#room.make(this.#entry === NONE ? FIRST_NEED : NEXT_NEED, () => this.#addPage()))
        this.#copy(body);
      else this.drop();
    }
    return !this.#hasFailed;
  }

  /** Under the lock: the pages are an object's from here on, which has this entry. */
  become(state: number): number {
    const entry = this.#entry;
    const { tables } = this.#holds;
    tables.count(TALLY.draftBytes, -this.#pages * PAGE_BYTES);
    tables.entries.setState(entry, state);
    this.#entry = NONE;
    this.#hasFailed = true;
    return entry;
  }

  /** Gives back what it took; harmless when it became an object. */
  drop(): void {
    this.#hasFailed = true;
    if (this.#entry === NONE) return;
    const { tables } = this.#holds;
    tables.lock.take();
    const entry = this.become(STATE.condemned);
    tables.count(TALLY.pinnedBytes, tables.sizeBytes(entry));
    tables.lock.give();
    this.#holds.release(entry);
  }

  #addPage(): void {
    const { tables } = this.#holds;
    const { entries, pages } = tables;
    if (this.#entry === NONE) {
      this.#entry = entries.take(STATE.draft);
      this.#holds.take(this.#entry);
    }
    this.#last = pages.takeWhole(this.#last);
    if (this.#pages === 0) entries.set(this.#entry, FIELD.bodyPage, this.#last);
    this.#pages += 1;
    entries.set(this.#entry, FIELD.bodyPages, this.#pages);
    tables.count(TALLY.draftBytes, PAGE_BYTES);
  }

  /** Without the lock: nobody else knows the page. */
  #copy(body: Body): void {
    const { memory } = this.#holds.tables;
    const target = memory.segmentOf(this.#last).bytes;
    const start = (this.#pages - 1) * PAGE_BYTES;
    const at = memory.startOf(this.#last);
    for (let copied = 0; copied < PAGE_BYTES; ) {
      copied += body.read(start + copied, start + PAGE_BYTES).copy(target, at + copied);
    }
  }
}
