/** One answer as undici reads it, told to who waits for it in the words of the house. */
import type { Dispatcher } from 'undici';
import type { AnswerTaker } from './answer-taker.ts';
import { faultBeforeHead, faultWithinBody } from './fault-of-error.ts';
import { type HeadRules, readResponseHead } from './response-head.ts';

export interface HandedAnswerOptions {
  readonly taker: AnswerTaker;
  readonly rules: HeadRules;
  /** The taker was told of the head already, and perhaps of some of the body. */
  readonly hasHead: boolean;
  readonly isPaused: boolean;
}

export class HandedAnswer implements Dispatcher.DispatchHandler {
  readonly #taker: AnswerTaker;
  readonly #rules: HeadRules;
  readonly #knewHead: boolean;
  #hasHead: boolean;
  #isPaused: boolean;
  #isOver = false;
  #controller: Dispatcher.DispatchController | null = null;

  constructor({ taker, rules, hasHead, isPaused }: HandedAnswerOptions) {
    this.#taker = taker;
    this.#rules = rules;
    this.#knewHead = hasHead;
    this.#hasHead = hasHead;
    this.#isPaused = isPaused;
  }

  pause(): void {
    this.#isPaused = true;
    this.#controller?.pause();
  }

  resume(): void {
    this.#isPaused = false;
    // undici must not be entered from within its own callbacks of another connection.
    queueMicrotask(() => {
      if (!this.#isPaused && !this.#isOver) this.#controller?.resume();
    });
  }

  /** The taker hears no more. */
  stop(): void {
    this.#isOver = true;
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.#controller = controller;
    if (this.#isPaused) controller.pause();
    if (this.#isOver) controller.abort(new Error('the fetch is over'));
    else if (!this.#knewHead) this.#taker.onAsked();
  }

  onResponseStart(
    controller: Dispatcher.DispatchController,
    status: number,
    _headers: unknown,
    reason = '',
  ): void {
    // Interim answers (103 and the like) are not for viewers, and do not count as the first byte.
    if (this.#isOver || this.#knewHead || status < 200) return;
    const answer = readResponseHead({ status, reason, headers: rawHeaders(controller) }, this.#rules);
    if (typeof answer === 'string') return this.#taker.onBroken(answer);
    this.#hasHead = true;
    this.#taker.onHead(answer);
  }

  onResponseData(_controller: Dispatcher.DispatchController, chunk: Buffer): void {
    if (!this.#isOver) this.#taker.onBody(chunk);
  }

  onResponseEnd(): void {
    if (!this.#isOver) this.#taker.onComplete();
  }

  onResponseError(_controller: unknown, error: Error): void {
    if (!this.#isOver) this.#taker.onBroken(this.#hasHead ? faultWithinBody(error) : faultBeforeHead(error));
  }
}

function rawHeaders(controller: Dispatcher.DispatchController): string[] {
  const raw = controller.rawHeaders;
  return Array.isArray(raw)
    ? raw.map((part) => (typeof part === 'string' ? part : part.toString('latin1')))
    : [];
}
