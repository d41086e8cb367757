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
  /** Runs `task` once when `delayMs` of simulated time have passed, so moving the clock brings it nearer. */
  afterSimulated(delayMs: number, task: () => void): Timer;
  /** Moves simulated time forward; real time and the timers that go by it stay as they are. */
  advance(seconds: number): void;
}

/** Node fires what is to wait longer than this at once, so a longer wait is made of several. */
const LONGEST_WAIT_MS = 2 ** 31 - 1;

class SystemTimer implements Timer {
  #handle: NodeJS.Timeout;

  constructor(delayMs: number, task: () => void) {
    this.#handle = this.#wait(delayMs, task);
  }

  cancel(): void {
    clearTimeout(this.#handle);
  }

  #wait(leftMs: number, task: () => void): NodeJS.Timeout {
    const restMs = leftMs - LONGEST_WAIT_MS;
    const goOn = () => {
      this.#handle = this.#wait(restMs, task);
    };
    return setTimeout(restMs > 0 ? goOn : task, Math.min(leftMs, LONGEST_WAIT_MS)).unref();
  }
}

class SimulatedTimer implements Timer {
  readonly dueAt: number;
  readonly #task: () => void;
  readonly #timers: Set<SimulatedTimer>;
  #pending: Timer | null = null;

  constructor(dueAt: number, task: () => void, timers: Set<SimulatedTimer>) {
    this.dueAt = dueAt;
    this.#task = task;
    this.#timers = timers;
    timers.add(this);
  }

  /** Waits for what is left at simulated `now`, instead of what it waited for before. */
  wait(now: number): void {
    this.#pending?.cancel();
    this.#pending = new SystemTimer(Math.max(0, this.dueAt - now), () => {
      this.#timers.delete(this);
      this.#task();
    });
  }

  cancel(): void {
    this.#timers.delete(this);
    this.#pending?.cancel();
  }
}

/**
 * The machine's clock, with the simulated one as an offset to it. The offset lies in memory that threads share, so
 * that a clock moved is moved for all of them at once; only the thread that moves it may wait for simulated time.
 */
export class SystemClock implements Clock {
  readonly #simulatedTimers = new Set<SimulatedTimer>();
  /** How far simulated time is ahead, for clocks of other threads to be made with. */
  readonly offset: SharedArrayBuffer;
  readonly #offsetMs: Float64Array;

  constructor(offset = new SharedArrayBuffer(Float64Array.BYTES_PER_ELEMENT)) {
    this.offset = offset;
    this.#offsetMs = new Float64Array(offset);
  }

  now(): number {
    return Date.now() + this.#offsetMs[0]!;
  }

  realNow(): number {
    return Date.now();
  }

  after(delayMs: number, task: () => void): Timer {
    return new SystemTimer(delayMs, task);
  }

  afterSimulated(delayMs: number, task: () => void): Timer {
    const timer = new SimulatedTimer(this.now() + delayMs, task, this.#simulatedTimers);
    timer.wait(this.now());
    return timer;
  }

  advance(seconds: number): void {
    this.#offsetMs[0]! += seconds * 1000;
    for (const timer of this.#simulatedTimers) timer.wait(this.now());
  }
}
