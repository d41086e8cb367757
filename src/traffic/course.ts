/**
 * A run in the order of time: second by second, and once there are many, by spans of two, four, eight… of them, so that
 * a run of days takes no more memory than one of an hour.
 */
import type { Result } from './answer-result.ts';
import { Histogram } from './histogram.ts';

/** One request's end, as far as a moment of the run is told by it. */
export interface CourseEvent {
  readonly result: Result;
  readonly bytes: number;
  readonly latencyMs: number;
  /** From the run's start. */
  readonly atMs: number;
}

export interface Span {
  /** Its first second of the run. */
  readonly at: number;
  readonly counts: Partial<Record<Result, number>>;
  readonly bytes: Partial<Record<Result, number>>;
  readonly latency: Histogram;
}

/** Seconds of a run of 68 minutes; with 10 to 30 KB each, about 80 MB. */
export const MOST_SPANS = 4096;
/** The one that is under way and the last whole one. */
const RECENT_SECONDS = 2;

export class Course {
  /** So long is each span: 1, then 2, 4, 8… */
  spanSeconds = 1;
  #spans: Span[] = [];
  readonly #recent: Span[] = [];

  get spans(): readonly Span[] {
    return this.#spans;
  }

  record(event: CourseEvent): void {
    const at = Math.max(0, Math.floor(event.atMs / 1000));
    count(this.#spanOf(at), event);
    count(this.#secondOf(at), event);
  }

  /** One of the latest two seconds; null where nothing ended in it. */
  second(at: number): Span | null {
    return this.#recent.find((one) => one.at === at) ?? null;
  }

  #spanOf(second: number): Span {
    while (second >= MOST_SPANS * this.spanSeconds) this.#double();
    const place = Math.floor(second / this.spanSeconds);
    while (this.#spans.length <= place) this.#spans.push(spanAt(this.#spans.length * this.spanSeconds));
    return this.#spans[place]!;
  }

  #double(): void {
    this.spanSeconds *= 2;
    const wide: Span[] = [];
    for (const span of this.#spans) {
      if (span.at % this.spanSeconds === 0) wide.push(span);
      else merge(wide.at(-1)!, span);
    }
    this.#spans = wide;
  }

  #secondOf(at: number): Span {
    const last = this.#recent.at(-1);
    if (last?.at === at) return last;
    if (this.#recent.length === RECENT_SECONDS) this.#recent.shift();
    const span = spanAt(at);
    this.#recent.push(span);
    return span;
  }
}

function spanAt(at: number): Span {
  return { at, counts: {}, bytes: {}, latency: new Histogram() };
}

function count({ counts, bytes, latency }: Span, event: CourseEvent): void {
  counts[event.result] = (counts[event.result] ?? 0) + 1;
  bytes[event.result] = (bytes[event.result] ?? 0) + event.bytes;
  latency.record(event.latencyMs);
}

function merge(into: Span, { counts, bytes, latency }: Span): void {
  for (const result of Object.keys(counts) as Result[]) {
    into.counts[result] = (into.counts[result] ?? 0) + counts[result]!;
    into.bytes[result] = (into.bytes[result] ?? 0) + bytes[result]!;
  }
  into.latency.add(latency);
}
