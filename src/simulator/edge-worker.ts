/**
 * A worker: all edge locations, served from one more thread. It is made of plain data, listens on the ports that
 * all workers listen on, and hands over what it logs and counts; what it does not decide itself it is told.
 */
import type { MessagePort } from 'node:worker_threads';
import type { Clock, Timer } from '../clock.ts';
import type { Identity } from '../config/local-authority.ts';
import { ShownCertificates } from '../config/shown-certificates.ts';
import { ConnectionTally } from '../edge/connection-tally.ts';
import { obeyOrders } from '../edge/crew.ts';
import type { ExchangeSinks } from '../edge/edge-location.ts';
import { FleetMember } from '../edge/fleet-member.ts';
import type { Certificates } from '../edge/listener.ts';
import { Neighbours } from '../edge/neighbours.ts';
import { AccessLines } from '../logs/access-lines.ts';
import { UsageCounts } from '../logs/usage-counts.ts';
import { Origins } from '../origin/origins.ts';
import { OriginTroubles, TroubledOrigins } from '../origin/troubled-origins.ts';
import { Distances } from './distances.ts';
import { ViewerPorts } from './viewer-ports.ts';
import type { FromWorker, ToWorker, WorkerSeed } from './worker-talk.ts';

/** How long counts wait to be handed over, in real time. */
const HAND_OVER_MS = 1000;

/** The way to the thread that supervises this worker. */
export type Say = (message: FromWorker, given?: readonly ArrayBuffer[]) => void;

export class EdgeWorker {
  readonly #seed: WorkerSeed;
  readonly #clock: Clock;
  readonly #say: Say;
  readonly #member: FleetMember;
  readonly #neighbours: Neighbours;
  readonly #ports: ViewerPorts;
  readonly #lines: AccessLines;
  readonly #usage = new UsageCounts();
  readonly #certificates: ShownCertificates | null;
  readonly #questions = new Map<number, (identity: Identity | null) => void>();
  #lastQuestion = 0;
  #usageTimer: Timer | null = null;

  constructor(seed: WorkerSeed, clock: Clock, say: Say) {
    const { limits, hasLocalNames, network, member: state, worker, plan, tls } = seed;
    this.#seed = seed;
    this.#clock = clock;
    this.#say = say;
    this.#lines = new AccessLines(clock, (batch) => say({ kind: 'lines', batch }, [batch.bytes.buffer]));
    const sinks = this.#sinks();
    const onMistake = (error: unknown) =>
      sinks.reportMistake(error, { step: 'fetch', requestId: '', pop: '' });
    this.#neighbours = new Neighbours({ find: (pop) => this.#member.find(pop), onMistake });
    const [troubles, distances] = [new OriginTroubles(), new Distances(network)];
    this.#member = new FleetMember({
      ...{ state, worker, clock, limits, hasLocalNames, sinks, neighbours: this.#neighbours, troubles },
      createOrigins: (pop) =>
        new TroubledOrigins({
          ...{ origins: new Origins({ clock, limits }), troubles, clock },
          roundTripMs: (target) => distances.originRoundTripMs(pop, target),
        }),
      viewerRoundTrip: (pop) => distances.viewerRoundTrip(pop),
    });
    this.#certificates =
      tls === null ? null : new ShownCertificates(tls.fallback, (serverName) => this.#ask(serverName));
    const connections = seed.connections.map((rows) => new ConnectionTally(rows, worker));
    this.#ports = new ViewerPorts({
      plan,
      edges: this.#member,
      certificates: this.#tlsOptions(),
      connections,
    });
  }

  /** Serves, and does as it is told from now on. */
  async open(orders: MessagePort): Promise<void> {
    obeyOrders(this.#member, orders);
    await this.#ports.open();
    this.#say({ kind: 'listening' });
  }

  hear(message: Exclude<ToWorker, { kind: 'begin' }>): void {
    switch (message.kind) {
      case 'neighbour':
        return this.#neighbours.meet(message.worker, message.port);
      case 'neighbourGone':
        return this.#neighbours.lose(message.worker);
      case 'identity':
        this.#questions.get(message.question)?.(message.identity);
        this.#questions.delete(message.question);
        return;
      case 'identitiesChanged':
        return this.#certificates?.forget();
      case 'handOver':
        this.#handOver();
        return this.#say({ kind: 'handedOver', number: message.number });
      case 'linesBack':
        return this.#lines.reuse(message.bytes);
      case 'drain':
        return void this.#drain();
    }
  }

  async #drain(): Promise<void> {
    await this.#ports.close();
    this.#handOver();
    this.#neighbours.loseAll();
    await this.#member.close();
    this.#say({ kind: 'drained' });
  }

  #handOver(): void {
    this.#lines.handOver();
    this.#handOverUsage();
  }

  #handOverUsage(): void {
    this.#usageTimer?.cancel();
    this.#usageTimer = null;
    const hours = this.#usage.take();
    if (hours.size > 0) this.#say({ kind: 'usage', hours });
  }

  #sinks(): ExchangeSinks {
    const { writesLogs } = this.#seed;
    return {
      recordAccess: (target, record) => {
        if (writesLogs) this.#lines.record(target, record);
      },
      countUsage: (event) => {
        this.#usage.count(event);
        this.#usageTimer ??= this.#clock.after(HAND_OVER_MS, () => this.#handOverUsage());
      },
      reportMistake: (error, where) => this.#say({ kind: 'mistake', error: cloneable(error), where }),
    };
  }

  #tlsOptions(): Certificates | null {
    const { tls } = this.#seed;
    if (tls === null || this.#certificates === null) return null;
    return { ...this.#certificates.tlsOptions, ticketKeys: Buffer.from(tls.ticketKeys) };
  }

  #ask(serverName: string): Promise<Identity | null> {
    this.#lastQuestion += 1;
    const question = this.#lastQuestion;
    this.#say({ kind: 'identityWanted', question, serverName });
    return new Promise((resolve) => this.#questions.set(question, resolve));
  }
}

/** What is thrown may hold anything. */
function cloneable(error: unknown): Error {
  const copy = new Error(error instanceof Error ? error.message : String(error));
  if (error instanceof Error && error.stack !== undefined) copy.stack = error.stack;
  return copy;
}
