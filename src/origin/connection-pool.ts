/**
 * The connections to one endpoint: never more than so many, and a bounded queue of fetches that wait for
 * one. A connection belongs to one fetch at a time; the one used last is used next, so that spare ones
 * grow idle and close (OR-41). A fetch that tries again keeps its place and gets a new connection.
 */
import type { Clock, Timer } from '../clock.ts';
import type { AddressBook } from './address-book.ts';
import { Connection, type ConnectionOptions, type Parser } from './connection.ts';
import type { Route } from './dialing.ts';
import type { OriginLimits } from './limits.ts';
import type { Outbox } from './outbox.ts';

/** Who waits for a connection; hears one of these once, perhaps before `take` has returned. */
export interface ConnectionTaker {
  onConnection(connection: Connection): void;
  /** The pool closed first. */
  onNoConnection(): void;
}

export interface PoolOptions {
  readonly route: Route;
  readonly clock: Clock;
  readonly addresses: AddressBook;
  readonly limits: OriginLimits;
  readonly outbox: Outbox;
  readonly parser: Parser;
  /** The last connection has gone and nobody waits. */
  readonly onEmpty: () => void;
}

export class ConnectionPool {
  readonly #options: PoolOptions;
  readonly #connecting: ConnectionOptions;
  readonly #all = new Set<Connection>();
  /** Longest idle first. */
  readonly #idle: Connection[] = [];
  /** No Set: V8 takes what has gone through one for alive until the whole heap is collected (cache/fill-table.ts). */
  readonly #waiting: ConnectionTaker[] = [];
  /** One for all idle connections, for the first that is due; it may fire too early, never too late. */
  #timer: Timer | null = null;
  #timerDueAt = Number.POSITIVE_INFINITY;
  #isClosed = false;

  constructor(options: PoolOptions) {
    const { route, clock, addresses, limits, outbox, parser } = options;
    const tools = { clock, addresses, timeoutMs: limits.originConnectSeconds * 1000 };
    const onGone = (connection: Connection) => {
      if (this.#wake(connection)) this.discard(connection);
    };
    this.#options = options;
    this.#connecting = { route, tools, limits, outbox, parser, onGone };
  }

  /** Now or later gives the taker a connection; false when too many wait already (D-12). */
  take(taker: ConnectionTaker): boolean {
    const { originConnections, originPending } = this.#options.limits;
    if (this.#isClosed) return false;
    const idle = this.#idle.pop();
    if (idle !== undefined) taker.onConnection(idle);
    else if (this.#all.size < originConnections) taker.onConnection(this.#open());
    else if (this.#waiting.length < originPending) this.#waiting.push(taker);
    else return false;
    return true;
  }

  /** The taker waits no longer. */
  withdraw(taker: ConnectionTaker): void {
    const place = this.#waiting.indexOf(taker);
    if (place !== -1) this.#waiting.splice(place, 1);
  }

  /** The fetch is over: the connection is kept for the next one if both sides agree. */
  release(connection: Connection): void {
    if (connection.isHanded) queueMicrotask(() => this.#settle(connection));
    else this.#settle(connection);
  }

  /** The fetch is over and the connection must not be used again. */
  discard(connection: Connection): void {
    if (!this.#forget(connection)) return;
    const next = this.#waiting.shift();
    if (next !== undefined) next.onConnection(this.#open());
    else if (this.#all.size === 0) this.#empty();
  }

  #empty(): void {
    this.#waitFor(Number.POSITIVE_INFINITY);
    this.#options.onEmpty();
  }

  /** A new connection in the place of one that failed; null once the pool is closed. */
  replace(connection: Connection): Connection | null {
    this.#forget(connection);
    return this.#isClosed ? null : this.#open();
  }

  /** Running and waiting fetches end with a fault. */
  close(): Promise<void> {
    this.#isClosed = true;
    for (const taker of this.#waiting.splice(0)) taker.onNoConnection();
    return this.#destroyAll();
  }

  #settle(connection: Connection): void {
    if (!this.#all.has(connection)) return;
    if (connection.isReusable) this.#passOn(connection);
    else this.discard(connection);
  }

  #passOn(connection: Connection): void {
    const next = this.#waiting.shift();
    if (next === undefined) this.#keepIdle(connection);
    else next.onConnection(connection);
  }

  #keepIdle(connection: Connection): void {
    connection.idleUntil = this.#options.clock.realNow() + connection.keepAliveMs;
    this.#idle.push(connection);
    if (connection.idleUntil < this.#timerDueAt) this.#waitFor(connection.idleUntil);
  }

  #waitFor(dueAt: number): void {
    const { clock } = this.#options;
    this.#timer?.cancel();
    this.#timerDueAt = dueAt;
    this.#timer = Number.isFinite(dueAt)
      ? clock.after(Math.max(0, dueAt - clock.realNow()), () => this.#closeIdle())
      : null;
  }

  #closeIdle(): void {
    const now = this.#options.clock.realNow();
    for (const connection of this.#idle.filter(({ idleUntil }) => idleUntil <= now)) this.discard(connection);
    this.#waitFor(Math.min(...this.#idle.map(({ idleUntil }) => idleUntil)));
  }

  #open(): Connection {
    const connection = new Connection(this.#connecting);
    this.#all.add(connection);
    return connection;
  }

  /** Whether it was idle. */
  #wake(connection: Connection): boolean {
    const place = this.#idle.lastIndexOf(connection);
    if (place === -1) return false;
    this.#idle.splice(place, 1);
    return true;
  }

  #forget(connection: Connection): boolean {
    this.#wake(connection);
    connection.destroy();
    return this.#all.delete(connection);
  }

  async #destroyAll(): Promise<void> {
    const connections = [...this.#all];
    this.#all.clear();
    for (const connection of connections) this.#forget(connection);
    await Promise.all(connections.map((connection) => connection.closed()));
    this.#empty();
  }
}
