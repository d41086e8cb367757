/**
 * One worker at a time: a lock in shared memory that costs 20 ns when it is free. It names its holder, so
 * that the lock of a worker that died in its critical section can be told from one that is only slow.
 */
import { CONTROL } from './control.ts';

/** Tries before going to sleep: sections are short, most less than a microsecond. */
const SPINS = 200;
/** One sleep; whoever gives the lock wakes a sleeper, so this only bounds what a lost wake-up costs. */
const SLEEP_MS = 5;
/** Sleeps before giving up: no section takes a second, so its holder is dead, and its owner is about to say so. */
const PATIENCE = 200;

const { lock: LOCK, waiters: WAITERS } = CONTROL;

export class StoreLock {
  readonly #control: Int32Array;
  readonly #self: number;

  constructor(control: Int32Array, worker: number) {
    this.#control = control;
    this.#self = worker + 1;
  }

  /** Throws when the holder does not give it in a second. */
  take(): void {
    if (Atomics.compareExchange(this.#control, LOCK, 0, this.#self) !== 0) this.#wait();
  }

  give(): void {
    Atomics.store(this.#control, LOCK, 0);
    if (Atomics.load(this.#control, WAITERS) > 0) Atomics.notify(this.#control, LOCK, 1);
  }

  /** Takes over the lock of a dead worker; false when it does not have it. */
  inherit(worker: number): boolean {
    return Atomics.compareExchange(this.#control, LOCK, worker + 1, this.#self) === worker + 1;
  }

  #wait(): void {
    if (Atomics.load(this.#control, LOCK) === this.#self) throw new Error('the store is locked twice');
    for (let at = 0; at < SPINS; at++) {
      if (Atomics.compareExchange(this.#control, LOCK, 0, this.#self) === 0) return;
    }
    Atomics.add(this.#control, WAITERS, 1);
    try {
      this.#sleep();
    } finally {
      Atomics.sub(this.#control, WAITERS, 1);
    }
  }

  #sleep(): void {
    for (let at = 0; at < PATIENCE; at++) {
      const holder = Atomics.compareExchange(this.#control, LOCK, 0, this.#self);
      if (holder === 0) return;
      Atomics.wait(this.#control, LOCK, holder, SLEEP_MS);
    }
    const holder = Atomics.load(this.#control, LOCK) - 1;
    throw new Error(`the store is locked by worker ${holder}, which does not give it back`);
  }
}
