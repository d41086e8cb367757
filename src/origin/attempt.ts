/**
 * One request on one connection, with our deadlines and limits between its answer and an OriginReader. After
 * its end or `stop` it is deaf, whatever the connection still has to say.
 */
import type { OriginFaultKind } from '../policy/origin-fault.ts';
import type { AnswerTaker } from './answer-taker.ts';
import type { Connection } from './connection.ts';
import type { OriginReader } from './origin.ts';
import type { FramedHead, Framing } from './response-head.ts';
import type { WireRequest } from './wire-request.ts';

export interface AttemptOptions {
  readonly connection: Connection;
  readonly reader: OriginReader;
  readonly isPaused: boolean;
}

export class Attempt implements AnswerTaker {
  readonly #connection: Connection;
  readonly #reader: OriginReader;
  #framing: Framing | null = null;
  #bodyBytes = 0;
  #isPaused: boolean;
  #isOver = false;

  constructor({ connection, reader, isPaused }: AttemptOptions) {
    this.#connection = connection;
    this.#reader = reader;
    this.#isPaused = isPaused;
  }

  start(request: WireRequest): void {
    this.#connection.send(request, this);
  }

  /** Back pressure; silence while paused is ours, so no deadline runs within the body (OR-37). */
  pause(): void {
    this.#isPaused = true;
    if (this.#framing === null || this.#isOver) return;
    this.#connection.silence.stop();
    this.#connection.pause();
  }

  resume(): void {
    this.#isPaused = false;
    if (this.#framing === null || this.#isOver) return;
    this.#connection.silence.start();
    this.#connection.resume();
  }

  /** The reader hears no more; the caller closes the connection. */
  stop(): void {
    this.#isOver = true;
    this.#connection.forget();
  }

  onAsked(): void {
    if (!this.#isOver) this.#connection.silence.start();
  }

  onHead({ head, framing }: FramedHead): void {
    if (this.#isOver) return;
    this.#framing = framing;
    if (this.#isPaused) this.pause();
    else this.#connection.silence.start();
    this.#reader.onHead(head);
  }

  onBody(chunk: Buffer): void {
    if (this.#isOver) return;
    this.#bodyBytes += chunk.length;
    if (!this.#isPaused) this.#connection.silence.start();
    if (this.#bodyBytes > this.#connection.limits.objectBytes) this.onBroken('too-large');
    else this.#reader.onBytes(chunk);
  }

  onComplete(): void {
    if (this.#isOver) return;
    const isCut = this.#framing === 'close' && this.#connection.isBroken;
    if (isCut) return this.onBroken('truncated');
    this.stop();
    this.#reader.onEnd();
  }

  onBroken(kind: OriginFaultKind): void {
    if (this.#isOver) return;
    this.stop();
    this.#reader.onFault(kind);
  }

  onSilence(): void {
    this.onBroken('response-timeout');
  }
}
