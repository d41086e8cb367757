/**
 * The way to the edge locations, for the control API and for the configuration file alike: distributions leave it
 * together with the operator's settings as they stand, and TLS knows their names for as long as one edge location may.
 */
import type { EdgeFleet, PathInvalidation, Propagation } from '../control/edge-fleet.ts';
import type { Fleet } from '../edge/fleet.ts';
import type { DeploymentSettings, DistributionDocument } from '../routing/compiled-distribution.ts';
import type { ServedNames } from './served-names.ts';

export interface DeliveryOptions {
  readonly fleet: Fleet;
  readonly settings: DeploymentSettings;
  readonly names: ServedNames;
  /** The names have changed. */
  readonly onNames: () => void;
}

export class Delivery implements EdgeFleet {
  readonly #options: DeliveryOptions;
  /** For everything that departs from now on. */
  settings: DeploymentSettings;

  constructor(options: DeliveryOptions) {
    this.#options = options;
    this.settings = options.settings;
  }

  deploy(documents: readonly DistributionDocument[], { delaySeconds, onDone }: Propagation): void {
    const { fleet, names, onNames } = this.#options;
    names.depart(documents);
    onNames();
    const arrived = () => {
      names.arrive(documents);
      onNames();
      onDone();
    };
    fleet.deploy({ documents, settings: this.settings }, { delaySeconds, onDone: arrived });
  }

  invalidate(invalidation: PathInvalidation, propagation: Propagation): void {
    this.#options.fleet.invalidate(invalidation, propagation);
  }

  forget(distributionId: string): void {
    this.#options.fleet.forget(distributionId);
  }
}
