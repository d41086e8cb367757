/**
 * What happens to a viewer's connection before there is a request: it is counted, its address is told by
 * a balancer where one is trusted, its request lines are watched, and what never becomes a request is
 * answered with a page instead of node:http's bare 400 (VR-15, VR-18, ER-24).
 */
import type { Server } from 'node:http';
import type { Server as TlsServer } from 'node:https';
import type { AddressInfo, Server as NetServer, Socket } from 'node:net';
import { REFUSALS, type Refusal } from '../policy/refusal.ts';
import type { EdgeLocation } from './edge-location.ts';
import { createProxyDoor } from './proxy-door.ts';
import { rawRefusal } from './raw-refusal.ts';
import { RequestLineGuard } from './request-line-guard.ts';

export class ConnectionGate {
  readonly #server: Server | TlsServer;
  readonly #edge: EdgeLocation;
  /** Where connections arrive: the server itself, or the door that takes PROXY headers off. */
  readonly #door: NetServer;
  readonly #isSecure: boolean;
  readonly #refused = new WeakSet<Socket>();
  /** Addresses told by a balancer, by the balancer's own end of the connection. */
  readonly #toldAddresses = new Map<string, string>();
  #open = 0;

  constructor(server: Server | TlsServer, edge: EdgeLocation, expectsProxyHeader: boolean) {
    this.#server = server;
    this.#edge = edge;
    this.#isSecure = 'setSecureContext' in server;
    this.#door = expectsProxyHeader ? this.#createDoor() : server;
    server.on('connection', (socket: Socket) => this.#count(socket));
    server.on(this.#isSecure ? 'secureConnection' : 'connection', (socket: Socket) => this.#watch(socket));
    server.on('clientError', (error: NodeJS.ErrnoException, socket: Socket) =>
      this.#onUnreadable(error, socket),
    );
    server.on('connect', (_request: unknown, socket: Socket) => this.#refuse(socket, REFUSALS.unknownMethod));
    // Handshakes fail every day; the connection is gone and nobody is to be told.
    server.on('tlsClientError', (_error: Error, socket: Socket) => socket.destroy());
  }

  /** Opens the door; answers with the port. */
  listen(port: number, host: string): Promise<number> {
    return new Promise((resolve, reject) => {
      this.#door.once('error', reject);
      this.#door.listen(port, host, () => {
        this.#door.off('error', reject);
        resolve((this.#door.address() as AddressInfo).port);
      });
    });
  }

  /** Takes no more connections; resolves when the last one is gone. */
  close(): Promise<void> {
    const closed = new Promise<void>((resolve) => this.#door.close(() => resolve()));
    this.#server.closeIdleConnections();
    return closed;
  }

  /** False for a connection that was already answered and only still speaks. */
  mayAsk(socket: Socket): boolean {
    return !this.#refused.has(socket);
  }

  addressOf(socket: Socket): string {
    return this.#toldAddresses.get(endOf(socket)) ?? socket.remoteAddress ?? '';
  }

  #createDoor(): NetServer {
    const { clock, limits } = this.#edge;
    return createProxyDoor({
      clock,
      headerSeconds: limits.viewerHeaderSeconds,
      enter: (socket, address) => {
        const end = endOf(socket);
        if (address !== null) this.#toldAddresses.set(end, address);
        socket.on('close', () => this.#toldAddresses.delete(end));
        this.#server.emit('connection', socket);
      },
    });
  }

  #count(socket: Socket): void {
    this.#open += 1;
    socket.on('close', () => {
      this.#open -= 1;
    });
    if (this.#open <= this.#edge.limits.connections) return;
    // Before its handshake a TLS connection cannot be answered.
    if (this.#isSecure) socket.destroy();
    else this.#refuse(socket, REFUSALS.capacityExceeded);
  }

  #watch(socket: Socket): void {
    const { requestHeaderBytes } = this.#edge.limits;
    const guard = new RequestLineGuard(requestHeaderBytes);
    socket.prependListener('data', (chunk: Buffer) => {
      if (this.mayAsk(socket) && !guard.accepts(chunk)) this.#refuse(socket, REFUSALS.badRequest);
    });
  }

  #onUnreadable(error: NodeJS.ErrnoException, socket: Socket): void {
    this.#refuse(socket, refusalOf(error.code));
  }

  /** Answered once; what the viewer says afterwards is not listened to. */
  #refuse(socket: Socket, refusal: Refusal): void {
    if (this.#refused.has(socket) || !socket.writable || isAnswering(socket)) {
      socket.destroy();
      return;
    }
    this.#refused.add(socket);
    socket.end(rawRefusal(this.#edge, refusal), () => socket.destroy());
  }
}

/** An answer already under way must not have another written into its middle. */
function isAnswering(socket: Socket): boolean {
  return '_httpMessage' in socket && socket._httpMessage !== null && socket._httpMessage !== undefined;
}

function endOf(socket: Socket): string {
  return `${socket.remoteAddress}|${socket.remotePort}`;
}

function refusalOf(code: string | undefined): Refusal {
  switch (code) {
    case 'HPE_HEADER_OVERFLOW':
      return REFUSALS.tooLarge;
    case 'ERR_HTTP_REQUEST_TIMEOUT':
      return REFUSALS.requestTimeout;
    case 'HPE_INVALID_METHOD':
      return REFUSALS.unknownMethod;
    default:
      return REFUSALS.badRequest;
  }
}
