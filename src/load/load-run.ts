/**
 * A scenario or a replay against something that listens: requests go out at their times, answers are counted, the
 * origin and the invalidations follow the phases.
 */
import { findHeader } from '../http/header-list.ts';
import { resultOfAnswer } from '../traffic/answer-result.ts';
import type { PlannedPhase } from '../traffic/phases.ts';
import type { PlannedInvalidation, PlannedRequest } from '../traffic/planned-request.ts';
import type { Failures } from '../traffic/scenario.ts';
import { Tally } from '../traffic/tally.ts';
import { Cannon, type CannonAnswer, type Shot } from './cannon.ts';
import { nearestVia, type OriginCounts } from './scripted-origin.ts';

export interface LoadRunOptions {
  /** Scheme, host and port. */
  readonly url: string;
  /** Host of every request. */
  readonly host: string;
  /** POP codes by number; requests name theirs where the target may listen to it. */
  readonly pops: readonly string[];
  readonly connections: number;
  readonly timeoutSeconds: number;
  readonly phases: readonly PlannedPhase[];
  readonly invalidations: readonly PlannedInvalidation[];
  /** The next request, for a moment of the run where arrival is closed; null: no more. */
  readonly next: (nowMs: number) => PlannedRequest | null;
  readonly isOpen: boolean;
  /** Parameters of a signature that opens everything; null: nothing is signed. */
  readonly signature: string | null;
  readonly invalidate: (paths: readonly string[]) => Promise<void>;
  readonly setFailures: (failures: Failures | null) => void;
  readonly takeOriginCounts: () => OriginCounts;
  /** Once a second. */
  readonly onSecond: (run: LoadRun) => void;
}

interface PlannedShot extends Shot {
  readonly phase: number;
  readonly edge: number;
  /** Milliseconds of the run at which it was meant to begin. */
  readonly dueMs: number;
}

/** Requests that wait for a free connection; beyond this the run has failed its purpose, and they count as failed. */
const LONGEST_QUEUE = 1_000_000;
/** Below this, the loop looks again at once instead of sleeping past a request's time. */
const CLOSE_MS = 2;
const SECOND_MS = 1000;

export class LoadRun {
  readonly tally: Tally;
  readonly origin: Map<string, { requests: number; bytes: number }>[] = [];
  /** POP code by the name an edge location has in Via. */
  readonly popOfVia = new Map<string, string>();
  failedInvalidations = 0;
  readonly #options: LoadRunOptions;
  readonly #cannon: Cannon<PlannedShot>;
  readonly #queue: PlannedShot[] = [];
  #head = 0;
  #startedAt = 0;
  #outstanding = 0;
  #phase = 0;
  #waiting: PlannedRequest | null = null;
  #isExhausted = false;
  #onDone: () => void = () => undefined;

  constructor(options: LoadRunOptions) {
    this.#options = options;
    this.tally = new Tally(options.phases.length);
    this.#startedAt = performance.now();
    this.#cannon = new Cannon<PlannedShot>({
      url: options.url,
      connections: options.connections,
      timeoutSeconds: options.timeoutSeconds,
      next: () => this.#next(),
      onAnswer: (shot, answer) => this.#answered(shot, answer),
      onFailure: (shot, serviceMs) => this.#failed(shot, serviceMs),
    });
  }

  get nowMs(): number {
    return performance.now() - this.#startedAt;
  }

  /** The one that a moment of the run belongs to; the last for all behind it. */
  phaseAt(ms: number): PlannedPhase {
    const { phases } = this.#options;
    return phases.find(({ endMs }) => ms < endMs) ?? phases.at(-1)!;
  }

  /** Requests due and not yet sent. */
  get queued(): number {
    return this.#queue.length - this.#head;
  }

  async run(): Promise<void> {
    const { phases, invalidations, onSecond } = this.#options;
    this.#startedAt = performance.now();
    const timers = [
      ...phases.map((phase, at) => setTimeout(() => this.#enter(at), phase.startMs)),
      ...invalidations.map(({ atMs, paths }) => setTimeout(() => this.#invalidate(paths), atMs)),
    ];
    // Open arrival ends with its last request, which may be due now and still to be sent.
    if (!this.#options.isOpen) timers.push(setTimeout(() => this.#exhaust(), phases.at(-1)!.endMs));
    const second = setInterval(() => onSecond(this), SECOND_MS);
    this.#enter(0);
    await new Promise<void>((resolve) => {
      this.#onDone = resolve;
      this.#pump();
    });
    clearInterval(second);
    for (const timer of timers) clearTimeout(timer);
    await this.#cannon.close();
    this.#closePhase();
  }

  /** Stops sending; what is under way is waited for. */
  stop(): void {
    this.#head = this.#queue.length;
    this.#exhaust();
  }

  #enter(at: number): void {
    if (at > 0) this.#closePhase();
    this.#phase = at;
    this.#options.setFailures(this.#options.phases[at]!.failures);
  }

  #closePhase(): void {
    const counts = new Map<string, { requests: number; bytes: number }>();
    for (const [via, { requests, bytes }] of this.#options.takeOriginCounts())
      counts.set(via, { requests, bytes });
    this.origin[this.#phase] = counts;
  }

  #exhaust(): void {
    this.#isExhausted = true;
    this.#checkDone();
  }

  /** Moves what is due into the queue and sleeps until the next. */
  #pump(): void {
    if (!this.#options.isOpen) return this.#cannon.fire();
    if (this.#isExhausted) return this.#checkDone();
    const now = this.nowMs;
    this.#waiting ??= this.#options.next(now);
    while (this.#waiting !== null && this.#waiting.atMs <= now) {
      this.#enqueue(this.#waiting);
      this.#waiting = this.#options.next(now);
    }
    this.#cannon.fire();
    if (this.#waiting === null) return this.#exhaust();
    const sleepMs = this.#waiting.atMs - this.nowMs;
    if (sleepMs < CLOSE_MS) setImmediate(() => this.#pump());
    else setTimeout(() => this.#pump(), sleepMs - CLOSE_MS / 2);
  }

  #enqueue(request: PlannedRequest): void {
    const shot = this.#shotOf(request);
    if (this.queued >= LONGEST_QUEUE) {
      this.#outstanding += 1;
      return this.#failed(shot, 0);
    }
    this.#queue.push(shot);
  }

  #next(): PlannedShot | null {
    if (!this.#options.isOpen) return this.#nextClosed();
    if (this.#head === this.#queue.length) return null;
    const shot = this.#queue[this.#head]!;
    this.#head += 1;
    if (this.#head > 1024 && this.#head * 2 > this.#queue.length) {
      this.#queue.splice(0, this.#head);
      this.#head = 0;
    }
    this.#outstanding += 1;
    return shot;
  }

  #nextClosed(): PlannedShot | null {
    const request = this.#isExhausted ? null : this.#options.next(this.nowMs);
    if (request === null) return null;
    this.#outstanding += 1;
    return this.#shotOf(request);
  }

  #shotOf({ atMs, phase, edge, method, path, query, headers, isSigned }: PlannedRequest): PlannedShot {
    const { host, pops, signature } = this.#options;
    const own: Record<string, string> = { Host: host };
    if (pops.length > 1) own['X-Edgefront-Pop'] = pops[edge]!;
    for (let at = 0; at < headers.length; at += 2) own[headers[at]!] = headers[at + 1]!;
    const asked = [query, isSigned ? signature : null].filter((part) => part !== null).join('&');
    return {
      method,
      target: asked === '' ? path : `${path}?${asked}`,
      headers: own,
      phase,
      edge,
      dueMs: atMs,
    };
  }

  #answered(shot: PlannedShot, { status, headers, bytes, serviceMs }: CannonAnswer): void {
    const said = findHeader(headers, 'x-amz-cf-pop');
    const pop = said ?? this.#options.pops[shot.edge]!;
    const via = said === undefined ? null : nearestVia(findHeader(headers, 'via'));
    if (via !== null && !this.popOfVia.has(via)) this.popOfVia.set(via, pop);
    this.#record(shot, { pop, result: resultOfAnswer(status, headers), bytes, serviceMs });
  }

  #failed(shot: PlannedShot, serviceMs: number): void {
    this.#record(shot, { pop: this.#options.pops[shot.edge]!, result: 'Failed', bytes: 0, serviceMs });
  }

  #record(shot: PlannedShot, ending: Ending): void {
    const atMs = this.nowMs;
    const latencyMs = this.#options.isOpen ? atMs - shot.dueMs : ending.serviceMs;
    this.tally.record({ ...ending, phase: shot.phase, latencyMs, atMs });
    this.#outstanding -= 1;
    this.#checkDone();
  }

  #checkDone(): void {
    if (this.#isExhausted && this.#outstanding === 0 && this.queued === 0) this.#onDone();
  }

  #invalidate(paths: readonly string[]): void {
    this.#options.invalidate(paths).catch(() => {
      this.failedInvalidations += 1;
    });
  }
}

type Ending = Pick<Parameters<Tally['record']>[0], 'pop' | 'result' | 'bytes' | 'serviceMs'>;
