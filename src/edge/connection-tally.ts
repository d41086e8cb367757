/** Connections of one port, over all workers that listen on it: a row of shared memory for each. */

/** A cache line of 64 bytes: workers that count at once do not slow each other. */
const ROW_LENGTH = 16;

/** Room for the tallies of so many workers. */
export function createConnectionRows(workers: number): SharedArrayBuffer {
  return new SharedArrayBuffer(workers * ROW_LENGTH * Int32Array.BYTES_PER_ELEMENT);
}

export class ConnectionTally {
  readonly #cells: Int32Array;
  readonly #row: number;

  constructor(rows = createConnectionRows(1), worker = 0) {
    this.#cells = new Int32Array(rows);
    this.#row = worker * ROW_LENGTH;
  }

  /** Over all workers. */
  get count(): number {
    let count = 0;
    for (let at = 0; at < this.#cells.length; at += ROW_LENGTH) count += this.#cells[at]!;
    return count;
  }

  add(connections: number): void {
    this.#cells[this.#row]! += connections;
  }

  /** This worker is dead: it has none. */
  clear(): void {
    this.#cells[this.#row] = 0;
  }
}
