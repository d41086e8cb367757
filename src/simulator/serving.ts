/** How viewers are served: by this thread alone, or by workers that it supervises. */
import type { Clock } from '../clock.ts';
import type { CertificateStore } from '../config/certificate-store.ts';
import type { Settings } from '../config/settings.ts';
import type { Deployment, Fleet } from '../edge/fleet.ts';
import type { LentLines } from '../logs/access-lines.ts';
import type { UsageEvent } from '../logs/usage-counts.ts';
import type { UsageState } from '../logs/usage-state.ts';
import type { OriginTroubles } from '../origin/troubled-origins.ts';
import type { Address } from './address.ts';
import type { Distances } from './distances.ts';
import type { HandedSockets } from './handed-sockets.ts';

/** Where everything that was logged and counted comes together. */
export interface Ledger {
  takeLines(batch: LentLines): void;
  countUsage(event: UsageEvent): void;
  addUsage(hours: UsageState): void;
  /** One of our own mistakes. */
  reportMistake(error: unknown, where: object): void;
  reportDeath(worker: number, error: unknown): void;
}

export interface ServingOptions {
  readonly settings: Settings;
  /** What is served from the start. */
  readonly deployment: Deployment;
  readonly clock: Clock;
  readonly troubles: OriginTroubles;
  readonly distances: Distances;
  readonly ledger: Ledger;
  /** Where the system listens for us. */
  readonly sockets: HandedSockets | null;
}

export interface Serving {
  readonly fleet: Fleet;
  /** Listens; `certificates` null where nothing speaks TLS. Rejects when a port is taken. */
  open(certificates: CertificateStore | null): Promise<Address[]>;
  /** Resolves when the ledger has everything logged and counted until now. */
  gather(): Promise<void>;
  /** What certificates viewers are to be shown has changed. */
  identitiesChanged(): void;
  /** Drains: no new connections; resolves when the last one is gone, or was cut because it takes too long. */
  close(): Promise<void>;
}
