/**
 * The names that viewers may ask for over TLS while deployments are on their way: those of before and of after. Each
 * name is known once, by the latest deployment that has it, so a deployment costs its own names and no more, however
 * many are on their way.
 */
import { type NamedDistribution, serverNames } from '../config/server-names.ts';

/** What is served once a deployment has arrived everywhere. */
type Served = readonly NamedDistribution[];

/** As the latest deployment has it that has the name. */
interface ServedName {
  readonly departure: number;
  readonly certificate: string | null;
}

export class ServedNames {
  readonly #names = new Map<string, ServedName>();
  readonly #hasLocalNames: boolean;
  #departures = 0;

  constructor(served: Served, hasLocalNames: boolean) {
    this.#hasLocalNames = hasLocalNames;
    this.depart(served);
  }

  /** Each name with the certificate bound to it, by the latest deployment that has the name. */
  all(): ReadonlyMap<string, string | null> {
    return new Map(Array.from(this.#names, ([name, { certificate }]) => [name, certificate]));
  }

  /** Answers with the departure's number, for `arrive`. */
  depart(served: Served): number {
    this.#departures += 1;
    const departure = this.#departures;
    for (const [name, certificate] of serverNames(served, this.#hasLocalNames))
      this.#names.set(name, { departure, certificate });
    return departure;
  }

  /** Every edge location has it, or a later one: names that only earlier departures have are served nowhere. */
  arrive(arrived: number): void {
    for (const [name, { departure }] of this.#names) if (departure < arrived) this.#names.delete(name);
  }
}
