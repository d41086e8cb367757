/**
 * What this worker holds. All workers together see one bit for each worker: an entry with a bit is neither
 * moved nor freed, and whoever takes the last one frees what was condemned. Only what one worker holds more
 * than once, as when two viewers are slow at the same object, is counted, so that a hit touches no table of counts.
 */
import { TALLY } from './control.ts';
import { FIELD, STATE } from './entries.ts';
import type { Tables } from './tables.ts';

export class Holds {
  readonly tables: Tables;
  readonly #bit: number;
  /** Holds beyond the first. */
  readonly #more = new Map<number, number>();

  constructor(tables: Tables, worker: number) {
    this.tables = tables;
    this.#bit = 1 << worker;
  }

  /** Under the lock, or of what this worker holds already. */
  take(entry: number): void {
    const { entries } = this.tables;
    if ((entries.pins(entry) & this.#bit) === 0) entries.pin(entry, this.#bit);
    else this.#more.set(entry, (this.#more.get(entry) ?? 0) + 1);
  }

  /** Without the lock, unless it was condemned: 13 ns instead of 30. */
  release(entry: number): void {
    const { entries } = this.tables;
    if (this.#more.size > 0 && this.#releaseOneOfMore(entry)) return;
    if (entries.unpin(entry, this.#bit) !== 0) return;
    if (entries.state(entry) === STATE.condemned) this.#bury(entry);
  }

  /** Under the lock: stored no more, and gone unless somebody holds it. */
  condemn(entry: number): void {
    const { entries } = this.tables;
    entries.setState(entry, STATE.condemned);
    if (entries.pins(entry) === 0) this.free(entry);
    else this.tables.count(TALLY.pinnedBytes, this.tables.sizeBytes(entry));
  }

  /** Under the lock: record, body and entry. */
  free(entry: number): void {
    const { entries, packing, pages } = this.tables;
    packing.release(entry);
    if (entries.get(entry, FIELD.bodyPages) > 0) pages.leaveBody(entries.get(entry, FIELD.bodyPage));
    entries.give(entry);
  }

  #releaseOneOfMore(entry: number): boolean {
    const more = this.#more.get(entry);
    if (more === undefined) return false;
    if (more === 1) this.#more.delete(entry);
    else this.#more.set(entry, more - 1);
    return true;
  }

  /** Two workers may come here at once for the same entry; the second finds it freed. */
  #bury(entry: number): void {
    const { entries, lock } = this.tables;
    lock.take();
    try {
      if (entries.state(entry) !== STATE.condemned || entries.pins(entry) !== 0) return;
      this.tables.count(TALLY.pinnedBytes, -this.tables.sizeBytes(entry));
      this.free(entry);
    } finally {
      lock.give();
    }
  }
}
