/** What answers came to: by phase, edge location and result, and in the order of time. */
import { isError, isHit, RESULTS, type Result } from './answer-result.ts';
import { Course } from './course.ts';
import { Histogram } from './histogram.ts';
import type { Measured } from './thresholds.ts';

/** One request's end. */
export interface Completion {
  readonly phase: number;
  /** POP code, as the answer says, else as was meant. */
  readonly pop: string;
  readonly result: Result;
  /** Headers and body as received. */
  readonly bytes: number;
  /** From the moment it was meant to begin: what a viewer would have waited (no coordinated omission). */
  readonly latencyMs: number;
  /** From the moment it was sent. */
  readonly serviceMs: number;
  /** From the run's start to its end. */
  readonly atMs: number;
}

export class Cell {
  count = 0;
  bytes = 0;
  readonly latency = new Histogram();
  readonly service = new Histogram();

  add(other: Cell): void {
    this.count += other.count;
    this.bytes += other.bytes;
    this.latency.add(other.latency);
    this.service.add(other.service);
  }
}

/** By result. */
export type Cells = Map<Result, Cell>;

export class Tally {
  /** By phase, then POP code. */
  readonly #phases: Map<string, Cells>[];
  readonly course = new Course();

  constructor(phases: number) {
    this.#phases = Array.from({ length: phases }, () => new Map());
  }

  record(completion: Completion): void {
    const { result, bytes, latencyMs, serviceMs } = completion;
    const cell = cellOf(this.#phases[completion.phase]!, completion.pop, result);
    cell.count += 1;
    cell.bytes += bytes;
    cell.latency.record(latencyMs);
    cell.service.record(serviceMs);
    this.course.record(completion);
  }

  pops(phase: number): string[] {
    return [...this.#phases[phase]!.keys()].sort();
  }

  /** Of one edge location in a phase, or of all. */
  cells(phases: readonly number[], pop: string | null): Cells {
    const sum: Cells = new Map();
    for (const phase of phases) {
      for (const [name, cells] of this.#phases[phase]!) {
        if (pop !== null && name !== pop) continue;
        for (const [result, cell] of cells) provide(sum, result).add(cell);
      }
    }
    return sum;
  }
}

function cellOf(pops: Map<string, Cells>, pop: string, result: Result): Cell {
  const cells = pops.get(pop) ?? new Map<Result, Cell>();
  pops.set(pop, cells);
  return provide(cells, result);
}

function provide(cells: Cells, result: Result): Cell {
  const cell = cells.get(result) ?? new Cell();
  cells.set(result, cell);
  return cell;
}

/** Of a time, an edge location or both. */
export interface Summary extends Measured {
  readonly requests: number;
  readonly bytes: number;
  readonly errors: number;
  readonly failed: number;
  readonly originRequests: number | null;
  readonly originBytes: number | null;
  readonly originByteOffload: number | null;
  readonly results: readonly ResultSummary[];
}

export interface ResultSummary {
  readonly result: Result;
  readonly count: number;
  readonly bytes: number;
  readonly latencyMs: Percentiles;
  readonly serviceMs: Percentiles;
}

export interface Percentiles {
  readonly mean: number;
  readonly p50: number;
  readonly p90: number;
  readonly p95: number;
  readonly p99: number;
  readonly p999: number;
  readonly max: number;
}

export interface OriginCount {
  readonly requests: number;
  readonly bytes: number;
}

/** `origin`: what it was asked meanwhile; null where nobody counted, and then answers from caches tell. */
export function summaryOf(cells: Cells, seconds: number, origin: OriginCount | null): Summary {
  const all = new Cell();
  let [hits, hitBytes, errors] = [0, 0, 0];
  for (const [result, cell] of cells) {
    all.add(cell);
    if (isHit(result)) [hits, hitBytes] = [hits + cell.count, hitBytes + cell.bytes];
    if (isError(result)) errors += cell.count;
  }
  return {
    requests: all.count,
    bytes: all.bytes,
    errors,
    failed: cells.get('Failed')?.count ?? 0,
    requestsPerSecond: seconds > 0 ? all.count / seconds : null,
    hitRatio: share(hits, all.count),
    byteHitRatio: share(hitBytes, all.bytes),
    errorShare: share(errors, all.count),
    originRequests: origin?.requests ?? null,
    originBytes: origin?.bytes ?? null,
    originOffload: origin === null ? share(hits, all.count) : offload(origin.requests, all.count),
    originByteOffload: origin === null ? null : offload(origin.bytes, all.bytes),
    p50Ms: percentile(all, 0.5),
    p95Ms: percentile(all, 0.95),
    p99Ms: percentile(all, 0.99),
    results: RESULTS.flatMap((result) => resultSummary(result, cells.get(result))),
  };
}

export function percentilesOf(histogram: Histogram): Percentiles {
  const at = (part: number) => histogram.percentileMs(part);
  const [p50, p90, p95, p99, p999] = [at(0.5), at(0.9), at(0.95), at(0.99), at(0.999)];
  return { mean: histogram.meanMs, p50, p90, p95, p99, p999, max: histogram.maxMs };
}

function resultSummary(result: Result, cell: Cell | undefined): ResultSummary[] {
  if (cell === undefined) return [];
  const { count, bytes } = cell;
  return [
    { result, count, bytes, latencyMs: percentilesOf(cell.latency), serviceMs: percentilesOf(cell.service) },
  ];
}

function share(part: number, whole: number): number | null {
  return whole === 0 ? null : part / whole;
}

function offload(asked: number, whole: number): number | null {
  return whole === 0 ? null : Math.max(0, 1 - asked / whole);
}

function percentile(cell: Cell, part: number): number | null {
  return cell.count === 0 ? null : cell.latency.percentileMs(part);
}
