/**
 * Access logs: lines become files later, off the request's way (AL-4, AL-5). A file that cannot be written is
 * tried again with the next flush; meanwhile lines are kept up to a limit, and what comes beyond it is dropped
 * by the batch, counted and reported (D-21). Logging is best effort and never stops delivery (AL-6).
 */
import { join } from 'node:path';
import type { Clock, Timer } from '../clock.ts';
import type { LentLines } from './access-lines.ts';
import { Deflater } from './deflater.ts';
import { removeOldLogs } from './log-ageing.ts';
import { fileKey, LogBatch } from './log-batch.ts';
import { HOUR_MS, logFileName } from './log-file-name.ts';
import type { OnLogProblem } from './log-problem.ts';
import { writeWholeFile } from './whole-file.ts';

/** How long a line waits for its file at most, in real time: several deliveries an hour (AL-5). */
export const FLUSH_SECONDS = 300;
/** So many bytes waiting begin a flush before its time. */
export const FLUSH_BYTES = 8 * 1024 ** 2;
/** Lines kept while files cannot be written; further ones are dropped. */
export const BUFFER_BYTES_LIMIT = 64 * 1024 ** 2;
/** How long a file that cannot be written is tried again, in real time: one bad folder must not fill the buffer. */
export const RETRY_SECONDS = 3600;

const HOURS_PER_DAY = 24;

export interface AccessLogsOptions {
  /** Holds one folder per log bucket. */
  readonly directory: string;
  readonly keepDays: number;
  readonly clock: Clock;
  readonly onProblem: OnLogProblem;
  /** Lines kept while files cannot be written; BUFFER_BYTES_LIMIT when absent. */
  readonly bufferBytes?: number;
}

export class AccessLogs {
  readonly #options: AccessLogsOptions;
  readonly #bufferBytes: number;
  readonly #deflater = new Deflater();
  /** By the file they are for. */
  #batches = new Map<string, LogBatch>();
  #failed: LogBatch[] = [];
  #waitingBytes = 0;
  #failedBytes = 0;
  #droppedRecords = 0;
  #unreportedDrops = 0;
  #pendingFlushes = 0;
  #lastFlush: Promise<unknown> = Promise.resolve();
  #timer: Timer | null = null;
  #isClosed = false;
  #oldestHour = Number.NaN;

  constructor(options: AccessLogsOptions) {
    this.#options = options;
    this.#bufferBytes = options.bufferBytes ?? BUFFER_BYTES_LIMIT;
  }

  /** Records lost since the start, because files could not be written. */
  get droppedRecords(): number {
    return this.#droppedRecords;
  }

  /** Keeps lines for the file of their log and hour, whichever thread they come from. */
  take(lines: LentLines): void {
    const { bytes, records, giveBack } = lines;
    const sizeBytes = bytes.length;
    if (this.#isClosed || this.#waitingBytes + sizeBytes > this.#bufferBytes) {
      this.#drop(records);
      giveBack?.(bytes);
      return;
    }
    this.#batchOf(lines).add(lines);
    this.#waitingBytes += sizeBytes;
    if (this.#timer === null) this.#waitForFlush();
    if (this.#waitingBytes - this.#failedBytes >= FLUSH_BYTES && this.#pendingFlushes === 0)
      void this.flush();
  }

  /** Writes what waits, one file per log and hour; answers with the paths written. Never rejects. */
  flush(): Promise<string[]> {
    this.#pendingFlushes++;
    const files = this.#lastFlush.then(() => this.#writeAll());
    this.#lastFlush = files;
    return files;
  }

  /** Writes what waits, a last time: what then fails is lost, and reported so. */
  async close(): Promise<void> {
    this.#isClosed = true;
    await this.flush();
    this.#timer?.cancel();
    for (const batch of this.#failed.splice(0)) this.#drop(batch.records);
    this.#reportDrops();
  }

  #batchOf(lines: LentLines): LogBatch {
    const key = fileKey(lines);
    const known = this.#batches.get(key);
    if (known !== undefined) return known;
    const batch = new LogBatch(lines.target, lines.hour, this.#deflater);
    this.#batches.set(key, batch);
    return batch;
  }

  #waitForFlush(): void {
    this.#timer = this.#options.clock.after(FLUSH_SECONDS * 1000, () => void this.flush());
  }

  async #writeAll(): Promise<string[]> {
    this.#timer?.cancel();
    this.#timer = null;
    const files: string[] = [];
    const errors: unknown[] = [];
    for (const batch of this.#takeBatches()) {
      try {
        files.push(await this.#write(batch));
        this.#waitingBytes -= batch.sizeBytes;
      } catch (error) {
        errors.push(error);
        this.#keepForLater(batch);
      }
    }
    this.#report(errors);
    await this.#age();
    this.#pendingFlushes--;
    if (this.#failed.length > 0 && this.#timer === null) this.#waitForFlush();
    return files;
  }

  #takeBatches(): LogBatch[] {
    const batches = [...this.#failed, ...this.#batches.values()];
    this.#failed = [];
    this.#failedBytes = 0;
    this.#batches = new Map();
    return batches;
  }

  async #write(batch: LogBatch): Promise<string> {
    const file = join(this.#options.directory, logFileName(batch.target, batch.hour));
    await writeWholeFile(file, await batch.file());
    return file;
  }

  #keepForLater(batch: LogBatch): void {
    const now = this.#options.clock.realNow();
    batch.failedAt ??= now;
    if (now - batch.failedAt < RETRY_SECONDS * 1000) {
      this.#failed.push(batch);
      this.#failedBytes += batch.sizeBytes;
    } else {
      this.#waitingBytes -= batch.sizeBytes;
      this.#drop(batch.records);
    }
  }

  #drop(records: number): void {
    this.#droppedRecords += records;
    this.#unreportedDrops += records;
  }

  #report(errors: readonly unknown[]): void {
    if (errors.length > 0) {
      const message = `${errors.length} access log files could not be written`;
      this.#options.onProblem({ message, file: this.#options.directory, error: errors[0] });
    }
    this.#reportDrops();
  }

  #reportDrops(): void {
    if (this.#unreportedDrops === 0) return;
    const message = `${this.#unreportedDrops} access log records were dropped`;
    this.#unreportedDrops = 0;
    this.#options.onProblem({ message, file: this.#options.directory, error: null });
  }

  /** At most once for each hour of simulated time (D-22). */
  async #age(): Promise<void> {
    const { directory, keepDays, clock, onProblem } = this.#options;
    const oldestHour = Math.floor(clock.now() / HOUR_MS) - keepDays * HOURS_PER_DAY;
    if (oldestHour === this.#oldestHour) return;
    this.#oldestHour = oldestHour;
    await removeOldLogs(directory, oldestHour).catch((error: unknown) =>
      onProblem({ message: 'old access logs could not be removed', file: directory, error }),
    );
  }
}
