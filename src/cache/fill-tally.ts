/**
 * How many fills are in flight at one edge location, and the bytes held for them: a row of shared memory for each
 * worker, which only that worker writes, so that nobody waits for anybody and a dead worker's row can be emptied.
 * Ahead of them stands how many rows there are to be summed: 32, where one counts, were 1 % of a small miss.
 */

/** A cache line of 64 bytes: workers that count at once do not slow each other. */
const ROW_LENGTH = 8;
const BYTES = 1;

/** Room for the tallies of so many workers. */
export function createFillTallies(workers: number): SharedArrayBuffer {
  return new SharedArrayBuffer((1 + workers) * ROW_LENGTH * Float64Array.BYTES_PER_ELEMENT);
}

/** What a worker held is held no more. */
export function clearFillTally(rows: SharedArrayBuffer, worker: number): void {
  new Float64Array(rows).fill(0, rowOf(worker), rowOf(worker + 1));
}

export class FillTally {
  readonly #cells: Float64Array;
  readonly #row: number;
  /** One number: where the rows end that anybody has counted in. */
  readonly #end: Int32Array;

  constructor(rows = createFillTallies(1), worker = 0) {
    this.#cells = new Float64Array(rows);
    this.#row = rowOf(worker);
    this.#end = new Int32Array(rows, 0, 1);
    this.#raiseEnd(rowOf(worker + 1));
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
    const end = this.#end[0]!;
    for (let at = ROW_LENGTH + column; at < end; at += ROW_LENGTH) sum += this.#cells[at]!;
    return sum;
  }

  /** Other workers may do so at the same moment. */
  #raiseEnd(wanted: number): void {
    let end = Atomics.load(this.#end, 0);
    while (end < wanted) end = Atomics.compareExchange(this.#end, 0, end, wanted);
  }
}

function rowOf(worker: number): number {
  return (1 + worker) * ROW_LENGTH;
}
