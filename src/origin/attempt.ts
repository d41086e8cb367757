/**
 * One request on one connection: undici's callbacks in, an OriginReader's out, with our deadlines and
 * limits between. After its end or `stop` it is deaf, whatever undici still has to say.
 */
import type { Dispatcher } from 'undici';
import type { Clock } from '../clock.ts';
import type { OriginFaultKind } from '../policy/origin-fault.ts';
import type { Connection } from './connection.ts';
import { Deadline } from './deadline.ts';
import { faultBeforeHead, faultWithinBody } from './fault-of-error.ts';
import type { OriginLimits } from './limits.ts';
import type { OriginReader } from './origin.ts';
import { type FramedHead, type Framing, readResponseHead } from './response-head.ts';

export interface AttemptOptions {
  readonly connection: Connection;
  readonly method: string;
  readonly reader: OriginReader;
  readonly clock: Clock;
  readonly limits: OriginLimits;
  readonly isPaused: boolean;
}

export class Attempt implements Dispatcher.DispatchHandler {
  readonly #options: AttemptOptions;
  readonly #deadline: Deadline;
  #controller: Dispatcher.DispatchController | null = null;
  #framing: Framing | null = null;
  #bodyBytes = 0;
  #isPaused: boolean;
  #isOver = false;

  constructor(options: AttemptOptions) {
    const { clock, limits } = options;
    this.#options = options;
    this.#isPaused = options.isPaused;
    this.#deadline = new Deadline(clock, limits.originResponseSeconds * 1000, () =>
      this.#fail('response-timeout'),
    );
  }

  /** Back pressure; silence while paused is ours, so no deadline runs within the body (OR-37). */
  pause(): void {
    this.#isPaused = true;
    this.#controller?.pause();
    if (this.#framing !== null) this.#deadline.stop();
  }

  resume(): void {
    this.#isPaused = false;
    if (this.#framing !== null && !this.#isOver) this.#deadline.start();
    // undici must not be entered from within its own callbacks of another connection.
    queueMicrotask(() => {
      if (!this.#isPaused && !this.#isOver) this.#controller?.resume();
    });
  }

  /** The reader hears no more; the caller closes the connection. */
  stop(): void {
    this.#isOver = true;
    this.#deadline.stop();
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.#controller = controller;
    if (this.#isPaused) controller.pause();
    if (this.#isOver) controller.abort(new Error('the fetch is over'));
    else this.#deadline.start();
  }

  onResponseStart(
    controller: Dispatcher.DispatchController,
    status: number,
    _headers: unknown,
    reason = '',
  ): void {
    // Interim answers (103 and the like) are not for viewers, and do not count as the first byte.
    if (this.#isOver || status < 200) return;
    const { method, limits } = this.#options;
    const { originHeaderBytes: headerBytes, objectBytes } = limits;
    const wire = { status, reason, headers: rawHeaders(controller) };
    const answer = readResponseHead(wire, { method, headerBytes, objectBytes });
    if (typeof answer === 'string') this.#fail(answer);
    else this.#begin(answer);
  }

  onResponseData(_controller: Dispatcher.DispatchController, chunk: Buffer): void {
    if (this.#isOver) return;
    this.#bodyBytes += chunk.length;
    if (!this.#isPaused) this.#deadline.start();
    if (this.#bodyBytes > this.#options.limits.objectBytes) this.#fail('too-large');
    else this.#options.reader.onBytes(compact(chunk));
  }

  onResponseEnd(): void {
    if (this.#isOver) return;
    const isCut = this.#framing === 'close' && this.#options.connection.isBroken;
    if (isCut) this.#fail('truncated');
    else {
      this.stop();
      this.#options.reader.onEnd();
    }
  }

  onResponseError(_controller: unknown, error: Error): void {
    this.#fail(this.#framing === null ? faultBeforeHead(error) : faultWithinBody(error));
  }

  #begin({ head, framing }: FramedHead): void {
    this.#framing = framing;
    if (this.#isPaused) this.#deadline.stop();
    else this.#deadline.start();
    this.#options.reader.onHead(head);
  }

  #fail(kind: OriginFaultKind): void {
    if (this.#isOver) return;
    this.stop();
    this.#options.reader.onFault(kind);
  }
}

function rawHeaders(controller: Dispatcher.DispatchController): string[] {
  const raw = controller.rawHeaders;
  return Array.isArray(raw)
    ? raw.map((part) => (typeof part === 'string' ? part : part.toString('latin1')))
    : [];
}

/** A small chunk cut out of a large read buffer would keep all of that in memory with it. */
function compact(chunk: Buffer): Buffer {
  if (chunk.length * 2 >= chunk.buffer.byteLength) return chunk;
  const own = Buffer.allocUnsafeSlow(chunk.length);
  chunk.copy(own);
  return own;
}
