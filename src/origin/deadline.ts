/**
 * A silence that may last so long. Every byte only notes the time; one timer runs and, when it fires early,
 * waits for the rest, so neither a fast body nor many short answers cost timers.
 */
import type { Clock, Timer } from '../clock.ts';

export class Deadline {
  readonly #clock: Clock;
  readonly #timeoutMs: number;
  readonly #onDue: () => void;
  #heardAt = 0;
  #isAwaiting = false;
  #timer: Timer | null = null;

  constructor(clock: Clock, timeoutMs: number, onDue: () => void) {
    this.#clock = clock;
    this.#timeoutMs = timeoutMs;
    this.#onDue = onDue;
  }

  /** The silence begins, or begins anew. */
  start(): void {
    this.#heardAt = this.#clock.realNow();
    this.#isAwaiting = true;
    this.#timer ??= this.#clock.after(this.#timeoutMs, () => this.#check());
  }

  /** Nothing is awaited for now; the timer stays for the next silence. */
  stop(): void {
    this.#isAwaiting = false;
  }

  /** Nothing will be awaited any more. */
  close(): void {
    this.stop();
    this.#timer?.cancel();
    this.#timer = null;
  }

  #check(): void {
    this.#timer = null;
    if (!this.#isAwaiting) return;
    const leftMs = this.#heardAt + this.#timeoutMs - this.#clock.realNow();
    if (leftMs > 0) this.#timer = this.#clock.after(leftMs, () => this.#check());
    else this.#onDue();
  }
}
