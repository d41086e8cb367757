/**
 * Finished exchanges become lines of their logs here, in whichever thread served them, and go in batches of plain
 * data to the thread that writes files (access-logs.ts). A few lines are joined as text and then written behind each
 * other: to join a whole batch first cost a line twice as much, as its text was long out of the processor's cache.
 */
import type { Clock, Timer } from '../clock.ts';
import type { AccessLogTarget } from '../routing/compiled-distribution.ts';
import { type AccessLine, compileAccessLine } from './access-line.ts';
import type { AccessRecord } from './access-record.ts';
import { HOUR_MS } from './log-file-name.ts';

/** Lines of one log and hour: plain data, so that it can go to another thread. */
export interface LineBatch {
  readonly target: AccessLogTarget;
  /** Hours since 1970. */
  readonly hour: number;
  readonly records: number;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

/** Bytes that somebody wants back. */
export interface LentBytes {
  readonly bytes: LineBatch['bytes'];
  /** To be called when they are not looked at any more. */
  readonly giveBack?: (bytes: LineBatch['bytes']) => void;
}

/** A batch as it comes to whoever writes files. */
export type LentLines = LineBatch & LentBytes;

/** So much of one log is handed over at once. */
export const BATCH_BYTES = 64 * 1024;
/** So much text is joined before it is written. */
export const GROUP_BYTES = 4096;
/** Room for a batch and the group that fills it. */
const BLOCK_BYTES = BATCH_BYTES + 2 * GROUP_BYTES;
/** Blocks kept to be written again: as many as are on their way to a file at a time. */
export const SPARE_BLOCKS = 16;
/** How long a line waits for others to be handed over with, in real time. */
export const HAND_OVER_MS = 100;

interface OpenBatch {
  readonly target: AccessLogTarget;
  readonly line: AccessLine;
  hour: number;
  records: number;
  /** Lines joined, and not written yet. */
  text: string;
  /** Those before, once there are some. */
  block: Buffer<ArrayBuffer> | null;
  blockBytes: number;
}

export class AccessLines {
  readonly #clock: Clock;
  readonly #take: (batch: LineBatch) => void;
  readonly #open = new Map<AccessLogTarget, OpenBatch>();
  readonly #spare: Buffer<ArrayBuffer>[] = [];
  #timer: Timer | null = null;

  /** `take` is handed every batch, and owns it until it gives it back (`reuse`), if it does. */
  constructor(clock: Clock, take: (batch: LineBatch) => void) {
    this.#clock = clock;
    this.#take = take;
  }

  /** Adds a record to its log. Era 08 has no logs (D-2). */
  record(target: AccessLogTarget, record: AccessRecord): void {
    if (target.era === '08') return;
    const batch = this.#batchOf(target);
    const hour = Math.floor(record.finishedAt / HOUR_MS);
    if (hour !== batch.hour) {
      this.#close(batch);
      batch.hour = hour;
    }
    batch.text += batch.line(record);
    batch.records += 1;
    if (batch.text.length >= GROUP_BYTES) this.#write(batch);
  }

  /** Hands over whatever waits. Logs whose distribution has changed or gone are forgotten with it. */
  handOver(): void {
    this.#timer?.cancel();
    this.#timer = null;
    for (const batch of this.#open.values()) this.#close(batch);
    this.#open.clear();
  }

  /**
   * Takes back what it handed over, if it is of use: memory outside the heap that nobody gives back has the whole heap
   * collected every other second, and viewers wait 30 ms for it where there is one core.
   */
  reuse({ buffer }: LineBatch['bytes']): void {
    if (buffer.byteLength === BLOCK_BYTES && this.#spare.length < SPARE_BLOCKS)
      this.#spare.push(Buffer.from(buffer));
  }

  #batchOf(target: AccessLogTarget): OpenBatch {
    const known = this.#open.get(target);
    if (known !== undefined) return known;
    const line = compileAccessLine(target.era, target.includeCookies);
    const batch: OpenBatch = { target, line, hour: 0, records: 0, text: '', block: null, blockBytes: 0 };
    this.#open.set(target, batch);
    this.#timer ??= this.#clock.after(HAND_OVER_MS, () => this.handOver());
    return batch;
  }

  #write(batch: OpenBatch): void {
    const { text, blockBytes } = batch;
    // What does not fit are lines longer than any honest one.
    if (blockBytes + text.length > BLOCK_BYTES) return this.#close(batch);
    batch.block ??= this.#spare.pop() ?? Buffer.allocUnsafeSlow(BLOCK_BYTES);
    batch.blockBytes += batch.block.write(text, blockBytes, 'latin1');
    batch.text = '';
    if (batch.blockBytes >= BATCH_BYTES) this.#close(batch);
  }

  #close(batch: OpenBatch): void {
    const { target, hour, records } = batch;
    if (records === 0) return;
    const bytes = bytesOf(batch);
    batch.records = 0;
    batch.text = '';
    batch.block = null;
    batch.blockBytes = 0;
    this.#take({ target, hour, records, bytes });
  }
}

/** In memory of their own, not of the pool that small buffers share: whoever takes them may pass them on to a thread. */
function bytesOf({ text, block, blockBytes }: OpenBatch): Buffer<ArrayBuffer> {
  const sizeBytes = blockBytes + text.length;
  const bytes = block !== null && sizeBytes <= BLOCK_BYTES ? block : Buffer.allocUnsafeSlow(sizeBytes);
  if (block !== null && bytes !== block) bytes.set(block.subarray(0, blockBytes));
  bytes.write(text, blockBytes, 'latin1');
  return bytes.subarray(0, sizeBytes);
}
