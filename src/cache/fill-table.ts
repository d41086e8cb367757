/**
 * The fills of one worker, each at a place of its own, and which of them may be joined under which key.
 *
 * The Map holds places and never fills. A Map that entries come to and go from is rebuilt every so many of them, and
 * V8 leaves in the former table what it held and the way to the next one. Once one of these has grown old, all behind
 * it pass for alive until the whole heap is collected: with fills in them, and all that a fill knows of, half of what
 * misses allocate outlived its collection, and those of a miss of 1 KiB that is not kept took 14 % of the time; so 2 %.
 */
import type { Fill } from './fill.ts';

export class FillTable {
  readonly #fills: (Fill | null)[] = [];
  readonly #free: number[] = [];
  readonly #joinable = new Map<string, number>();

  /** Where the next fill to be added belongs. */
  freePlace(): number {
    return this.#free.pop() ?? this.#fills.push(null) - 1;
  }

  /** `isShared`: others may find it under its key. */
  add(fill: Fill, isShared: boolean): void {
    this.#fills[fill.tablePlace] = fill;
    if (isShared) this.#joinable.set(fill.place.key, fill.tablePlace);
  }

  find(key: string): Fill | null {
    const place = this.#joinable.get(key);
    return place === undefined ? null : this.#fills[place]!;
  }

  /** Found no more; whether it was to be. */
  close(fill: Fill): boolean {
    return this.find(fill.place.key) === fill && this.#joinable.delete(fill.place.key);
  }

  /** Closed before; whether it was here. */
  remove(fill: Fill): boolean {
    if (this.#fills[fill.tablePlace] !== fill) return false;
    this.#fills[fill.tablePlace] = null;
    this.#free.push(fill.tablePlace);
    return true;
  }

  *[Symbol.iterator](): Generator<Fill> {
    for (const fill of this.#fills) {
      if (fill !== null) yield fill;
    }
  }
}
