/**
 * Load at a pace of its own: a request is due at its moment whether or not earlier ones were answered, and its
 * latency counts from then, so that a stall shows in everything that had to wait for it. It looks at the clock
 * without sleeping, which takes a core, and is exact to a few microseconds.
 */

import { once } from 'node:events';
import { connect, type Socket } from 'node:net';

export interface PacedOptions {
  readonly port: number;
  /** Whole requests; each time the next, in turn. */
  readonly requests: (at: number) => Buffer;
  /** Of every answer's body. */
  readonly bodyBytes: number;
  readonly ratePerSecond: number;
  readonly seconds: number;
  readonly connections: number;
}

const BLANK_LINE = '\r\n\r\n';
/** Behind the last moment that one is due. */
const PATIENCE_MS = 2000;

/** Milliseconds from when each request was due to its answer; of one without an answer, to the end. */
export async function pacedLoad(options: PacedOptions): Promise<Float64Array> {
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
  #sent = 0;
  #answered = 0;

  constructor(options: PacedOptions, connections: readonly PacedConnection[]) {
    this.#options = options;
    this.#idle = [...connections];
    this.#spacingMs = 1000 / options.ratePerSecond;
    this.#endMs = this.#start + options.seconds * 1000 + PATIENCE_MS;
    this.#latencies = new Float64Array(Math.floor(options.ratePerSecond * options.seconds)).fill(Number.NaN);
    for (const one of connections) one.onAnswer = (at) => this.#answer(one, at);
  }

  finished(): Promise<void> {
    return new Promise((resolve) => {
      const turn = () => {
        const now = performance.now();
        this.#askUntil(now);
        if (this.#answered === this.#latencies.length || now > this.#endMs) resolve();
        else setImmediate(turn);
      };
      turn();
    });
  }

  latenciesMs(): Float64Array {
    return this.#latencies.map((latency, at) =>
      Number.isNaN(latency) ? this.#endMs - this.#dueAt(at) : latency,
    );
  }

  #askUntil(now: number): void {
    while (this.#sent < this.#latencies.length && this.#dueAt(this.#sent) <= now && this.#idle.length > 0) {
      this.#idle.pop()!.ask(this.#options.requests(this.#sent), this.#sent);
      this.#sent += 1;
    }
  }

  #answer(connection: PacedConnection, at: number): void {
    this.#latencies[at] = performance.now() - this.#dueAt(at);
    this.#answered += 1;
    this.#idle.push(connection);
  }

  #dueAt(at: number): number {
    return this.#start + at * this.#spacingMs;
  }
}

class PacedConnection {
  readonly socket: Socket;
  onAnswer: (at: number) => void = () => undefined;
  readonly #bodyBytes: number;
  #at = 0;
  /** Of the answer that is arriving; below 0: its head is not whole yet. */
  #missingBytes = -1;
  #head = '';

  constructor({ port, bodyBytes }: PacedOptions) {
    this.#bodyBytes = bodyBytes;
    const buffer = Buffer.allocUnsafe(64 * 1024);
    const callback = (count: number) => {
      this.#take(buffer, count);
      return true;
    };
    const onread = { buffer, callback };
    this.socket = connect({ port, host: '127.0.0.1', noDelay: true, onread });
    this.socket.on('error', () => this.socket.destroy());
  }

  ask(request: Buffer, at: number): void {
    this.#at = at;
    this.#missingBytes = -1;
    this.#head = '';
    this.socket.write(request);
  }

  #take(buffer: Buffer, count: number): void {
    if (this.#missingBytes >= 0) this.#missingBytes -= count;
    else {
      this.#head += buffer.toString('latin1', 0, count);
      const end = this.#head.indexOf(BLANK_LINE);
      if (end < 0) return;
      this.#missingBytes = this.#bodyBytes - (this.#head.length - end - BLANK_LINE.length);
    }
    if (this.#missingBytes === 0) this.onAnswer(this.#at);
  }
}
