/**
 * A connection that undici reads, because something on it was not plain: a Client that connects once, to the
 * socket it is handed, and is thrown away with it. One Client each, instead of undici's Pool, so that we keep
 * deciding which fetch gets which connection, and know how the connection of each one ended (D-5).
 */
import { createRequire } from 'node:module';
import type { Socket } from 'node:net';
import type { buildConnector, Client } from 'undici';
import { DialError } from './dial-error.ts';
import type { HandedAnswer } from './handed-answer.ts';
import { HandedSocket } from './handed-socket.ts';
import type { OriginLimits } from './limits.ts';
import type { WireRequest } from './wire-request.ts';

const require = createRequire(import.meta.url);

/** Loaded by the first answer that needs it: it took 40 ms of every start and every worker's, and most never do. */
function undici(): typeof import('undici') {
  return require('undici');
}

export class HandedConnection {
  readonly #socket: HandedSocket;
  readonly #client: Client;
  #isConnected = false;

  /** `unread`: all that came in answer to the request that is sent first; null: that one is not out yet. */
  constructor(socket: Socket, unread: Buffer | null, limits: OriginLimits) {
    const keepAliveMs = limits.originKeepAliveSeconds * 1000;
    this.#socket = new HandedSocket(socket, unread);
    // The scheme is only a label: sockets are secured already, and undici would replace one whose server
    // name differs from the request's Host.
    const { Client } = undici();
    this.#client = new Client('http://origin', {
      connect: (_options, callback) => this.#connect(callback),
      allowH2: false,
      pipelining: 1,
      headersTimeout: 0,
      bodyTimeout: 0,
      maxHeaderSize: limits.originHeaderBytes,
      // The pool's own clock closes idle connections; this only lets an origin ask for less.
      keepAliveTimeout: 2 * keepAliveMs,
      keepAliveMaxTimeout: 2 * keepAliveMs,
    });
  }

  /** Not to be called from within undici's own callbacks. */
  send({ method, path, headers }: WireRequest, answer: HandedAnswer): void {
    this.#client.dispatch({ method, path, headers, reset: false }, answer);
  }

  receive(bytes: Buffer): void {
    this.#socket.receive(bytes);
  }

  receiveEnd(): void {
    this.#socket.receiveEnd();
  }

  /** The transport broke, or is gone. */
  break(error: Error | undefined): void {
    this.#socket.destroy(error);
  }

  /** A request that undici would carry over to a second connection is ours to try again, or not. */
  #connect(callback: buildConnector.Callback): void {
    const isFirst = !this.#isConnected;
    this.#isConnected = true;
    // undici goes on only with what comes after its call has returned.
    queueMicrotask(() => {
      if (isFirst) callback(null, this.#socket as unknown as Socket);
      else callback(new DialError('closed'), null);
    });
  }

  /** Whether another request may follow; known a microtask after an answer's end. */
  get isReusable(): boolean {
    return this.#client.stats.connected;
  }

  /** Whoever still waits for an answer hears that there is none. */
  destroy(): void {
    void this.#client.destroy();
  }
}
