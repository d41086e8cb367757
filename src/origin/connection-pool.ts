/**
 * The connections to one endpoint: never more than so many, and a bounded queue of fetches that wait for
 * one. A connection belongs to one fetch at a time; the one used last is used next, so that spare ones
 * grow idle and close (OR-41). A fetch that tries again keeps its place and gets a new connection.
 */
import type { Clock, Timer } from '../clock.ts';
import type { AddressBook } from './address-book.ts';
import { Connection } from './connection.ts';
import type { Route } from './dialing.ts';
import type { OriginLimits } from './limits.ts';

/** Who waits for a connection; hears one of these once, perhaps before `take` has returned. */
export interface ConnectionTaker {
  onConnection(connection: Connection): void;
  /** The pool closed first. */
  onNoConnection(): void;
}

interface IdleConnection {
  readonly connection: Connection;
  readonly timer: Timer;
}

export interface PoolOptions {
  readonly route: Route;
  readonly clock: Clock;
  readonly addresses: AddressBook;
  readonly limits: OriginLimits;
  /** The last connection has gone and nobody waits. */
  readonly onEmpty: () => void;
}

export class ConnectionPool {
  readonly #options: PoolOptions;
  readonly #all = new Set<Connection>();
  /** Longest idle first. */
  readonly #idle: IdleConnection[] = [];
  readonly #waiting = new Set<ConnectionTaker>();
  #isClosed = false;

  constructor(options: PoolOptions) {
    this.#options = options;
  }

  /** Now or later gives the taker a connection; false when too many wait already (D-12). */
  take(taker: ConnectionTaker): boolean {
    const { originConnections, originPending } = this.#options.limits;
    if (this.#isClosed) return false;
    const idle = this.#idle.at(-1)?.connection;
    if (idle !== undefined) {
      this.#wake(idle);
      taker.onConnection(idle);
    } else if (this.#all.size < originConnections) taker.onConnection(this.#open());
    else if (this.#waiting.size < originPending) this.#waiting.add(taker);
    else return false;
    return true;
  }

  /** The taker waits no longer. */
  withdraw(taker: ConnectionTaker): void {
    this.#waiting.delete(taker);
  }

  /** The fetch is over: the connection is kept for the next one if both sides agree. */
  release(connection: Connection): void {
    // undici decides about keeping the socket only after it has reported the response's end.
    queueMicrotask(() => {
      if (!this.#all.has(connection)) return;
      if (connection.isReusable) this.#passOn(connection);
      else this.discard(connection);
    });
  }

  /** The fetch is over and the connection must not be used again. */
  discard(connection: Connection): void {
    if (!this.#forget(connection)) return;
    const next = this.#nextTaker();
    if (next !== null) next.onConnection(this.#open());
    else if (this.#all.size === 0) this.#options.onEmpty();
  }

  /** A new connection in the place of one that failed; null once the pool is closed. */
  replace(connection: Connection): Connection | null {
    this.#forget(connection);
    return this.#isClosed ? null : this.#open();
  }

  /** Running and waiting fetches end with a fault. */
  close(): Promise<void> {
    this.#isClosed = true;
    for (const taker of this.#waiting) taker.onNoConnection();
    this.#waiting.clear();
    return this.#destroyAll();
  }

  #passOn(connection: Connection): void {
    const next = this.#nextTaker();
    if (next === null) this.#keepIdle(connection);
    else next.onConnection(connection);
  }

  #keepIdle(connection: Connection): void {
    const idleMs = this.#options.limits.originKeepAliveSeconds * 1000;
    const timer = this.#options.clock.after(idleMs, () => this.discard(connection));
    this.#idle.push({ connection, timer });
  }

  #open(): Connection {
    const { route, clock, addresses, limits } = this.#options;
    const tools = { clock, addresses, timeoutMs: limits.originConnectSeconds * 1000 };
    const connection = new Connection(route, tools, {
      keepAliveMs: limits.originKeepAliveSeconds * 1000,
      headerBytes: limits.originHeaderBytes,
    });
    connection.onGone(() => {
      if (this.#wake(connection)) this.discard(connection);
    });
    this.#all.add(connection);
    return connection;
  }

  #nextTaker(): ConnectionTaker | null {
    for (const taker of this.#waiting) {
      this.#waiting.delete(taker);
      return taker;
    }
    return null;
  }

  /** Whether it was idle. */
  #wake(connection: Connection): boolean {
    const place = this.#idle.findLastIndex((idle) => idle.connection === connection);
    if (place === -1) return false;
    this.#idle.splice(place, 1)[0]?.timer.cancel();
    return true;
  }

  #forget(connection: Connection): boolean {
    this.#wake(connection);
    void connection.destroy();
    return this.#all.delete(connection);
  }

  async #destroyAll(): Promise<void> {
    const connections = [...this.#all];
    this.#all.clear();
    for (const connection of connections) this.#wake(connection);
    await Promise.all(connections.map((connection) => connection.destroy()));
    this.#options.onEmpty();
  }
}
