/** A clock that stands still until a test moves it: no test waits for real time. */
import type { Clock, Timer } from '../../src/clock.ts';

interface Pending {
  readonly clock: 'real' | 'simulated';
  readonly dueAt: number;
  readonly task: () => void;
}

/** 2013-06-01T00:00:00Z, inside era 12. */
export const START_MS = Date.UTC(2013, 5, 1);

export class ManualClock implements Clock {
  #real: number;
  #simulated: number;
  readonly #pending = new Set<Pending>();

  constructor(startMs = START_MS) {
    this.#real = startMs;
    this.#simulated = startMs;
  }

  now(): number {
    return this.#simulated;
  }

  realNow(): number {
    return this.#real;
  }

  after(delayMs: number, task: () => void): Timer {
    return this.#wait({ clock: 'real', dueAt: this.#real + delayMs, task });
  }

  afterSimulated(delayMs: number, task: () => void): Timer {
    return this.#wait({ clock: 'simulated', dueAt: this.#simulated + delayMs, task });
  }

  advance(seconds: number): void {
    this.#simulated += seconds * 1000;
    this.tick(0);
  }

  /** Lets real time pass: both clocks move, and the timers that fall due run in order. */
  tick(ms: number): void {
    const target = this.#real + ms;
    for (let next = this.#nextDue(target); next !== null; next = this.#nextDue(target)) {
      this.#moveTo(this.#realDue(next));
      this.#pending.delete(next);
      next.task();
    }
    this.#moveTo(target);
  }

  /** Timers still waiting: a test that leaks one can see it. */
  get pendingTimers(): number {
    return this.#pending.size;
  }

  #wait(pending: Pending): Timer {
    this.#pending.add(pending);
    return { cancel: () => this.#pending.delete(pending) };
  }

  #realDue({ clock, dueAt }: Pending): number {
    return clock === 'real' ? dueAt : this.#real + dueAt - this.#simulated;
  }

  #moveTo(real: number): void {
    this.#simulated += Math.max(0, real - this.#real);
    this.#real = Math.max(this.#real, real);
  }

  #nextDue(target: number): Pending | null {
    let earliest: Pending | null = null;
    for (const pending of this.#pending) {
      const due = this.#realDue(pending);
      if (due <= target && (earliest === null || due < this.#realDue(earliest))) earliest = pending;
    }
    return earliest;
  }
}
