/** The stored objects from the newest to the oldest, by when they were last asked for: a chain through the entries. */
import { CONTROL, NONE } from './control.ts';
import { type Entries, FIELD } from './entries.ts';

export class Recency {
  readonly #entries: Entries;
  readonly #control: Int32Array;

  constructor(entries: Entries, control: Int32Array) {
    this.#entries = entries;
    this.#control = control;
  }

  get newest(): number {
    return this.#control[CONTROL.newest]!;
  }

  get oldest(): number {
    return this.#control[CONTROL.oldest]!;
  }

  older(entry: number): number {
    return this.#entries.get(entry, FIELD.older);
  }

  add(entry: number): void {
    const { newest } = this;
    this.#entries.set(entry, FIELD.newer, NONE);
    this.#entries.set(entry, FIELD.older, newest);
    if (newest === NONE) this.#control[CONTROL.oldest] = entry;
    else this.#entries.set(newest, FIELD.newer, entry);
    this.#control[CONTROL.newest] = entry;
  }

  remove(entry: number): void {
    const newer = this.#entries.get(entry, FIELD.newer);
    const older = this.#entries.get(entry, FIELD.older);
    if (newer === NONE) this.#control[CONTROL.newest] = older;
    else this.#entries.set(newer, FIELD.older, older);
    if (older === NONE) this.#control[CONTROL.oldest] = newer;
    else this.#entries.set(older, FIELD.newer, newer);
  }

  /** Makes it the newest. */
  touch(entry: number): void {
    if (this.newest === entry) return;
    this.remove(entry);
    this.add(entry);
  }

  clear(): void {
    this.#control[CONTROL.newest] = NONE;
    this.#control[CONTROL.oldest] = NONE;
  }
}
