/**
 * A port for viewers, HTTP or HTTPS, with two doors: our own for plain requests and node:http's for all others.
 * Whichever reads a request, it becomes an exchange here and the flow runs.
 */
import type { TlsOptions } from 'node:tls';
import type { HeaderSection } from '../policy/header-section.ts';
import { REFUSALS } from '../policy/refusal.ts';
import { AnswerBuffer } from './answer-buffer.ts';
import { ConnectionGate } from './connection-gate.ts';
import { ConnectionTally } from './connection-tally.ts';
import type { EdgeLocation } from './edge-location.ts';
import { Exchange } from './exchange.ts';
import { run } from './flow.ts';
import type { HttpViewerResponse } from './http-response.ts';
import { NodeDoor } from './node-door.ts';
import type { PlainResponse } from './plain-response.ts';
import { PlainSections } from './plain-section.ts';
import type { Reception } from './reception.ts';
import type { ViewerRequest } from './viewer.ts';

/** Which edge location serves a request of this port; null: the request names one that does not exist (D-15). */
export type EdgePicker = (section: HeaderSection) => EdgeLocation | null;

/** What a TLS port shows: a certificate for strangers, and one by server name for those who ask. */
export type Certificates = Pick<TlsOptions, 'key' | 'cert' | 'SNICallback' | 'ticketKeys'>;

export interface ListenerOptions {
  readonly host: string;
  /** 0: any free port. */
  readonly port: number;
  /** Null: plain HTTP. */
  readonly certificates: Certificates | null;
  readonly pick: EdgePicker;
  /** Answers for connections that never came to a request, and lends clock and limits. */
  readonly fallback: EdgeLocation;
  /** A balancer in front tells the viewer's address in a PROXY header. */
  readonly expectsProxyHeader: boolean;
  /** Other workers listen on this port too, and the system deals connections to them. */
  readonly isPortShared?: boolean;
  /** Descriptor of a socket to listen with, which stays open for others behind this listener; null: one of its own. */
  readonly socket?: number | null;
  /** Connections of this port, those of other workers included. */
  readonly connections?: ConnectionTally;
  /** `node` leads every request through node:http; `own` unless told. */
  readonly door?: 'own' | 'node';
}

/** Connections that wait at a socket of others while nobody listens with it: as many as Linux allows by itself. */
const QUEUED_CONNECTIONS = 4096;
/** How long a connection may still bring a request when the process goes away and others go on with its socket. */
const LAST_REQUEST_MS = 1000;

export class Listener {
  readonly #options: ListenerOptions;
  readonly #gate: ConnectionGate;
  #isDraining = false;

  constructor(options: ListenerOptions) {
    const { certificates, expectsProxyHeader, connections: tally = new ConnectionTally() } = options;
    this.#options = options;
    this.#gate = new ConnectionGate({
      certificates,
      expectsProxyHeader,
      tally,
      reception: this.#reception(),
    });
  }

  async open(): Promise<number> {
    const { host, port, isPortShared: reusePort = false, socket = null } = this.#options;
    const place = socket === null ? { host, port, reusePort } : { fd: socket, backlog: QUEUED_CONNECTIONS };
    return await this.#gate.listen(place);
  }

  /** No new connections; exchanges in flight have `drainSeconds`, then they are cut. */
  async close(): Promise<void> {
    this.#isDraining = true;
    const { fallback, socket = null } = this.#options;
    const { clock, limits } = fallback;
    const deadline = clock.after(limits.drainSeconds * 1000, () => this.#gate.cut());
    const closed = this.#gate.close();
    const endIdle = () => this.#gate.endIdle();
    // Others take new connections: who has one here already is not to notice either.
    const patience = socket === null ? null : clock.after(LAST_REQUEST_MS, endIdle);
    if (patience === null) endIdle();
    await closed;
    patience?.cancel();
    deadline.cancel();
  }

  #reception(): Reception {
    const { fallback: edge, certificates, door } = this.#options;
    const isDraining = () => this.#isDraining;
    const begin = (request: ViewerRequest, response: PlainResponse | HttpViewerResponse) =>
      this.#begin(request, response);
    const patience = { clock: edge.clock, writeSeconds: edge.limits.viewerWriteSeconds, isDraining };
    const nodeDoor = new NodeDoor(edge, patience, begin);
    return {
      ...{ edge, isDraining, begin, isSecure: certificates !== null, hasOwnDoor: door !== 'node' },
      sections: new PlainSections(),
      buffer: new AnswerBuffer(),
      handOver: (connection) => nodeDoor.enter(connection),
    };
  }

  #begin(request: ViewerRequest, response: PlainResponse | HttpViewerResponse): void {
    const edge = this.#options.pick(request.section);
    const x = new Exchange(edge ?? this.#options.fallback, request, response);
    response.exchange = x;
    if (edge !== null) return run(x, 'receive');
    x.refusal = REFUSALS.unknownPop;
    run(x, 'refuse');
  }
}
