/**
 * How many fills are in flight at one edge location, and the bytes held for them: a row of shared memory for each
 * worker, which only that worker writes, so that nobody waits for anybody and a dead worker's row can be emptied.
 */

/** A cache line of 64 bytes: workers that count at once do not slow each other. */
const ROW_LENGTH = 8;
const BYTES = 1;

/** Room for the tallies of so many workers. */
export function createFillTallies(workers: number): SharedArrayBuffer {
  return new SharedArrayBuffer(workers * ROW_LENGTH * Float64Array.BYTES_PER_ELEMENT);
}

/** What a worker held is held no more. */
export function clearFillTally(rows: SharedArrayBuffer, worker: number): void {
  new Float64Array(rows).fill(0, worker * ROW_LENGTH, (worker + 1) * ROW_LENGTH);
}

export class FillTally {
  readonly #cells: Float64Array;
  readonly #row: number;

  constructor(rows = createFillTallies(1), worker = 0) {
    this.#cells = new Float64Array(rows);
    this.#row = worker * ROW_LENGTH;
  }

  /** In flight, over all workers. */
  get fills(): number {
    return this.#sum(0);
  }

  /** Held for them, over all workers. */
  get bytes(): number {
    return this.#sum(BYTES);
  }

  /** Adds to this worker's row. */
  count(fills: number, bytes: number): void {
    this.#cells[this.#row]! += fills;
    this.#cells[this.#row + BYTES]! += bytes;
  }

  #sum(column: number): number {
    let sum = 0;
    for (let at = column; at < this.#cells.length; at += ROW_LENGTH) sum += this.#cells[at]!;
    return sum;
  }
}
