/**
 * The workers, supervised: they are begun, told of each other, heard, and replaced when they die. Whatever a dead
 * worker had in hand is lost with it: its connections, and the lines and counts it had not handed over yet.
 */
import { MessageChannel } from 'node:worker_threads';
import type { Clock } from '../clock.ts';
import type { Identity } from '../config/local-authority.ts';
import type { Crew } from '../edge/crew.ts';
import type { LentLines } from '../logs/access-lines.ts';
import type { UsageState } from '../logs/usage-state.ts';
import type { FromWorker, StartWorker, WorkerHandle, WorkerSeed } from './worker-talk.ts';

/** What the pool does with what it hears. */
export interface WorkerEars {
  onLines(batch: LentLines): void;
  onUsage(hours: UsageState): void;
  onMistake(error: unknown, where: object): void;
  /** A worker is dead, and what it held and claimed is to be freed. `error`: why, as far as it was told. */
  onDeath(worker: number, error: unknown): void;
  identityFor(serverName: string): Promise<Identity | null>;
}

export interface WorkerPoolOptions {
  readonly count: number;
  readonly start: StartWorker;
  readonly crew: Crew;
  readonly clock: Clock;
  /** What a worker begins with at this moment. */
  readonly seedOf: (worker: number) => WorkerSeed;
  readonly ears: WorkerEars;
}

interface Running {
  readonly worker: number;
  readonly handle: WorkerHandle;
  readonly begunAt: number;
  readonly listening: PromiseWithResolvers<void>;
  readonly ended: PromiseWithResolvers<void>;
  /** What waits for it to hand over, by the number asked with. */
  readonly handingOver: Map<number, () => void>;
  /** Why it cannot listen, as it says itself; null while it has not said so. */
  failure: Error | null;
}

/** A worker that dies at once is begun again after so long, then after twice as long each time. */
const FIRST_PAUSE_MS = 100;
const LONGEST_PAUSE_MS = 10_000;
/** Who has lived so long has not died at once. */
const SOUND_MS = 10_000;

export class WorkerPool {
  readonly #options: WorkerPoolOptions;
  readonly #running = new Map<number, Running>();
  readonly #pauses = new Map<number, number>();
  #lastHandOver = 0;
  #isDraining = false;

  constructor(options: WorkerPoolOptions) {
    this.#options = options;
  }

  /** Begins all; resolves when every one listens, rejects when one cannot. */
  async open(): Promise<void> {
    const workers = Array.from({ length: this.#options.count }, (_, at) => this.#begin(at + 1));
    await Promise.all(workers.map(({ listening }) => listening.promise));
  }

  identitiesChanged(): void {
    for (const { handle } of this.#running.values()) handle.send({ kind: 'identitiesChanged' });
  }

  /** Resolves when everything logged and counted until now has been heard. */
  async handOver(): Promise<void> {
    const running = [...this.#running.values()];
    await Promise.all(running.map((one) => this.#askFor(one)));
  }

  /** No new connections; resolves when all workers are done and gone. */
  async drain(): Promise<void> {
    this.#isDraining = true;
    for (const { handle } of this.#running.values()) handle.send({ kind: 'drain' });
    await Promise.all([...this.#running.values()].map(({ ended }) => ended.promise));
  }

  /** Resolves too when the worker ends. */
  #askFor({ handle, handingOver }: Running): Promise<void> {
    this.#lastHandOver += 1;
    const number = this.#lastHandOver;
    handle.send({ kind: 'handOver', number });
    return new Promise((resolve) => handingOver.set(number, resolve));
  }

  #begin(worker: number): Running {
    const { start, clock, crew, seedOf } = this.#options;
    const running: Running = {
      ...{ worker, handle: start(), begunAt: clock.realNow() },
      ...{ listening: Promise.withResolvers<void>(), ended: Promise.withResolvers<void>() },
      ...{ handingOver: new Map(), failure: null },
    };
    const { handle } = running;
    handle.onMessage((message) => this.#hear(running, message));
    handle.onEnd((error) => this.#end(running, error));
    const { port1, port2 } = new MessageChannel();
    handle.send({ kind: 'begin', seed: seedOf(worker), orders: port2 }, [port2]);
    crew.join(worker, port1);
    for (const other of this.#running.values()) introduce(running, other);
    this.#running.set(worker, running);
    return running;
  }

  #hear(running: Running, message: FromWorker): void {
    const { handle, listening, handingOver } = running;
    const { ears } = this.#options;
    switch (message.kind) {
      case 'listening':
        return listening.resolve();
      case 'failed':
        running.failure = new Error(message.error);
        return void handle.terminate();
      case 'lines':
        return ears.onLines({ ...message.batch, giveBack: (bytes) => giveBack(handle, bytes) });
      case 'usage':
        return ears.onUsage(message.hours);
      case 'mistake':
        return ears.onMistake(message.error, message.where);
      case 'identityWanted':
        return void this.#answer(handle, message);
      case 'handedOver':
        handingOver.get(message.number)?.();
        return void handingOver.delete(message.number);
      case 'drained':
        return void handle.terminate();
    }
  }

  async #answer(handle: WorkerHandle, asked: Extract<FromWorker, { kind: 'identityWanted' }>): Promise<void> {
    const identity = await this.#options.ears.identityFor(asked.serverName).catch(() => null);
    handle.send({ kind: 'identity', question: asked.question, identity });
  }

  #end({ worker, begunAt, listening, ended, handingOver, failure }: Running, error: unknown): void {
    const { crew, clock, ears } = this.#options;
    const reason = error ?? failure;
    this.#running.delete(worker);
    listening.reject(reason ?? new Error('a worker ended before it listened'));
    ended.resolve();
    for (const done of handingOver.values()) done();
    crew.lose(worker);
    if (this.#isDraining) return;
    ears.onDeath(worker, reason);
    for (const { handle } of this.#running.values()) handle.send({ kind: 'neighbourGone', worker });
    const hasLived = clock.realNow() - begunAt >= SOUND_MS;
    clock.after(this.#pauseOf(worker, hasLived), () => this.#replace(worker));
  }

  #replace(worker: number): void {
    if (this.#isDraining) return;
    // Why it cannot listen is told when it ends.
    this.#begin(worker).listening.promise.catch(() => undefined);
  }

  #pauseOf(worker: number, hasLived: boolean): number {
    const pause = hasLived ? FIRST_PAUSE_MS : (this.#pauses.get(worker) ?? FIRST_PAUSE_MS);
    this.#pauses.set(worker, Math.min(2 * pause, LONGEST_PAUSE_MS));
    return pause;
  }
}

function introduce(one: Running, other: Running): void {
  const { port1, port2 } = new MessageChannel();
  one.handle.send({ kind: 'neighbour', worker: other.worker, port: port1 }, [port1]);
  other.handle.send({ kind: 'neighbour', worker: one.worker, port: port2 }, [port2]);
}

/** A worker that is gone has no use for it, and is not told. */
function giveBack(handle: WorkerHandle, bytes: LentLines['bytes']): void {
  handle.send({ kind: 'linesBack', bytes }, [bytes.buffer]);
}
