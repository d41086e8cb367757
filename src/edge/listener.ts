/**
 * A port for viewers, HTTP or HTTPS, on node:http. It turns a request into an exchange and lets the flow
 * run; what node:http would answer on its own (or not at all) gets CloudFront's answer instead.
 */
import { createServer, type IncomingMessage, type Server } from 'node:http';
import { createServer as createTlsServer, type ServerOptions, type Server as TlsServer } from 'node:https';
import { plainAddress } from '../http/ip-address.ts';
import { HeaderSection } from '../policy/header-section.ts';
import { REFUSALS } from '../policy/refusal.ts';
import { ConnectionGate } from './connection-gate.ts';
import { ConnectionTally } from './connection-tally.ts';
import type { EdgeLocation } from './edge-location.ts';
import { Exchange } from './exchange.ts';
import { run } from './flow.ts';
import {
  HttpResponse,
  HttpViewerResponse,
  onResponseClosed,
  onResponseDrained,
  type WritePatience,
} from './http-response.ts';

/** Which edge location serves a request of this port; null: the request names one that does not exist (D-15). */
export type EdgePicker = (section: HeaderSection) => EdgeLocation | null;

/** What a TLS port shows: a certificate for strangers, and one by server name for those who ask. */
export type Certificates = Pick<ServerOptions, 'key' | 'cert' | 'SNICallback' | 'ticketKeys'>;

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
  /** Connections of this port, those of other workers included. */
  readonly connections?: ConnectionTally;
}

/** Node stops reading a head here, somewhat beyond our own limit, which answers more exactly. */
const HEAD_SLACK_BYTES = 4096;

export class Listener {
  readonly #options: ListenerOptions;
  readonly #server: Server | TlsServer;
  readonly #gate: ConnectionGate;
  readonly #patience: WritePatience;
  #isDraining = false;

  constructor(options: ListenerOptions) {
    const { fallback, certificates } = options;
    this.#options = options;
    this.#patience = {
      clock: fallback.clock,
      writeSeconds: fallback.limits.viewerWriteSeconds,
      isDraining: () => this.#isDraining,
    };
    this.#server =
      certificates === null ? createServer(httpOptions(fallback)) : tlsServer(fallback, certificates);
    this.#gate = new ConnectionGate({
      server: this.#server,
      edge: fallback,
      expectsProxyHeader: options.expectsProxyHeader,
      connections: options.connections ?? new ConnectionTally(),
      begin: (request, out) => this.#begin(request, out),
    });
    this.#listenFor();
  }

  async open(): Promise<number> {
    const { host, port, isPortShared: reusePort = false } = this.#options;
    return await this.#gate.listen({ host, port, reusePort });
  }

  /** No new connections; exchanges in flight have `drainSeconds`, then they are cut. */
  async close(): Promise<void> {
    this.#isDraining = true;
    const { clock, limits } = this.#options.fallback;
    const deadline = clock.after(limits.drainSeconds * 1000, () => this.#gate.cut());
    await this.#gate.close();
    deadline.cancel();
  }

  #listenFor(): void {
    const take = (request: IncomingMessage, out: HttpResponse) => this.#gate.take(request, out);
    // Expect is never forwarded (OR-22): whoever sends it gets the answer without being asked for more.
    for (const event of ['request', 'checkContinue', 'checkExpectation']) this.#server.on(event, take);
  }

  #begin(request: IncomingMessage, out: HttpResponse): void {
    const section = new HeaderSection(request.rawHeaders);
    const edge = this.#options.pick(section);
    const x = new Exchange(
      edge ?? this.#options.fallback,
      this.#read(request, section),
      new HttpViewerResponse(out, this.#patience),
    );
    out.exchange = x;
    out.sendDate = false;
    out.on('drain', onResponseDrained);
    out.on('close', onResponseClosed);
    if (edge !== null) return run(x, 'receive');
    x.refusal = REFUSALS.unknownPop;
    run(x, 'refuse');
  }

  #read(request: IncomingMessage, section: HeaderSection): Exchange['request'] {
    return {
      method: request.method ?? '',
      target: request.url ?? '',
      section,
      httpVersion: request.httpVersion,
      isSecure: this.#options.certificates !== null,
      clientAddress: plainAddress(this.#gate.addressOf(request.socket)),
    };
  }
}

function httpOptions(edge: EdgeLocation) {
  const { limits } = edge;
  return {
    ServerResponse: HttpResponse,
    maxHeaderSize: limits.requestHeaderBytes + HEAD_SLACK_BYTES,
    // Both by our own clock (viewer-connection.ts).
    headersTimeout: 0,
    requestTimeout: 0,
    keepAliveTimeout: limits.viewerIdleSeconds * 1000,
    // Ours to answer, with a page (ER-24).
    requireHostHeader: false,
    joinDuplicateHeaders: false,
    noDelay: true,
  };
}

function tlsServer(edge: EdgeLocation, certificates: Certificates): TlsServer {
  const handshakeTimeout = edge.limits.viewerHeaderSeconds * 1000;
  return createTlsServer({ ...httpOptions(edge), ...certificates, handshakeTimeout });
}
