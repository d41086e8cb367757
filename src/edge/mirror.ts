/**
 * The writer of a mirror: what another worker fetches, told in messages, becomes a fill of this worker for its own
 * viewers. What is held between the two is bounded as between an origin and a viewer: bytes are asked for as fast
 * as the fastest reader here takes them.
 */
import type { Fill, FillWriter } from '../cache/fill.ts';
import type { EdgeLocation } from './edge-location.ts';
import type { ReaderMessage, Unnumbered, WriterMessage } from './mirror-messages.ts';

export interface MirrorOptions {
  readonly edge: EdgeLocation;
  readonly fill: Fill;
  readonly send: (message: Unnumbered<ReaderMessage>) => void;
  /** Nothing more is awaited. */
  readonly onOver: () => void;
}

export class Mirror implements FillWriter {
  readonly #options: MirrorOptions;
  #isPaused = false;
  #untoldBytes = 0;
  #isOver = false;

  constructor(options: MirrorOptions) {
    this.#options = options;
    options.fill.writtenBy(this);
  }

  pause(): void {
    this.#isPaused = true;
    if (!this.#isOver) this.#options.send({ kind: 'slow' });
  }

  resume(): void {
    this.#isPaused = false;
    this.#tellTaken();
  }

  abort(): void {
    if (this.#isOver) return;
    const { fill, send } = this.#options;
    send({ kind: 'left', hasServed: fill.hasServed });
    this.#over();
  }

  /** What it holds is the fill's. */
  letGo(): void {}

  take(message: WriterMessage): void {
    const { fill } = this.#options;
    switch (message.kind) {
      case 'begins':
        return this.#begin(message);
      case 'bytes':
        return this.#takeBytes(message);
      case 'ended':
        this.#over();
        return this.#end(message.how);
      case 'stored':
        this.#over();
        return this.#takeStored(message);
      case 'refused':
        this.#over();
        return fill.answer({ kind: 'refusal', refusal: message.refusal }, false);
      case 'gone':
        return this.lose();
    }
  }

  /** The other worker does not tell anything more: before the head viewers begin anew, after it they are cut. */
  lose(): void {
    if (this.#isOver) return;
    this.#over();
    const { edge, fill } = this.#options;
    edge.fills.close(fill);
    if (fill.outcome === null) fill.answer({ kind: 'gone' }, false);
    else fill.cut();
  }

  #begin({ answer, ttlSeconds, stamp, isKept }: Extract<WriterMessage, { kind: 'begins' }>): void {
    const { edge, fill } = this.#options;
    if (this.#isOutdated(stamp)) {
      this.abort();
      edge.fills.close(fill);
      return fill.answer({ kind: 'gone' }, false);
    }
    // With nothing to keep, whoever asks from now on asks anew (OR-51).
    if (ttlSeconds === 0) edge.fills.close(fill);
    fill.answer({ kind: 'stream', answer, ttlSeconds }, isKept);
  }

  #takeBytes({ chunk, isKept }: Extract<WriterMessage, { kind: 'bytes' }>): void {
    const { edge, fill } = this.#options;
    if (fill.isKept && (!isKept || edge.isMemoryShort())) fill.stopKeeping();
    this.#untoldBytes += chunk.length;
    fill.write(Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength));
    if (!this.#isPaused) this.#tellTaken();
  }

  #takeStored({ delivery, stamp }: Extract<WriterMessage, { kind: 'stored' }>): void {
    const { edge, fill } = this.#options;
    edge.fills.close(fill);
    const object = this.#isOutdated(stamp) ? null : edge.store.get(fill.place.key);
    if (object === null) fill.answer({ kind: 'gone' }, false);
    else fill.answer({ kind: 'object', object, delivery }, false);
  }

  #end(how: 'complete' | 'cut' | 'outrun'): void {
    const { edge, fill } = this.#options;
    edge.fills.close(fill);
    if (how === 'complete') fill.complete();
    else if (how === 'cut') fill.cut();
    else fill.outrun();
  }

  /** The fetch may have begun before an invalidation that viewers here came after (IN-19). */
  #isOutdated(stamp: number): boolean {
    const { edge, fill } = this.#options;
    return stamp < fill.place.invalidationStamp && edge.invalidations.covers(fill.place, stamp);
  }

  #tellTaken(): void {
    if (this.#isOver) return;
    this.#options.send({ kind: 'taken', bytes: this.#untoldBytes });
    this.#untoldBytes = 0;
  }

  #over(): void {
    this.#isOver = true;
    this.#options.onOver();
  }
}
