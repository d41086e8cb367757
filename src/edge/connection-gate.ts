/**
 * What happens to a viewer's connection before there is a request: it is counted, its address is told by
 * a balancer where one is trusted, and TLS is spoken where the port does (VR-15, VR-18).
 */
import { type AddressInfo, createServer, type ListenOptions, type Server, type Socket } from 'node:net';
import { createServer as createTlsServer } from 'node:tls';
import { plainAddress } from '../http/ip-address.ts';
import { REFUSALS } from '../policy/refusal.ts';
import type { ConnectionTally } from './connection-tally.ts';
import type { Certificates } from './listener.ts';
import { createProxyDoor } from './proxy-door.ts';
import type { Reception } from './reception.ts';
import { SharedReads } from './shared-reads.ts';
import { ViewerConnection } from './viewer-connection.ts';

export interface ConnectionGateOptions {
  /** Null: plain HTTP. */
  readonly certificates: Certificates | null;
  readonly expectsProxyHeader: boolean;
  readonly reception: Reception;
  readonly tally: ConnectionTally;
}

export class ConnectionGate {
  readonly #reception: Reception;
  readonly #tally: ConnectionTally;
  readonly #reads = new SharedReads();
  readonly #sharesReads: boolean;
  /** What speaks TLS or nothing. */
  readonly #server: Server;
  /** Where connections arrive: the server itself, or the door that takes PROXY headers off. */
  readonly #door: Server;
  /** Connections as they came in, whatever they speak, by the viewer's end. */
  readonly #transports = new Map<string, Socket>();
  /** Those not come so far that requests may be read from them, by the viewer's end. */
  readonly #arriving = new Map<string, Socket>();
  /** Connections that requests may be read from. */
  readonly #connections = new Set<ViewerConnection>();
  /** Addresses told by a balancer, by the balancer's own end of the connection. */
  readonly #toldAddresses = new Map<string, string>();
  #isClosing = false;

  constructor({ certificates, expectsProxyHeader, reception, tally }: ConnectionGateOptions) {
    this.#reception = reception;
    this.#tally = tally;
    this.#server = certificates === null ? createServer(SOCKET_OPTIONS) : this.#tlsServer(certificates);
    this.#door = expectsProxyHeader ? this.#createDoor() : this.#server;
    // What follows a PROXY header has been read already, unless it is TLS, which takes that by itself.
    this.#sharesReads = reception.isSecure || !expectsProxyHeader;
    this.#listenForSockets(reception.isSecure);
  }

  /** Opens the door; answers with the port. */
  listen(place: ListenOptions): Promise<number> {
    return new Promise((resolve, reject) => {
      this.#door.once('error', reject);
      this.#door.listen(place, () => {
        this.#door.off('error', reject);
        this.#door.on('error', (error) => this.#report(error));
        resolve((this.#door.address() as AddressInfo).port);
      });
    });
  }

  /** A connection that the system did not hand over, for want of memory say: the next one may be had. */
  #report(error: Error): void {
    const { sinks, pop } = this.#reception.edge;
    sinks.reportMistake(error, { step: 'accept', requestId: '', pop });
  }

  /** Takes no more connections and ends each with its next answer; resolves when the last one is gone. */
  async close(): Promise<void> {
    this.#isClosing = true;
    const closed = new Promise<void>((resolve) => this.#door.close(() => resolve()));
    const gone = [...this.#connections].map(({ socket }) => untilClosed(socket));
    for (const connection of this.#connections) connection.endWithAnswer();
    await Promise.all([closed, ...gone]);
  }

  /** Ends those that ask nothing. */
  endIdle(): void {
    for (const socket of this.#arriving.values()) socket.destroy();
    for (const connection of this.#connections) connection.endIfIdle();
  }

  /** Ends every connection, whatever it is about. */
  cut(): void {
    for (const socket of this.#transports.values()) socket.destroy();
  }

  #tlsServer(certificates: Certificates): Server {
    const handshakeTimeout = this.#reception.edge.limits.viewerHeaderSeconds * 1000;
    const server = createTlsServer({ ...SOCKET_OPTIONS, ...certificates, handshakeTimeout });
    // Handshakes fail every day; the connection is gone and nobody is to be told.
    server.on('tlsClientError', (_error: Error, socket: Socket) => socket.destroy());
    return server;
  }

  #createDoor(): Server {
    const { clock, limits } = this.#reception.edge;
    const door = createProxyDoor({
      clock,
      headerSeconds: limits.viewerHeaderSeconds,
      enter: (socket, address) => {
        const end = endOf(socket);
        if (address !== null) this.#toldAddresses.set(end, address);
        socket.on('close', () => this.#toldAddresses.delete(end));
        this.#server.emit('connection', socket);
        // TLS reads what the door has left by itself.
        if (!this.#reception.isSecure) socket.resume();
      },
    });
    // Those whose header is still to come are answered nothing, but they must not grow without bound.
    door.maxConnections = 2 * limits.connections;
    return door;
  }

  #listenForSockets(isSecure: boolean): void {
    this.#door.on('connection', (socket: Socket) => this.#remember(socket));
    if (isSecure) this.#server.on('connection', (socket: Socket) => this.#admitHandshake(socket));
    this.#server.on(isSecure ? 'secureConnection' : 'connection', (socket: Socket) => {
      this.#begin(socket);
    });
  }

  /** A connection that is requests from here on. */
  #begin(socket: Socket): void {
    const connection = this.#admit(socket);
    const isShared = this.#sharesReads && this.#reads.share(socket, (bytes) => connection.onBorrowed(bytes));
    if (isShared) socket.resume();
    else connection.listen();
  }

  #remember(socket: Socket): void {
    const end = endOf(socket);
    this.#transports.set(end, socket);
    this.#tally.add(1);
    this.#arriving.set(end, socket);
    socket.on('close', () => {
      this.#tally.add(-1);
      if (this.#transports.get(end) !== socket) return;
      this.#transports.delete(end);
      this.#arriving.delete(end);
    });
  }

  get #isFull(): boolean {
    return this.#tally.count > this.#reception.edge.limits.connections;
  }

  /** Before its handshake a TLS connection cannot be answered. */
  #admitHandshake(socket: Socket): void {
    if (this.#isFull) socket.destroy();
  }

  #admit(socket: Socket): ViewerConnection {
    const end = endOf(socket);
    const transport = this.#transports.get(end) ?? socket;
    const clientAddress = plainAddress(this.#toldAddresses.get(end) ?? socket.remoteAddress ?? '');
    const connection = new ViewerConnection({ socket, transport, clientAddress }, this.#reception);
    this.#connections.add(connection);
    this.#arriving.delete(end);
    socket.on('close', () => this.#connections.delete(connection));
    if (this.#isClosing) connection.endWithAnswer();
    if (!this.#reception.isSecure && this.#isFull) connection.refuse(REFUSALS.capacityExceeded);
    return connection;
  }
}

/** A viewer that sends no more may still be told something. */
const SOCKET_OPTIONS = { noDelay: true, allowHalfOpen: true };

function untilClosed(socket: Socket): Promise<void> {
  return new Promise((resolve) => socket.once('close', () => resolve()));
}

function endOf(socket: Socket): string {
  return `${socket.remoteAddress}|${socket.remotePort}`;
}
