/**
 * One fetch over HTTP: waits for a connection, tries, and tries again on a new connection as long as no
 * head has arrived and the failure is one that may pass (OR-36, OR-38, OR-40). It reads its own attempts,
 * and hands to the reader what is final.
 */
import type { Clock } from '../clock.ts';
import type { OriginFaultKind } from '../policy/origin-fault.ts';
import { Attempt } from './attempt.ts';
import type { Connection } from './connection.ts';
import type { ConnectionPool, ConnectionTaker } from './connection-pool.ts';
import type { OriginLimits } from './limits.ts';
import type { OriginFetch, OriginHead, OriginReader } from './origin.ts';
import type { S3Signer } from './s3-signer.ts';
import type { WireRequest } from './wire-request.ts';

export interface HttpFetchOptions {
  readonly pool: ConnectionPool;
  readonly request: WireRequest;
  /** Null where requests are not signed. */
  readonly signer: S3Signer | null;
  readonly clock: Clock;
  readonly limits: OriginLimits;
}

/** Failures that another attempt may not meet; a wrong name, certificate or answer would be the same again. */
const PASSING: readonly OriginFaultKind[] = ['refused', 'connect-timeout', 'response-timeout', 'closed'];
const REPEATABLE_METHODS: readonly string[] = ['GET', 'HEAD'];

export class HttpFetch implements OriginFetch, OriginReader, ConnectionTaker {
  readonly #options: HttpFetchOptions;
  readonly #reader: OriginReader;
  #attemptsLeft: number;
  #connection: Connection | null = null;
  #attempt: Attempt | null = null;
  #hasHead = false;
  #isPaused = false;
  #isOver = false;

  constructor(options: HttpFetchOptions, reader: OriginReader) {
    this.#options = options;
    this.#reader = reader;
    this.#attemptsLeft = options.limits.originAttempts;
    if (!REPEATABLE_METHODS.includes(options.request.method)) this.#attemptsLeft = 1;
    if (!options.pool.take(this)) this.#faultLater('busy');
  }

  abort(): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#options.pool.withdraw(this);
    this.#attempt?.stop();
    if (this.#connection !== null) this.#options.pool.discard(this.#connection);
  }

  pause(): void {
    this.#isPaused = true;
    this.#attempt?.pause();
  }

  resume(): void {
    if (!this.#isPaused) return;
    this.#isPaused = false;
    this.#attempt?.resume();
  }

  onConnection(connection: Connection): void {
    const { request, signer, clock } = this.#options;
    this.#attemptsLeft--;
    this.#connection = connection;
    this.#attempt = new Attempt({ connection, reader: this, isPaused: this.#isPaused });
    this.#attempt.start(signer === null ? request : signer.sign(request, clock.realNow()));
  }

  onNoConnection(): void {
    this.#faultLater('closed');
  }

  onHead(head: OriginHead): void {
    this.#hasHead = true;
    this.#reader.onHead(head);
  }

  onBytes(chunk: Buffer): void {
    this.#reader.onBytes(chunk);
  }

  onEnd(): void {
    this.#isOver = true;
    this.#options.pool.release(this.#connection!);
    this.#reader.onEnd();
  }

  onFault(kind: OriginFaultKind): void {
    const again = !this.#hasHead && this.#attemptsLeft > 0 && PASSING.includes(kind);
    const next = again ? this.#options.pool.replace(this.#connection!) : null;
    if (next === null) this.#end(kind);
    else this.onConnection(next);
  }

  #end(kind: OriginFaultKind): void {
    this.#isOver = true;
    this.#options.pool.discard(this.#connection!);
    this.#reader.onFault(kind);
  }

  #faultLater(kind: OriginFaultKind): void {
    queueMicrotask(() => {
      if (this.#isOver) return;
      this.#isOver = true;
      this.#reader.onFault(kind);
    });
  }
}
