/**
 * The control plane without its doors: the store, what it does with calls, and its line to the edge locations.
 *
 *     const plane = ControlPlane.open({ directory, clock, settings, onProblem });
 *     const fleet = …                        // begins with plane.documents()
 *     plane.start(fleet);                    // from now on plane.perform(request)
 */
import type { Clock } from '../clock.ts';
import type { DistributionDocument } from '../routing/compiled-distribution.ts';
import type { Perform } from './api-request.ts';
import { Clash } from './clash.ts';
import type { ControlContext } from './control-context.ts';
import type { ControlSettings, FileResources } from './control-settings.ts';
import { Database } from './database.ts';
import { Deployment } from './deployment.ts';
import type { EdgeFleet } from './edge-fleet.ts';
import { FileShelf } from './file-shelf.ts';
import { Identifiers, type RandomNumber } from './identifiers.ts';
import { InvalidationStore } from './invalidation-store.ts';
import { createPerform } from './operations/perform.ts';
import { Registry } from './registry.ts';
import { ResourceStore } from './resource-store.ts';

export interface ControlPlaneOptions {
  /** Exists, and nobody else uses it. */
  readonly directory: string;
  readonly clock: Clock;
  readonly settings: ControlSettings;
  /** Something went wrong that no caller can be told of. */
  readonly onProblem: (error: unknown) => void;
  /** For ids that repeat themselves. */
  readonly random?: RandomNumber;
}

export class ControlPlane implements ControlContext {
  readonly store: ResourceStore;
  readonly invalidations: InvalidationStore;
  readonly registry: Registry;
  readonly deployment: Deployment;
  readonly identifiers: Identifiers;
  readonly clock: Clock;
  readonly perform: Perform;
  readonly #database: Database;
  readonly #shelf = new FileShelf();
  #settings: ControlSettings;

  private constructor(database: Database, options: ControlPlaneOptions) {
    const { clock, settings, onProblem, random } = options;
    this.#database = database;
    this.#settings = settings;
    this.clock = clock;
    this.identifiers = new Identifiers(random);
    this.store = new ResourceStore(database);
    this.invalidations = new InvalidationStore(database);
    this.registry = new Registry(this.store, this.#shelf);
    this.deployment = new Deployment({
      ...{ store: this.store, invalidations: this.invalidations, registry: this.registry },
      ...{ shelf: this.#shelf, clock, settings: () => this.#settings, onProblem },
    });
    this.perform = createPerform(this, onProblem);
  }

  /** Throws when the store cannot be opened, Clash when the file's distributions clash with those it holds (D-18). */
  static open(options: ControlPlaneOptions): ControlPlane {
    const database = Database.open(options.directory);
    try {
      const plane = new ControlPlane(database, options);
      const { file } = options.settings;
      const clashes = plane.clashes(file);
      if (clashes.length > 0) throw new Clash(clashes.join('\n'));
      plane.#shelf.replace(file, options.clock.realNow());
      return plane;
    } catch (error) {
      database.close();
      throw error;
    }
  }

  get settings(): ControlSettings {
    return this.#settings;
  }

  /** Everything that is to be served, the file's distributions first. */
  documents(): readonly DistributionDocument[] {
    return this.deployment.documents();
  }

  /** The edge locations hold `documents()`: from now on changes are sent to them. */
  start(fleet: EdgeFleet): void {
    this.deployment.start(fleet);
  }

  /** Ids and names that a file would take from the API's resources, each in a sentence; empty for none. */
  clashes(file: FileResources): readonly string[] {
    return this.registry.clashes(file);
  }

  /** Takes new settings without `clashes`, and sends what changed on its way. */
  reload(settings: ControlSettings): void {
    this.#settings = settings;
    this.#shelf.replace(settings.file, this.clock.realNow());
    this.deployment.deployDistributions();
  }

  close(): void {
    this.deployment.close();
    this.#database.close();
  }
}
