/** How things reach the edge locations: each at a moment of its own within the delay, as simulated time has it (D-16). */
import type { Clock, Timer } from '../clock.ts';

export interface Propagation {
  /** Of simulated time, until the last one has it. */
  readonly delaySeconds: number;
  /** Called once, when the last one has it: never before the call that sent it returns. */
  readonly onDone: () => void;
}

/** Sends any number of things at a time; none holds up or calls off another. */
export class Propagator<Place> {
  readonly #places: readonly Place[];
  readonly #clock: Clock;
  readonly #timers = new Set<Timer>();

  constructor(places: readonly Place[], clock: Clock) {
    this.#places = places;
    this.#clock = clock;
  }

  /** Calls `tell` for one place after the other, the last after the whole delay; it says when the place has it. */
  send({ delaySeconds, onDone }: Propagation, tell: (place: Place, hasIt: () => void) => void): void {
    const stepMs = (delaySeconds * 1000) / this.#places.length;
    let missing = this.#places.length;
    for (const [at, place] of this.#places.entries()) {
      const hasIt = () => {
        missing -= 1;
        if (missing === 0) onDone();
      };
      this.#wait(stepMs * (at + 1), () => tell(place, hasIt));
    }
  }

  /** What is on its way does not arrive any more. */
  close(): void {
    for (const timer of this.#timers) timer.cancel();
    this.#timers.clear();
  }

  #wait(delayMs: number, task: () => void): void {
    const timer = this.#clock.afterSimulated(delayMs, () => {
      this.#timers.delete(timer);
      task();
    });
    this.#timers.add(timer);
  }
}
