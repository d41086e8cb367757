/**
 * Finished exchanges become lines of their logs here, in whichever thread served them, and go in batches of plain
 * data to the thread that writes files (access-logs.ts). A line is joined on as it is, without being copied: a
 * batch is turned into bytes at once, which costs 140 ns a line where joining arrays of lines cost 200.
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

/** So much of one log is handed over at once. */
export const BATCH_BYTES = 64 * 1024;
/** How long a line waits for others to be handed over with, in real time. */
export const HAND_OVER_MS = 100;

interface OpenBatch {
  readonly target: AccessLogTarget;
  readonly line: AccessLine;
  hour: number;
  records: number;
  text: string;
}

export class AccessLines {
  readonly #clock: Clock;
  readonly #take: (batch: LineBatch) => void;
  readonly #open = new Map<AccessLogTarget, OpenBatch>();
  #timer: Timer | null = null;

  /** `take` is handed every batch, and owns it. */
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
    if (batch.text.length >= BATCH_BYTES) this.#close(batch);
  }

  /** Hands over whatever waits. Logs whose distribution has changed or gone are forgotten with it. */
  handOver(): void {
    this.#timer?.cancel();
    this.#timer = null;
    for (const batch of this.#open.values()) this.#close(batch);
    this.#open.clear();
  }

  #batchOf(target: AccessLogTarget): OpenBatch {
    const known = this.#open.get(target);
    if (known !== undefined) return known;
    const line = compileAccessLine(target.era, target.includeCookies);
    const batch: OpenBatch = { target, line, hour: 0, records: 0, text: '' };
    this.#open.set(target, batch);
    this.#timer ??= this.#clock.after(HAND_OVER_MS, () => this.handOver());
    return batch;
  }

  #close(batch: OpenBatch): void {
    const { target, hour, records, text } = batch;
    if (records === 0) return;
    batch.records = 0;
    batch.text = '';
    // Memory of its own, not of the pool that small buffers share: whoever takes it may pass it on to a thread.
    const bytes = Buffer.allocUnsafeSlow(text.length);
    bytes.write(text, 'latin1');
    this.#take({ target, hour, records, bytes });
  }
}
