/**
 * After a worker died: its holds, drafts and claims go. If it died within a critical section, tables may be
 * half changed, and only what living workers hold is sure to be whole: all else is given up, and the tables
 * are made anew around what is left.
 */
import type { Claims } from '../claims.ts';
import { CONTROL, NONE, TALLY } from './control.ts';
import { FIELD, STATE } from './entries.ts';
import type { Holds } from './holds.ts';
import type { Tables } from './tables.ts';

/** Entries looked at in one critical section. */
const STEP_ENTRIES = 4096;

export class Recovery {
  readonly #tables: Tables;
  readonly #holds: Holds;
  readonly #claims: Claims;

  constructor(tables: Tables, holds: Holds, claims: Claims) {
    this.#tables = tables;
    this.#holds = holds;
    this.#claims = claims;
  }

  workerGone(worker: number): void {
    const { lock, entries } = this.#tables;
    if (lock.inherit(worker)) {
      this.#empty(worker);
      lock.give();
    }
    for (let first = 0; first < entries.end; first += STEP_ENTRIES) {
      lock.take();
      try {
        const end = Math.min(first + STEP_ENTRIES, entries.end);
        for (let entry = first; entry < end; entry++) this.#letGo(entry, worker);
      } finally {
        lock.give();
      }
    }
  }

  #letGo(entry: number, worker: number): void {
    const { entries } = this.#tables;
    const state = entries.state(entry);
    const left = entries.unpin(entry, 1 << worker);
    if (state === STATE.claim && entries.get(entry, FIELD.claimant) === worker) this.#claims.remove(entry);
    if (left !== 0 || (state !== STATE.condemned && state !== STATE.draft)) return;
    const sizeBytes = state === STATE.draft ? this.#tables.bodyBytes(entry) : this.#tables.sizeBytes(entry);
    this.#tables.count(state === STATE.draft ? TALLY.draftBytes : TALLY.pinnedBytes, -sizeBytes);
    this.#holds.free(entry);
  }

  #empty(worker: number): void {
    const { entries, index, recency, pages, memory } = this.#tables;
    index.clear();
    recency.clear();
    pages.forget();
    memory.control[CONTROL.count] = 0;
    memory.control[CONTROL.freeEntry] = NONE;
    for (const tally of [TALLY.bytes, TALLY.draftBytes, TALLY.pinnedBytes]) memory.tallies[tally] = 0;
    for (let entry = entries.end - 1; entry >= 0; entry--) {
      if (entries.unpin(entry, 1 << worker) === 0) entries.give(entry);
      else this.#keep(entry);
    }
    pages.freeTheRest();
  }

  #keep(entry: number): void {
    const { entries, pages, packing } = this.#tables;
    const isDraft = entries.state(entry) === STATE.draft;
    if (!isDraft) entries.setState(entry, STATE.condemned);
    const sizeBytes = isDraft ? this.#tables.bodyBytes(entry) : this.#tables.sizeBytes(entry);
    this.#tables.count(isDraft ? TALLY.draftBytes : TALLY.pinnedBytes, sizeBytes);
    if (entries.get(entry, FIELD.bodyPages) > 0) pages.keepBody(entries.get(entry, FIELD.bodyPage));
    packing.keep(entry);
  }
}
