/**
 * Load at a pace of its own: a request is due at its moment whether or not earlier ones were answered, and its
 * latency counts from then, so that a stall shows in everything that had to wait for it. It looks at the clock
 * without sleeping, which takes a core, and is exact to some microseconds. When the system takes the core away
 * nothing can be seen: what was due or on its way in such a gap is left out, since no server is to blame for it.
 */
import { once } from 'node:events';
import { PacedConnection } from './paced-connection.ts';

export interface PacedOptions {
  readonly port: number;
  /** The whole request that comes as the so manieth. */
  readonly request: (at: number) => Buffer;
  /** Of every answer's body. */
  readonly bodyBytes: number;
  readonly ratePerSecond: number;
  readonly seconds: number;
  readonly connections: number;
}

/** Behind the last moment that one is due. */
const PATIENCE_MS = 2000;
/** Longer than any turn takes that the system does not interrupt. */
const GAP_MS = 1;
const UNSEEN = -1;

/** Milliseconds from when each request was due to its answer; of one without an answer, to the end. */
export async function pacedLoad(options: PacedOptions): Promise<number[]> {
  const connections = Array.from({ length: options.connections }, () => new PacedConnection(options));
  await Promise.all(connections.map(({ socket }) => once(socket, 'connect')));
  const run = new PacedRun(options, connections);
  await run.finished();
  for (const { socket } of connections) socket.destroy();
  return run.latenciesMs();
}

class PacedRun {
  readonly #options: PacedOptions;
  readonly #idle: PacedConnection[];
  readonly #start = performance.now();
  readonly #spacingMs: number;
  readonly #endMs: number;
  /** By the order in which they are due; NaN: no answer yet. */
  readonly #latencies: Float64Array;
  #next = 0;
  #open = 0;
  /** When the core was last ours. */
  #seenAt = this.#start;
  /** What was asked before this request is not counted any more. */
  #unseenBefore = 0;

  constructor(options: PacedOptions, connections: readonly PacedConnection[]) {
    this.#options = options;
    this.#idle = [...connections];
    this.#spacingMs = 1000 / options.ratePerSecond;
    this.#endMs = this.#start + options.seconds * 1000 + PATIENCE_MS;
    const due = Math.floor(options.ratePerSecond * options.seconds);
    this.#latencies = new Float64Array(due).fill(Number.NaN);
    for (const one of connections) one.onAnswer = (at) => this.#answer(one, at);
  }

  finished(): Promise<void> {
    return new Promise((resolve) => {
      const turn = () => {
        const now = performance.now();
        this.#look(now);
        this.#askUntil(now);
        const isOver = this.#next === this.#latencies.length && this.#open === 0;
        if (isOver || now > this.#endMs) resolve();
        else setImmediate(turn);
      };
      turn();
    });
  }

  latenciesMs(): number[] {
    return Array.from(this.#latencies, (latency, at) =>
      Number.isNaN(latency) ? this.#endMs - this.#dueAt(at) : latency,
    ).filter((latency) => latency !== UNSEEN);
  }

  /** Notices a gap, and leaves out what was due in it: sent at once it would be a burst that nobody asked for. */
  #look(now: number): void {
    if (now - this.#seenAt > GAP_MS) {
      const isBehind = this.#idle.length === 0;
      while (!isBehind && this.#next < this.#latencies.length && this.#dueAt(this.#next) <= now)
        this.#latencies[this.#next++] = UNSEEN;
      this.#unseenBefore = this.#next;
    }
    this.#seenAt = now;
  }

  #askUntil(now: number): void {
    while (this.#next < this.#latencies.length && this.#dueAt(this.#next) <= now && this.#idle.length > 0) {
      this.#idle.pop()!.ask(this.#options.request(this.#next), this.#next);
      this.#next += 1;
      this.#open += 1;
    }
  }

  #answer(connection: PacedConnection, at: number): void {
    const now = performance.now();
    this.#look(now);
    this.#latencies[at] = at < this.#unseenBefore ? UNSEEN : now - this.#dueAt(at);
    this.#open -= 1;
    this.#idle.push(connection);
  }

  #dueAt(at: number): number {
    return this.#start + at * this.#spacingMs;
  }
}
