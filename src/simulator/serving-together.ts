/**
 * Several workers, each a thread that serves all edge locations over memory they share. This thread keeps a member
 * of the fleet that serves nobody: it knows what the others know, for those who ask and for workers yet to begin.
 */
import { randomBytes } from 'node:crypto';
import { MAX_WORKERS } from '../cache/store-memory.ts';
import type { CertificateStore } from '../config/certificate-store.ts';
import { ConnectionTally, createConnectionRows } from '../edge/connection-tally.ts';
import { Crew } from '../edge/crew.ts';
import { Fleet } from '../edge/fleet.ts';
import type { Address } from './address.ts';
import { addressesOf, type PortPlan, portPlan, withSockets } from './port-plan.ts';
import { PortReservation } from './port-reservation.ts';
import type { Serving, ServingOptions } from './serving.ts';
import { WorkerPool } from './worker-pool.ts';
import type { StartWorker, WorkerSeed, WorkerTls } from './worker-talk.ts';

/** Bytes of the keys that session tickets are sealed with. */
const TICKET_KEYS_BYTES = 48;

export class ServingTogether implements Serving {
  readonly fleet: Fleet;
  readonly #options: ServingOptions;
  readonly #start: StartWorker;
  readonly #crew = new Crew();
  #pool: WorkerPool | null = null;

  constructor(options: ServingOptions, start: StartWorker) {
    const { settings, deployment, clock, troubles } = options;
    const { limits, edges, trust } = settings;
    this.#options = options;
    this.#start = start;
    this.fleet = new Fleet({
      ...{ edges, deployment, clock, limits, hasLocalNames: trust.localNames, crew: this.#crew, troubles },
      ...SERVES_NOBODY,
    });
  }

  async open(certificates: CertificateStore | null): Promise<Address[]> {
    const { settings, sockets } = this.#options;
    const reservation = await PortReservation.make(portPlan(settings), sockets);
    try {
      this.#pool = this.#poolFor(reservation.plan, certificates);
      await this.#pool.open();
    } finally {
      reservation.release();
    }
    return addressesOf(reservation.plan);
  }

  async gather(): Promise<void> {
    await this.#pool?.handOver();
  }

  identitiesChanged(): void {
    this.#pool?.identitiesChanged();
  }

  async close(): Promise<void> {
    await this.#pool?.drain();
    this.#crew.close();
  }

  #poolFor(plan: PortPlan, certificates: CertificateStore | null): WorkerPool {
    const { settings, clock, ledger, sockets } = this.#options;
    const connections = plan.ports.map(() => createConnectionRows(MAX_WORKERS));
    const same = this.#sameForAll(plan, certificates);
    return new WorkerPool({
      ...{ count: settings.workers, start: this.#start, crew: this.#crew, clock },
      seedOf: (worker) => ({
        ...{ ...same, connections, worker, member: this.fleet.state },
        plan: withSockets(plan, sockets),
      }),
      ears: {
        onLines: (batch) => ledger.takeLines(batch),
        onUsage: (hours) => ledger.addUsage(hours),
        onMistake: (error, where) => ledger.reportMistake(error, where),
        onDeath: (worker, error) => {
          this.fleet.workerGone(worker);
          for (const rows of connections) new ConnectionTally(rows, worker).clear();
          ledger.reportDeath(worker, error);
        },
        identityFor: async (serverName) => (await certificates?.identityFor(serverName)) ?? null,
      },
    });
  }

  #sameForAll(plan: PortPlan, certificates: CertificateStore | null) {
    const { limits, trust, logs, network } = this.#options.settings;
    const tls: WorkerTls | null =
      certificates === null
        ? null
        : { fallback: certificates.fallback, ticketKeys: randomBytes(TICKET_KEYS_BYTES) };
    return {
      ...{ limits, hasLocalNames: trust.localNames, network, plan, tls, writesLogs: logs !== null },
    } satisfies Omit<WorkerSeed, 'worker' | 'member' | 'connections'>;
  }
}

function nobody(): never {
  throw new Error('this member serves nobody');
}

const SERVES_NOBODY = {
  sinks: { recordAccess: nobody, countUsage: nobody, reportMistake: nobody },
  createOrigins: () => ({ for: nobody, close: async () => undefined }),
};
