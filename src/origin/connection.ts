/**
 * One connection to an origin: an undici Client that connects once, by our own dialing, and is thrown away
 * with its socket. One Client each, instead of undici's Pool, lets a fetch cancel the connecting it waits
 * for, and lets it ask how *its* socket ended: undici reports a broken connection under a body that ends
 * with the connection as an orderly end (D-5).
 */
import type { Socket } from 'node:net';
import { Client, type Dispatcher } from 'undici';
import { ContinueFilter } from './continue-filter.ts';
import { DialError } from './dial-error.ts';
import { Dialing, type DialTools, type Route } from './dialing.ts';

export interface ConnectionLimits {
  readonly keepAliveMs: number;
  readonly headerBytes: number;
}

/** A request in undici's shape. */
export interface WireRequest {
  readonly method: string;
  readonly path: string;
  /** Without Connection and without framing headers: those are the connection's own. */
  readonly headers: string[];
}

type DialCallback = (...outcome: [null, Socket] | [Error, null]) => void;

export class Connection {
  /** Whether the transport broke, instead of being closed in order. */
  isBroken = false;
  readonly #client: Client;
  readonly #route: Route;
  readonly #tools: DialTools;
  #dialing: Dialing | null = null;
  #filter: ContinueFilter | null = null;

  constructor(route: Route, tools: DialTools, limits: ConnectionLimits) {
    this.#route = route;
    this.#tools = tools;
    // The scheme is only a label: our sockets are already secured, and undici would replace one whose
    // server name differs from the request's Host.
    this.#client = new Client('http://origin', {
      connect: (_options, callback) => this.#dial(callback),
      allowH2: false,
      pipelining: 1,
      headersTimeout: 0,
      bodyTimeout: 0,
      maxHeaderSize: limits.headerBytes,
      // The pool's own clock closes idle connections; this only lets an origin ask for less.
      keepAliveTimeout: 2 * limits.keepAliveMs,
      keepAliveMaxTimeout: 2 * limits.keepAliveMs,
    });
  }

  /** Sends one request; the handler hears of it later, never before this has returned. */
  send(request: WireRequest, handler: Dispatcher.DispatchHandler): void {
    this.#filter?.expectAnswer();
    // undici must not be entered from within its own callbacks of another connection.
    queueMicrotask(() => this.#client.dispatch({ ...request, reset: false }, handler));
  }

  /** Whether another request may follow; true only between requests. */
  get isReusable(): boolean {
    return this.#client.stats.connected && !this.isBroken;
  }

  /** Told when the transport has gone, whoever closed it. */
  onGone(listener: () => void): void {
    this.#client.on('disconnect', listener);
  }

  /** Closes at once, also while connecting; resolves when the socket is closed. */
  destroy(): Promise<void> {
    this.#dialing?.cancel();
    return this.#client.destroy();
  }

  #dial(callback: DialCallback): void {
    // A request that undici would carry over to a second connection is ours to try again, or not.
    if (this.#dialing !== null) callback(new DialError('closed'), null);
    else this.#dialing = new Dialing(this.#route, this.#tools, (outcome) => this.#dialed(outcome, callback));
  }

  #dialed(outcome: Socket | DialError, callback: DialCallback): void {
    if (outcome instanceof DialError) callback(outcome, null);
    else {
      outcome.on('error', () => {
        this.isBroken = true;
      });
      this.#filter = new ContinueFilter(outcome);
      callback(null, outcome);
    }
  }
}
