/**
 * What one edge location counts; metrics and the operator's window read it. The numbers lie in memory that all
 * workers share, a row for each: a worker writes its own and asks nobody (an addition costs what one to a field of
 * an object does), whoever reports adds them up, and a worker that dies takes none of its counts along.
 */
import type { ResultType } from '../policy/result-type.ts';

/** Counts since the start, over all workers. */
export interface EdgeCounts {
  readonly requests: Readonly<Record<ResultType, number>>;
  readonly originRequests: number;
  readonly originFaults: number;
  readonly originBytes: number;
  readonly viewerBytes: number;
  readonly inFlight: number;
  readonly followers: number;
}

const AT = {
  ...{ Hit: 0, RefreshHit: 1, Miss: 2, Error: 3, LimitExceeded: 4, CapacityExceeded: 5 },
  ...{ originRequests: 6, originFaults: 7, originBytes: 8, viewerBytes: 9, inFlight: 10, followers: 11 },
} as const satisfies Record<ResultType | Exclude<keyof EdgeCounts, 'requests'>, number>;
/** Whole cache lines of 64 bytes: workers that count at once do not slow each other. */
const ROW_LENGTH = 16;
const ROW_BYTES = ROW_LENGTH * Float64Array.BYTES_PER_ELEMENT;

/** Room for the counts of so many workers. */
export function createCounterRows(workers: number): SharedArrayBuffer {
  return new SharedArrayBuffer(workers * ROW_BYTES);
}

/** What has been counted in all rows. */
export function totalCounts(rows: SharedArrayBuffer): EdgeCounts {
  const cells = new Float64Array(rows);
  const sum = (name: keyof typeof AT) => {
    let total = 0;
    for (let at: number = AT[name]; at < cells.length; at += ROW_LENGTH) total += cells[at]!;
    return total;
  };
  return {
    requests: {
      Hit: sum('Hit'),
      RefreshHit: sum('RefreshHit'),
      Miss: sum('Miss'),
      Error: sum('Error'),
      LimitExceeded: sum('LimitExceeded'),
      CapacityExceeded: sum('CapacityExceeded'),
    },
    originRequests: sum('originRequests'),
    originFaults: sum('originFaults'),
    originBytes: sum('originBytes'),
    viewerBytes: sum('viewerBytes'),
    inFlight: sum('inFlight'),
    followers: sum('followers'),
  };
}

/** One worker's row. */
export class Counters {
  readonly #row: Float64Array;

  constructor(rows: SharedArrayBuffer, worker: number) {
    this.#row = new Float64Array(rows, worker * ROW_BYTES, ROW_LENGTH);
  }

  /** A request is answered, with so many bytes, headers included. */
  countAnswer(result: ResultType, viewerBytes: number): void {
    this.#row[AT[result]]! += 1;
    this.#row[AT.viewerBytes]! += viewerBytes;
  }

  /** Exchanges begun and not yet finished. */
  get inFlight(): number {
    return this.#row[AT.inFlight]!;
  }

  set inFlight(value: number) {
    this.#row[AT.inFlight] = value;
  }

  /** Fetches handed to origins, revalidations included; retries of one fetch count once. */
  get originRequests(): number {
    return this.#row[AT.originRequests]!;
  }

  set originRequests(value: number) {
    this.#row[AT.originRequests] = value;
  }

  /** Fetches that ended in an origin fault. */
  get originFaults(): number {
    return this.#row[AT.originFaults]!;
  }

  set originFaults(value: number) {
    this.#row[AT.originFaults] = value;
  }

  /** Body bytes received from origins. */
  get originBytes(): number {
    return this.#row[AT.originBytes]!;
  }

  set originBytes(value: number) {
    this.#row[AT.originBytes] = value;
  }

  /** Requests that were answered from another viewer's fetch. */
  get followers(): number {
    return this.#row[AT.followers]!;
  }

  set followers(value: number) {
    this.#row[AT.followers] = value;
  }
}
