/**
 * A silence that may last so long. Every byte only notes the time; one timer runs and, when it fires early,
 * waits for the rest, so a fast body costs no timers.
 */
import type { Clock, Timer } from '../clock.ts';

export class Deadline {
  readonly #clock: Clock;
  readonly #timeoutMs: number;
  readonly #onDue: () => void;
  #heardAt: number;
  #timer: Timer | null = null;

  constructor(clock: Clock, timeoutMs: number, onDue: () => void) {
    this.#clock = clock;
    this.#timeoutMs = timeoutMs;
    this.#onDue = onDue;
    this.#heardAt = clock.realNow();
  }

  /** The silence begins, or begins anew. */
  start(): void {
    this.#heardAt = this.#clock.realNow();
    this.#timer ??= this.#clock.after(this.#timeoutMs, () => this.#check());
  }

  /** Nothing is awaited. */
  stop(): void {
    this.#timer?.cancel();
    this.#timer = null;
  }

  #check(): void {
    const leftMs = this.#heardAt + this.#timeoutMs - this.#clock.realNow();
    this.#timer = leftMs > 0 ? this.#clock.after(leftMs, () => this.#check()) : null;
    if (leftMs <= 0) this.#onDue();
  }
}
