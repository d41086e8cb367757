/**
 * From the store to the edge locations, and the news back: what was written is InProgress until the last edge
 * location has it (CA-184, CA-188). At start they begin with everything, so nothing is on its way then (D-16).
 */
import type { Clock, Timer } from '../clock.ts';
import type { DistributionConfig } from '../distribution/distribution-config.ts';
import { identityId } from '../distribution/identity-reference.ts';
import type { DistributionDocument } from '../routing/compiled-distribution.ts';
import type { ControlSettings } from './control-settings.ts';
import type { EdgeFleet } from './edge-fleet.ts';
import type { FileShelf } from './file-shelf.ts';
import type { Invalidation, InvalidationStore } from './invalidation-store.ts';
import { STATUS_RETRY_MS } from './limits.ts';
import type { Registry } from './registry.ts';
import type { Resource } from './resource.ts';
import type { ResourceStore } from './resource-store.ts';

export interface DeploymentParts {
  readonly store: ResourceStore;
  readonly invalidations: InvalidationStore;
  readonly shelf: FileShelf;
  readonly registry: Registry;
  readonly clock: Clock;
  readonly settings: () => ControlSettings;
  /** A change of status that could not be written yet. */
  readonly onProblem: (error: unknown) => void;
}

export class Deployment {
  readonly #parts: DeploymentParts;
  readonly #timers = new Set<Timer>();
  #fleet: EdgeFleet | null = null;
  #isClosed = false;

  constructor(parts: DeploymentParts) {
    this.#parts = parts;
  }

  /** Everything that is to be served, the file's first. */
  documents(): DistributionDocument[] {
    const { registry } = this.#parts;
    return registry
      .distributions()
      .map((one) => documentOf(one, (id) => registry.hasIdentity(id, one.account)));
  }

  /** The edge locations are there and hold `documents()`. Invalidations that were on their way arrive at once. */
  start(fleet: EdgeFleet): void {
    const { store, invalidations, shelf } = this.#parts;
    this.#fleet = fleet;
    const { generation } = store;
    shelf.markDeployed(shelf.load);
    this.#settle(() => store.markDeployed('distribution', generation));
    this.#settle(() => store.markDeployed('streaming-distribution', generation));
    for (const invalidation of invalidations.inProgress()) this.#send(invalidation, 0);
  }

  /** After a write to a distribution, or a new configuration file. */
  deployDistributions(): void {
    const { store, shelf, settings } = this.#parts;
    const { generation } = store;
    const { load } = shelf;
    const { delaySeconds } = settings();
    const onDone = () => {
      shelf.markDeployed(load);
      this.#settle(() => store.markDeployed('distribution', generation));
    };
    this.#fleet?.deploy(this.documents(), { delaySeconds, onDone });
  }

  /** After a write to a streaming distribution; edge locations do not deliver these. */
  deployStreaming(): void {
    const { store, clock, settings } = this.#parts;
    const { generation } = store;
    const delayMs = settings().delaySeconds * 1000;
    this.#wait(
      (task) => clock.afterSimulated(delayMs, task),
      () => this.#settle(() => store.markDeployed('streaming-distribution', generation)),
    );
  }

  invalidate(invalidation: Invalidation): void {
    this.#send(invalidation, this.#parts.settings().delaySeconds);
  }

  /** After a distribution was deleted: its names and what is stored for it are free. */
  withdraw(distributionId: string): void {
    this.deployDistributions();
    this.#fleet?.forget(distributionId);
  }

  close(): void {
    this.#isClosed = true;
    for (const timer of this.#timers) timer.cancel();
    this.#timers.clear();
  }

  #send({ id, distributionId, paths }: Invalidation, delaySeconds: number): void {
    const { invalidations, settings } = this.#parts;
    const { expandsWildcards } = settings();
    const onDone = () => this.#settle(() => invalidations.markComplete(id));
    this.#fleet?.invalidate({ distributionId, paths, expandsWildcards }, { delaySeconds, onDone });
  }

  /** Writes a change of status, again and again until the disk takes it. */
  #settle(mark: () => void): void {
    if (this.#isClosed) return;
    try {
      mark();
    } catch (error) {
      this.#parts.onProblem(error);
      this.#wait(
        (task) => this.#parts.clock.after(STATUS_RETRY_MS, task),
        () => this.#settle(mark),
      );
    }
  }

  #wait(start: (task: () => void) => Timer, task: () => void): void {
    const timer = start(() => {
      this.#timers.delete(timer);
      task();
    });
    this.#timers.add(timer);
  }
}

/** An identity that is gone reads nothing: the edge is not told of it. */
function documentOf(
  { id, domainName, account, version, config }: Resource<'distribution'>,
  isIdentity: (id: string) => boolean,
): DistributionDocument {
  const isLost = (reference: string) => {
    const identity = identityId(reference);
    return identity !== null && !isIdentity(identity);
  };
  return { id, domainName: domainName ?? '', account, version, config: withoutIdentities(config, isLost) };
}

function withoutIdentities(
  config: DistributionConfig,
  isLost: (reference: string) => boolean,
): DistributionConfig {
  const Origins = config.Origins.map((origin) => {
    const reference = origin.S3OriginConfig?.OriginAccessIdentity ?? '';
    return isLost(reference) ? { ...origin, S3OriginConfig: { OriginAccessIdentity: '' } } : origin;
  });
  return { ...config, Origins };
}
