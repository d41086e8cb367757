/**
 * Catches our own mistakes with an origin's answer, as the flow does those of steps: said once, and the fill
 * ends for everybody who reads it, so that no exchange waits for what will not come.
 */
import type { Fill, FillWriter } from '../cache/fill.ts';
import type { OriginHead, OriginReader } from '../origin/origin.ts';
import type { OriginFaultKind } from '../policy/origin-fault.ts';
import { REFUSALS } from '../policy/refusal.ts';
import type { EdgeLocation } from './edge-location.ts';

/** What is watched over. */
export interface Watched {
  readonly edge: EdgeLocation;
  readonly fill: Fill;
  /** Of the exchange that caused the fetch. */
  readonly requestId: string;
}

export class WatchedReader implements OriginReader {
  readonly #inner: OriginReader & FillWriter;
  readonly #watched: Watched;
  #hasFailed = false;

  constructor(inner: OriginReader & FillWriter, watched: Watched) {
    this.#inner = inner;
    this.#watched = watched;
  }

  onHead(head: OriginHead): void {
    try {
      this.#inner.onHead(head);
    } catch (error) {
      this.#fail(error);
    }
  }

  onBytes(chunk: Buffer): void {
    if (this.#hasFailed) return;
    try {
      this.#inner.onBytes(chunk);
    } catch (error) {
      this.#fail(error);
    }
  }

  onEnd(): void {
    if (this.#hasFailed) return;
    try {
      this.#inner.onEnd();
    } catch (error) {
      this.#fail(error);
    }
  }

  onFault(kind: OriginFaultKind): void {
    if (this.#hasFailed) return;
    try {
      this.#inner.onFault(kind);
    } catch (error) {
      this.#fail(error);
    }
  }

  #fail(error: unknown): void {
    const { edge, fill, requestId } = this.#watched;
    this.#hasFailed = true;
    edge.sinks.reportMistake(error, { step: 'fetch', requestId, pop: edge.pop });
    edge.fills.close(fill);
    this.#inner.abort();
    if (fill.outcome === null) fill.answer({ kind: 'refusal', refusal: REFUSALS.internalError }, false);
    else fill.cut();
  }
}
