/** What the operations work with. */
import type { Clock } from '../clock.ts';
import type { ControlSettings } from './control-settings.ts';
import type { Deployment } from './deployment.ts';
import type { Identifiers } from './identifiers.ts';
import type { InvalidationStore } from './invalidation-store.ts';
import type { Registry } from './registry.ts';
import type { ResourceStore } from './resource-store.ts';

export interface ControlContext {
  readonly store: ResourceStore;
  readonly invalidations: InvalidationStore;
  readonly registry: Registry;
  readonly deployment: Deployment;
  readonly identifiers: Identifiers;
  readonly clock: Clock;
  /** As they stand: they change when the configuration file is read again. */
  readonly settings: ControlSettings;
}
