/** When requests are meant to begin: at even distances, or at random ones as independent viewers come. */
import type { PlannedPhase } from './phases.ts';
import type { PlannedRequest, RequestSource } from './planned-request.ts';
import { type Random, seededRandom } from './random.ts';
import type { PlayedScenario } from './scenario.ts';
import type { Viewers } from './viewers.ts';

/** Open arrival: the times are fixed before anything is answered, so an edge that stalls does not slow them down. */
export class OpenArrival implements RequestSource {
  readonly #phases: readonly PlannedPhase[];
  readonly #viewers: Viewers;
  readonly #random: Random;
  readonly #isEven: boolean;
  #phase = 0;
  #atMs = 0;

  /** Every phase must have its rate. */
  constructor(scenario: PlayedScenario, phases: readonly PlannedPhase[], viewers: Viewers) {
    this.#phases = phases;
    this.#viewers = viewers;
    this.#random = seededRandom(scenario.seed, 'arrival');
    this.#isEven = scenario.arrival.spacing === 'even';
  }

  next(): PlannedRequest | null {
    for (let phase = this.#phases[this.#phase]; phase !== undefined; phase = this.#phases[this.#phase]) {
      this.#atMs += this.#gapMs(phase.requestsPerSecond!);
      if (this.#atMs < phase.endMs) return this.#viewers.request(phase, this.#phase, this.#atMs);
      // Time spent waiting in vain belongs to the next phase, at its own rate.
      this.#atMs = phase.endMs;
      this.#phase += 1;
    }
    return null;
  }

  /** Exponential gaps make a Poisson stream. */
  #gapMs(requestsPerSecond: number): number {
    const evenMs = 1000 / requestsPerSecond;
    return this.#isEven ? evenMs : -Math.log(1 - this.#random()) * evenMs;
  }
}
