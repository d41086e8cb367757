/**
 * Another worker's viewers, as one reader of a fill of this worker: what it reads it sends on, as far as there is
 * room for it over there (D-7). It falls out of the window as any other reader does.
 */
import type { Fill, FillReader } from '../cache/fill.ts';
import type { EdgeLocation } from './edge-location.ts';
import type { Unnumbered, WriterMessage } from './mirror-messages.ts';

export interface RemoteReaderOptions {
  readonly edge: EdgeLocation;
  readonly fill: Fill;
  readonly roomBytes: number;
  /** `given`: memory that goes over to the other worker. */
  readonly send: (message: Unnumbered<WriterMessage>, given?: ArrayBuffer[]) => void;
  /** Nothing more is to be sent. */
  readonly onOver: () => void;
}

export class RemoteReader implements FillReader {
  position = 0;
  readonly #options: RemoteReaderOptions;
  #roomBytes: number;
  #isSlow = false;
  #isOver = false;

  constructor(options: RemoteReaderOptions) {
    this.#options = options;
    this.#roomBytes = options.roomBytes;
  }

  /** A message there and back takes time in which viewers here may take more than a window: that is not being slow. */
  get isInTransit(): boolean {
    return this.#roomBytes <= 0 && !this.#isSlow;
  }

  /** Reads from the beginning. */
  start(): void {
    const { fill } = this.#options;
    fill.join(this);
    if (fill.outcome !== null) this.onFillAnswered();
  }

  onFillAnswered(): void {
    const { fill, send } = this.#options;
    const outcome = fill.outcome!;
    const stamp = fill.place.invalidationStamp;
    switch (outcome.kind) {
      case 'stream':
        send({ ...outcome, kind: 'begins', stamp, isKept: fill.isKept });
        return this.onFillMoved();
      case 'object':
        send(this.#isStored() ? { kind: 'stored', delivery: outcome.delivery, stamp } : { kind: 'gone' });
        return this.#finish();
      case 'refusal':
        send({ kind: 'refused', refusal: outcome.refusal });
        return this.#finish();
      case 'gone':
        send({ kind: 'gone' });
        return this.#finish();
    }
  }

  onFillMoved(): void {
    if (this.#isOver) return;
    const { fill } = this.#options;
    this.#pump();
    if (this.position < fill.bytes.startBytes) return this.#end('outrun');
    if (this.position < fill.bytes.sizeBytes || !fill.isEnded) return fill.pace();
    this.#end(fill.state === 'complete' ? 'complete' : 'cut');
  }

  /** There is room for so much more over there. */
  taken(bytes: number): void {
    this.#roomBytes += bytes;
    this.#isSlow = false;
    this.onFillMoved();
  }

  /** Viewers over there do not take what they have. */
  slow(): void {
    this.#isSlow = true;
    this.#options.fill.pace();
  }

  /** Nobody reads over there any more. */
  left(hasServed: boolean): void {
    if (this.#isOver) return;
    this.#isOver = true;
    const { fill, onOver } = this.#options;
    onOver();
    if (hasServed) fill.finish(this);
    else fill.leave(this);
  }

  #pump(): void {
    const { fill, send } = this.#options;
    while (this.#roomBytes > 0) {
      const bytes = fill.bytes.read(this.position, this.position + this.#roomBytes);
      if (bytes.length === 0) return;
      this.position += bytes.length;
      this.#roomBytes -= bytes.length;
      const chunk = new Uint8Array(bytes);
      send({ kind: 'bytes', chunk, isKept: fill.isKept }, [chunk.buffer]);
    }
  }

  /** A loose object is this worker's alone. */
  #isStored(): boolean {
    const { edge, fill } = this.#options;
    return (
      fill.outcome?.kind === 'object' && fill.outcome.object.version !== 0 && edge.store.has(fill.place.key)
    );
  }

  #end(how: 'complete' | 'cut' | 'outrun'): void {
    this.#options.send({ kind: 'ended', how });
    this.#finish();
  }

  #finish(): void {
    this.left(true);
  }
}
