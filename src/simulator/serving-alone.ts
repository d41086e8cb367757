/** No workers: this thread serves all viewers itself. */
import type { CertificateStore } from '../config/certificate-store.ts';
import { Fleet } from '../edge/fleet.ts';
import { AccessLines, type LineBatch } from '../logs/access-lines.ts';
import { Origins } from '../origin/origins.ts';
import { TroubledOrigins } from '../origin/troubled-origins.ts';
import type { Address } from './address.ts';
import { addressesOf, portPlan, withSockets } from './port-plan.ts';
import type { Serving, ServingOptions } from './serving.ts';
import { ViewerPorts } from './viewer-ports.ts';

export class ServingAlone implements Serving {
  readonly fleet: Fleet;
  readonly #options: ServingOptions;
  readonly #lines: AccessLines;
  #ports: ViewerPorts | null = null;

  constructor(options: ServingOptions) {
    const { settings, deployment, clock, troubles, distances, ledger } = options;
    const { limits, edges, trust, logs } = settings;
    this.#options = options;
    const giveBack = (bytes: LineBatch['bytes']) => this.#lines.reuse(bytes);
    this.#lines = new AccessLines(clock, (batch) => ledger.takeLines({ ...batch, giveBack }));
    this.fleet = new Fleet({
      ...{ edges, deployment, clock, limits, hasLocalNames: trust.localNames, crew: null },
      sinks: {
        recordAccess: (target, record) => {
          if (logs !== null) this.#lines.record(target, record);
        },
        countUsage: (event) => ledger.countUsage(event),
        reportMistake: (error, where) => ledger.reportMistake(error, where),
      },
      troubles,
      createOrigins: (pop) =>
        new TroubledOrigins({
          ...{ origins: new Origins({ clock, limits }), troubles, clock },
          roundTripMs: (target) => distances.originRoundTripMs(pop, target),
        }),
      viewerRoundTrip: (pop) => distances.viewerRoundTrip(pop),
    });
  }

  async open(certificates: CertificateStore | null): Promise<Address[]> {
    const { settings, sockets } = this.#options;
    const plan = withSockets(portPlan(settings), sockets);
    const tls = certificates?.tlsOptions ?? null;
    this.#ports = new ViewerPorts({ plan, edges: this.fleet, certificates: tls, connections: null });
    return addressesOf(await this.#ports.open());
  }

  async gather(): Promise<void> {
    this.#lines.handOver();
  }

  identitiesChanged(): void {}

  async close(): Promise<void> {
    await this.#ports?.close();
    this.#lines.handOver();
  }
}
