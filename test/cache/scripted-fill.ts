/** A fill with a scripted owner, writer and readers, each keeping what it was told. */
import { expect } from 'vitest';
import { Fill, type FillOwner, type FillReader, type FillWriter } from '../../src/cache/fill.ts';
import { answer, pattern, place } from './objects.ts';

export class ScriptedFill implements FillOwner, FillWriter {
  readonly windowBytes: number;
  readonly fill: Fill;
  countedBytes = 0;
  timesGone = 0;
  timesAborted = 0;
  timesLetGo = 0;
  isPaused = false;

  constructor(windowBytes: number) {
    this.windowBytes = windowBytes;
    this.fill = new Fill({ place: place('/a'), owner: this, number: 1, tablePlace: 0, isMirror: false });
    this.fill.writtenBy(this);
  }

  onFillHolds(deltaBytes: number): void {
    this.countedBytes += deltaBytes;
  }

  onFillGone(fill: Fill): void {
    expect(fill).toBe(this.fill);
    this.timesGone += 1;
    expect(this.timesLetGo, 'let go once, before').toBe(this.timesGone);
  }

  pause(): void {
    expect(this.isPaused, 'paused twice').toBe(false);
    this.isPaused = true;
  }

  resume(): void {
    expect(this.isPaused, 'resumed without a pause').toBe(true);
    this.isPaused = false;
  }

  abort(): void {
    this.timesAborted += 1;
  }

  letGo(): void {
    this.timesLetGo += 1;
  }

  join(until = Number.POSITIVE_INFINITY, isGreedy = true): ScriptedReader {
    const reader = new ScriptedReader(this.fill, until, isGreedy);
    this.fill.join(reader);
    return reader;
  }

  stream(isKept: boolean, bodyBytes: number | null = null): void {
    this.fill.answer({ kind: 'stream', answer: answer({ bodyBytes }), ttlSeconds: 60 }, isKept);
  }

  /** Head and so much of the body came together. */
  streamWith(isKept: boolean, length: number): void {
    this.fill.answer({ kind: 'stream', answer: answer(), ttlSeconds: 60 }, isKept, true);
    this.write(length);
  }

  /** The next so many bytes of the pattern. */
  write(length: number): void {
    this.fill.write(pattern(this.fill.bytes.sizeBytes, length));
  }
}

/** Checks every byte it takes against the pattern; a greedy one takes all there is whenever it is told. */
export class ScriptedReader implements FillReader {
  position = 0;
  isAnswered = false;
  /** Fallen out: what it needs next is no longer held. */
  verdict: 'reading' | 'has its part' | 'complete' | 'cut' | 'fallen out' | 'left' = 'reading';
  readonly #fill: Fill;
  readonly #until: number;
  readonly #isGreedy: boolean;

  constructor(fill: Fill, until: number, isGreedy: boolean) {
    this.#fill = fill;
    this.#until = until;
    this.#isGreedy = isGreedy;
  }

  get isReading(): boolean {
    return this.verdict === 'reading';
  }

  onFillAnswered(): void {
    expect(this.isAnswered, 'answered twice').toBe(false);
    this.isAnswered = true;
    if (this.#isGreedy && this.#fill.bytes.sizeBytes > 0) this.take(Number.POSITIVE_INFINITY);
  }

  onFillMoved(): void {
    expect(this.isReading, 'told after it had left').toBe(true);
    if (this.#isGreedy) this.take(Number.POSITIVE_INFINITY);
  }

  /** Takes up to so many bytes, as a viewer that has room for them. */
  take(count: number): void {
    let room = count;
    while (room > 0 && this.isReading) {
      const bytes = this.#fill.bytes.read(this.position, Math.min(this.position + room, this.#until));
      expect(bytes.equals(pattern(this.position, bytes.length)), 'the bytes read').toBe(true);
      this.position += bytes.length;
      room -= bytes.length;
      if (bytes.length === 0) break;
    }
    this.#judge();
    this.#fill.pace();
  }

  leave(): void {
    this.verdict = 'left';
    this.#fill.leave(this);
  }

  #judge(): void {
    const { bytes, state } = this.#fill;
    if (!this.isReading) return;
    if (this.position >= this.#until) return this.#end('has its part');
    if (this.position < bytes.startBytes) return this.#end('fallen out');
    if (this.position < bytes.sizeBytes) return;
    if (state === 'complete' || state === 'cut') this.#end(state);
  }

  #end(verdict: ScriptedReader['verdict']): void {
    this.verdict = verdict;
    if (verdict === 'has its part' || verdict === 'complete') this.#fill.finish(this);
    else this.#fill.leave(this);
  }
}
