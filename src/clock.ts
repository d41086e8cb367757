/**
 * Time, handed to whoever needs it. Two clocks run side by side (D-1): the *simulated* one, which an
 * operator may move forward, rules freshness, Age, signed-URL dates and logs; the *real* one rules
 * time-outs, TLS and the arithmetic of `Expires`. Nobody else in the house reads the machine's time.
 */

/** A pending call; cancelling it twice, or after it ran, does nothing. */
export interface Timer {
  cancel(): void;
}

export interface Clock {
  /** Simulated time in epoch milliseconds; never runs backwards through `advance`. */
  now(): number;
  /** Real time in epoch milliseconds. */
  realNow(): number;
  /** Runs `task` once after `delayMs` of real time. */
  after(delayMs: number, task: () => void): Timer;
  /** Moves simulated time forward; real time and pending timers stay as they are. */
  advance(seconds: number): void;
}

class SystemTimer implements Timer {
  readonly #handle: NodeJS.Timeout;

  constructor(delayMs: number, task: () => void) {
    this.#handle = setTimeout(task, delayMs);
    this.#handle.unref();
  }

  cancel(): void {
    clearTimeout(this.#handle);
  }
}

/** The machine's clock, with the simulated one as an offset to it. */
export class SystemClock implements Clock {
  #offsetMs = 0;

  now(): number {
    return Date.now() + this.#offsetMs;
  }

  realNow(): number {
    return Date.now();
  }

  after(delayMs: number, task: () => void): Timer {
    return new SystemTimer(delayMs, task);
  }

  advance(seconds: number): void {
    this.#offsetMs += seconds * 1000;
  }
}
