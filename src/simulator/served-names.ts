/** The names that viewers may ask for over TLS while deployments are on their way: those of before and of after. */
import { type NamedDistribution, serverNames } from '../config/server-names.ts';

/** What is served once a deployment has arrived everywhere. */
type Served = readonly NamedDistribution[];

export class ServedNames {
  /** What every edge location has passed, then what is on its way, in order of departure. */
  readonly #served: Served[];
  readonly #hasLocalNames: boolean;

  constructor(served: Served, hasLocalNames: boolean) {
    this.#served = [served];
    this.#hasLocalNames = hasLocalNames;
  }

  /** Each name with the certificate bound to it, by the latest deployment that has the name. */
  all(): ReadonlyMap<string, string | null> {
    return serverNames(this.#served.flat(), this.#hasLocalNames);
  }

  depart(served: Served): void {
    this.#served.push(served);
  }

  /** Every edge location has it, or a later one: what departed before is served nowhere. */
  arrive(served: Served): void {
    const at = this.#served.indexOf(served);
    if (at > 0) this.#served.splice(0, at);
  }
}
