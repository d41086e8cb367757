/**
 * The way to the edge locations, for the control API and for the configuration file alike: distributions leave it
 * together with the operator's settings as they stand, and TLS knows their names for as long as one edge location may.
 */
import type { BehaviorChange } from '../admin/stage.ts';
import type { EdgeFleet, PathInvalidation, Propagation } from '../control/edge-fleet.ts';
import type { Fleet } from '../edge/fleet.ts';
import type { DeploymentSettings, DistributionDocument } from '../routing/compiled-distribution.ts';
import { BehaviorChanges } from './behavior-changes.ts';
import type { ServedNames } from './served-names.ts';

export interface DeliveryOptions {
  readonly fleet: Fleet;
  readonly settings: DeploymentSettings;
  /** What the edge locations hold already. */
  readonly documents: readonly DistributionDocument[];
  readonly names: ServedNames;
  /** The names have changed. */
  readonly onNames: () => void;
}

export class Delivery implements EdgeFleet {
  readonly #options: DeliveryOptions;
  /** For everything that departs from now on. */
  settings: DeploymentSettings;
  readonly changes = new BehaviorChanges();
  /** As they were handed over last. */
  #documents: readonly DistributionDocument[];
  #generation = 1;

  constructor(options: DeliveryOptions) {
    this.#options = options;
    this.settings = options.settings;
    this.#documents = options.documents;
  }

  /** All that is served once everything has arrived, with the operator's changes. */
  get documents(): readonly DistributionDocument[] {
    return this.#documents.map((document) => this.changes.apply(document));
  }

  /** Number of the latest deployment, counted as the edge locations count theirs. */
  get generation(): number {
    return this.#generation;
  }

  deploy(documents: readonly DistributionDocument[], propagation: Propagation): void {
    this.#documents = documents;
    this.#send(propagation);
  }

  /** Sends everything once more, one behavior of it changed. */
  change(change: BehaviorChange, delaySeconds: number): void {
    this.changes.add(change);
    this.#send({ delaySeconds, onDone: () => undefined });
  }

  invalidate(invalidation: PathInvalidation, propagation: Propagation): void {
    this.#options.fleet.invalidate(invalidation, propagation);
  }

  forget(distributionId: string): void {
    this.#options.fleet.forget(distributionId);
  }

  #send({ delaySeconds, onDone }: Propagation): void {
    const { fleet, names, onNames } = this.#options;
    const { documents } = this;
    this.#generation += 1;
    const departure = names.depart(documents);
    onNames();
    const arrived = () => {
      names.arrive(departure);
      onNames();
      onDone();
    };
    fleet.deploy({ documents, settings: this.settings }, { delaySeconds, onDone: arrived });
  }
}
