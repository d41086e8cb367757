/** Hands over an answer made here in S3's place, a piece of the file at a time. */
import type { OriginFaultKind } from '../policy/origin-fault.ts';
import type { OriginFetch, OriginReader } from './origin.ts';
import type { S3Answer } from './s3-answer.ts';

export class S3Fetch implements OriginFetch {
  readonly #reader: OriginReader;
  /** While paused: what `resume` calls. */
  #goOn: (() => void) | null = null;
  #paused: Promise<void> | null = null;
  #isOver = false;

  /** A fault in place of the answer: there is none. */
  constructor(answer: Promise<S3Answer | OriginFaultKind>, reader: OriginReader) {
    this.#reader = reader;
    void this.#run(answer);
  }

  abort(): void {
    this.#isOver = true;
    this.resume();
  }

  pause(): void {
    if (this.#paused !== null) return;
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#paused = promise;
    this.#goOn = resolve;
  }

  resume(): void {
    this.#goOn?.();
    this.#goOn = null;
    this.#paused = null;
  }

  async #run(answering: Promise<S3Answer | OriginFaultKind>): Promise<void> {
    const answer = await answering;
    if (typeof answer === 'string') return this.#fail(answer);
    const { head, body } = answer;
    const pieces = piecesOf(body);
    try {
      if (!this.#isOver) this.#reader.onHead(head);
      while (await this.#mayGoOn()) {
        const { done, value } = await pieces.next();
        if (this.#isOver) break;
        if (done === true) return this.#end();
        this.#reader.onBytes(value);
      }
    } catch {
      this.#fail('truncated');
    } finally {
      // Read to its end, or given up: a network file system that fails at closing it changes nothing.
      if (body !== null && !Buffer.isBuffer(body)) await body.file.close().catch(() => undefined);
    }
  }

  async #mayGoOn(): Promise<boolean> {
    while (this.#paused !== null) await this.#paused;
    return !this.#isOver;
  }

  #fail(kind: OriginFaultKind): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#reader.onFault(kind);
  }

  #end(): void {
    this.#isOver = true;
    this.#reader.onEnd();
  }
}

async function* piecesOf(body: S3Answer['body']): AsyncGenerator<Buffer, void, void> {
  if (Buffer.isBuffer(body)) yield body;
  else if (body !== null) yield* body.file.pieces(body.range);
}
