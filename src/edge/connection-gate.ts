/**
 * What happens to a viewer's connection before there is a request: it is counted, its address is told by
 * a balancer where one is trusted, and what never becomes a request is answered with a page instead of
 * node:http's bare 400 (VR-15, VR-18, ER-24).
 */
import type { IncomingMessage, Server } from 'node:http';
import type { Server as TlsServer } from 'node:https';
import type { AddressInfo, ListenOptions, Server as NetServer, Socket } from 'node:net';
import { REFUSALS, type Refusal } from '../policy/refusal.ts';
import type { ConnectionTally } from './connection-tally.ts';
import type { EdgeLocation } from './edge-location.ts';
import type { HttpResponse } from './http-response.ts';
import { createProxyDoor } from './proxy-door.ts';
import { type Begin, ViewerConnection } from './viewer-connection.ts';

export interface ConnectionGateOptions {
  readonly server: Server | TlsServer;
  readonly edge: EdgeLocation;
  readonly expectsProxyHeader: boolean;
  readonly begin: Begin;
  readonly connections: ConnectionTally;
}

export class ConnectionGate {
  readonly #options: ConnectionGateOptions;
  /** Where connections arrive: the server itself, or the door that takes PROXY headers off. */
  readonly #door: NetServer;
  readonly #isSecure: boolean;
  /** Connections as they came in, whatever they speak, by the viewer's end. */
  readonly #transports = new Map<string, Socket>();
  /** Those not come so far that requests may be read from them, by the viewer's end. */
  readonly #arriving = new Map<string, Socket>();
  /** Connections that requests may be read from, by the socket that node:http knows. */
  readonly #connections = new Map<Socket, ViewerConnection>();
  /** Addresses told by a balancer, by the balancer's own end of the connection. */
  readonly #toldAddresses = new Map<string, string>();

  constructor(options: ConnectionGateOptions) {
    const { server, expectsProxyHeader } = options;
    this.#options = options;
    this.#isSecure = 'setSecureContext' in server;
    this.#door = expectsProxyHeader ? this.#createDoor() : server;
    this.#door.on('connection', (socket: Socket) => this.#remember(socket));
    server.on(this.#isSecure ? 'secureConnection' : 'connection', (socket: Socket) => this.#admit(socket));
    if (this.#isSecure) server.on('connection', (socket: Socket) => this.#admitHandshake(socket));
    server.on('clientError', (error: NodeJS.ErrnoException, socket: Socket) =>
      this.#onUnreadable(error, socket),
    );
    // Handshakes fail every day; the connection is gone and nobody is to be told.
    server.on('tlsClientError', (_error: Error, socket: Socket) => socket.destroy());
  }

  /** Opens the door; answers with the port. */
  listen(place: ListenOptions): Promise<number> {
    return new Promise((resolve, reject) => {
      this.#door.once('error', reject);
      this.#door.listen(place, () => {
        this.#door.off('error', reject);
        resolve((this.#door.address() as AddressInfo).port);
      });
    });
  }

  /** Takes no more connections and ends each when it asks nothing; resolves when the last one is gone. */
  async close(): Promise<void> {
    const closed = new Promise<void>((resolve) => this.#door.close(() => resolve()));
    const gone = [...this.#connections.keys()].map(untilClosed);
    for (const socket of this.#arriving.values()) socket.destroy();
    for (const connection of this.#connections.values()) connection.endWhenIdle();
    await Promise.all([closed, ...gone]);
  }

  /** Ends every connection, whatever it is about. */
  cut(): void {
    for (const socket of this.#transports.values()) socket.destroy();
  }

  /** Hands a request that was read to its connection. */
  take(request: IncomingMessage, out: HttpResponse): void {
    this.#connections.get(request.socket)?.take(request, out);
  }

  addressOf(socket: Socket): string {
    return this.#toldAddresses.get(endOf(socket)) ?? socket.remoteAddress ?? '';
  }

  #createDoor(): NetServer {
    const { edge, server } = this.#options;
    const { clock, limits } = edge;
    const door = createProxyDoor({
      clock,
      headerSeconds: limits.viewerHeaderSeconds,
      enter: (socket, address) => {
        const end = endOf(socket);
        if (address !== null) this.#toldAddresses.set(end, address);
        socket.on('close', () => this.#toldAddresses.delete(end));
        server.emit('connection', socket);
        // TLS reads what the door has left by itself.
        if (!this.#isSecure) socket.resume();
      },
    });
    // Those whose header is still to come are answered nothing, but they must not grow without bound.
    door.maxConnections = 2 * limits.connections;
    return door;
  }

  #remember(socket: Socket): void {
    const end = endOf(socket);
    this.#transports.set(end, socket);
    this.#options.connections.add(1);
    this.#arriving.set(end, socket);
    socket.on('close', () => {
      this.#options.connections.add(-1);
      if (this.#transports.get(end) !== socket) return;
      this.#transports.delete(end);
      this.#arriving.delete(end);
    });
  }

  get #isFull(): boolean {
    return this.#options.connections.count > this.#options.edge.limits.connections;
  }

  /** Before its handshake a TLS connection cannot be answered. */
  #admitHandshake(socket: Socket): void {
    if (this.#isFull) socket.destroy();
  }

  #admit(socket: Socket): void {
    const { edge, begin } = this.#options;
    const transport = this.#transports.get(endOf(socket)) ?? socket;
    const connection = new ViewerConnection({ socket, transport }, edge, begin);
    this.#connections.set(socket, connection);
    this.#arriving.delete(endOf(socket));
    socket.on('close', () => this.#connections.delete(socket));
    if (!this.#isSecure && this.#isFull) connection.refuse(REFUSALS.capacityExceeded);
  }

  #onUnreadable(error: NodeJS.ErrnoException, socket: Socket): void {
    const connection = this.#connections.get(socket);
    if (connection === undefined || !isSyntaxError(error)) socket.destroy();
    else connection.refuse(refusalOf(error.code));
  }
}

function untilClosed(socket: Socket): Promise<void> {
  return new Promise((resolve) => socket.once('close', () => resolve()));
}

function endOf(socket: Socket): string {
  return `${socket.remoteAddress}|${socket.remotePort}`;
}

/** The parser's complaints; anything else is the connection's own, which is gone then. */
function isSyntaxError(error: NodeJS.ErrnoException): boolean {
  return error.code?.startsWith('HPE_') === true;
}

function refusalOf(code: string | undefined): Refusal {
  switch (code) {
    case 'HPE_HEADER_OVERFLOW':
      return REFUSALS.tooLarge;
    case 'HPE_INVALID_METHOD':
      return REFUSALS.unknownMethod;
    default:
      return REFUSALS.badRequest;
  }
}
