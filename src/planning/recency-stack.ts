/**
 * Least-recently-used caches of many sizes at once, exactly, in one pass. Objects stand in the order in which they
 * were last asked for; one is still held by a cache when all that was asked for since, and itself, fit into it
 * (Mattson's stack distance, in bytes). The distance is a sum behind a position, found in logarithmic time.
 *
 * Two things keep caches of different sizes from holding the beginning of one and the same stack: an object too large
 * for a small cache, and a part that was passed through where the whole was absent (RG-3). So each object has a *level*:
 * it stands in the stacks of the caches from that number on. What leaves lower stacks leaves a ghost there, so that
 * nothing evicted long ago seems to come back.
 */
import { PrefixSums } from './prefix-sums.ts';

/** Caches are bits of one number. */
export const MAX_CACHES = 30;
const FIRST_POSITIONS = 1 << 12;
/** Stands for an object that is nowhere. */
const NOWHERE = 0;

export interface StackCache {
  readonly capacityBytes: number;
  /** Larger objects are never kept. */
  readonly maxObjectBytes: number;
}

export class RecencyStack {
  /** A bit for each cache. */
  readonly all: number;
  readonly #caches: readonly StackCache[];
  /** By slot. */
  #position = new Int32Array(1024);
  #bytes = new Float64Array(1024);
  #from = new Uint8Array(1024);
  #until = new Uint8Array(1024);
  #slots = 0;
  readonly #free: number[] = [];
  /** By position: the slot that stands there, less 1 for none. */
  #slotAt = new Int32Array(FIRST_POSITIONS + 1).fill(-1);
  #top = 0;
  /** Levels in use, lowest first: each is a column of the sums. */
  #levels: number[] = [0];
  #sums = new PrefixSums(FIRST_POSITIONS, 1);
  readonly #behind: Float64Array;
  readonly #onForgotten: (slot: number) => void;

  /** Smallest cache first. `onForgotten` is told of slots that no cache holds any more; they may be handed out again. */
  constructor(caches: readonly StackCache[], onForgotten: (slot: number) => void) {
    if (caches.length > MAX_CACHES) throw new Error(`at most ${MAX_CACHES} caches`);
    this.#caches = caches;
    this.#onForgotten = onForgotten;
    this.#behind = new Float64Array(caches.length);
    this.all = 2 ** caches.length - 1;
  }

  /** A number for a new object, which no cache holds yet. */
  slot(): number {
    const slot = this.#free.pop() ?? this.#slots++;
    if (slot >= this.#position.length) this.#growSlots();
    this.#position[slot] = NOWHERE;
    this.#until[slot] = this.#caches.length;
    return slot;
  }

  /** A bit for each cache that holds the object now. */
  holders(slot: number): number {
    const position = this.#position[slot]!;
    return position === NOWHERE ? 0 : this.#holdersAt(position, slot);
  }

  /**
   * The object was asked for and is now first in all caches that it is not too large for; with `only` in those it
   * was held by, from the smallest above which all are.
   */
  touch(slot: number, bytes: number, only: number = this.all): void {
    const base = this.#baseLevel(bytes);
    const level = only === this.all ? base : Math.max(base, lowestOfRun(only, this.#caches.length));
    this.#provideLevel(level);
    this.#leave(slot, level);
    if (level === this.#caches.length) return this.#forget(slot);
    if (this.#top + 1 >= this.#slotAt.length) this.#compact();
    this.#top += 1;
    this.#position[slot] = this.#top;
    this.#bytes[slot] = bytes;
    this.#from[slot] = level;
    this.#until[slot] = this.#caches.length;
    this.#slotAt[this.#top] = slot;
    this.#add(level, this.#top, bytes);
  }

  #holdersAt(position: number, slot: number): number {
    const [from, until] = [this.#from[slot]!, this.#until[slot]!];
    let bytes = this.#bytes[slot]!;
    let held = 0;
    const levels = this.#levels;
    this.#sums.sumsAfter(position, this.#behind);
    for (let column = 0, k = 0; column < levels.length; column++) {
      bytes += this.#behind[column]!;
      const next = Math.min(until, levels[column + 1] ?? until);
      for (; k < next; k++) if (k >= from && bytes <= this.#caches[k]!.capacityBytes) held |= 1 << k;
    }
    return held;
  }

  /** Goes from where it stood; in the stacks below the new level a ghost of it stays. */
  #leave(slot: number, newLevel: number): void {
    const position = this.#position[slot]!;
    if (position === NOWHERE) return;
    const from = this.#from[slot]!;
    const bytes = this.#bytes[slot]!;
    this.#position[slot] = NOWHERE;
    this.#slotAt[position] = -1;
    if (newLevel <= from) {
      this.#add(from, position, -bytes);
      return;
    }
    const ghost = this.slot();
    this.#put(ghost, position, { bytes, from, until: newLevel });
    this.#slotAt[position] = ghost;
    if (newLevel < this.#caches.length) this.#add(newLevel, position, -bytes);
  }

  #put(slot: number, position: number, place: { bytes: number; from: number; until: number }): void {
    this.#position[slot] = position;
    this.#bytes[slot] = place.bytes;
    this.#from[slot] = place.from;
    this.#until[slot] = place.until;
  }

  #add(level: number, position: number, bytes: number): void {
    this.#sums.add(position, this.#levels.indexOf(level), bytes);
  }

  /** For a level not used before, the sums are made anew with a column more. */
  #provideLevel(level: number): void {
    if (level === this.#caches.length || this.#levels.includes(level)) return;
    this.#levels = [...this.#levels, level].sort((one, other) => one - other);
    this.#sums = new PrefixSums(this.#slotAt.length - 1, this.#levels.length);
    for (let position = 1; position <= this.#top; position++) {
      const slot = this.#slotAt[position]!;
      if (slot >= 0) this.#sumUp(slot, position);
    }
  }

  /** What a slot weighs in the levels it stands in. */
  #sumUp(slot: number, position: number): void {
    const bytes = this.#bytes[slot]!;
    const until = this.#until[slot]!;
    this.#sums.add(position, this.#levels.indexOf(this.#from[slot]!), bytes);
    if (until < this.#caches.length) this.#sums.add(position, this.#levels.indexOf(until), -bytes);
  }

  #baseLevel(bytes: number): number {
    let k = 0;
    while (k < this.#caches.length && bytes > this.#caches[k]!.maxObjectBytes) k++;
    return k;
  }

  /** Forgets what no cache holds, closes the gaps, and makes room for as many positions again as are taken. */
  #compact(): void {
    const kept = this.#survivors();
    const size = Math.max(FIRST_POSITIONS, 2 ** Math.ceil(Math.log2(kept.length * 2 + 2)));
    this.#slotAt = new Int32Array(size + 1).fill(-1);
    this.#sums = new PrefixSums(size, this.#levels.length);
    this.#top = 0;
    for (let at = kept.length - 1; at >= 0; at--) this.#stand(kept[at]!);
  }

  #stand(slot: number): void {
    this.#top += 1;
    this.#position[slot] = this.#top;
    this.#slotAt[this.#top] = slot;
    this.#sumUp(slot, this.#top);
  }

  /** First the most recent. What is held nowhere, ghosts too, is kept as long as something held stands behind it. */
  #survivors(): number[] {
    const kept: number[] = [];
    let last = 0;
    for (let position = this.#top; position > 0; position--) {
      const slot = this.#slotAt[position]!;
      if (slot < 0) continue;
      kept.push(slot);
      if (!this.#isGhost(slot) && this.#holdersAt(position, slot) !== 0) last = kept.length;
    }
    for (const slot of kept.splice(last)) this.#forget(slot);
    return kept;
  }

  #isGhost(slot: number): boolean {
    return this.#until[slot]! < this.#caches.length;
  }

  #forget(slot: number): void {
    this.#position[slot] = NOWHERE;
    this.#free.push(slot);
    if (!this.#isGhost(slot)) this.#onForgotten(slot);
  }

  #growSlots(): void {
    const size = this.#position.length * 2;
    this.#position = grown(this.#position, new Int32Array(size));
    this.#bytes = grown(this.#bytes, new Float64Array(size));
    this.#from = grown(this.#from, new Uint8Array(size));
    this.#until = grown(this.#until, new Uint8Array(size));
  }
}

/** The least bit above which, up to the highest of `count`, all are set; `count` when the highest is not. */
function lowestOfRun(bits: number, count: number): number {
  let k = count;
  while (k > 0 && (bits & (1 << (k - 1))) !== 0) k--;
  return k;
}

function grown<T extends Int32Array | Float64Array | Uint8Array>(before: T, after: T): T {
  after.set(before as never);
  return after;
}
