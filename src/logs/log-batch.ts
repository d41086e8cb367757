/** Lines of one log, gathered by the hour of their events until a file is written for each hour (AL-4, AL-5). */
import type { AccessLogTarget } from '../routing/compiled-distribution.ts';
import { type AccessLine, compileAccessLine } from './access-line.ts';

/** Lines are joined so many at a time: a joined string is flat, a line fresh from its fields is not. */
const LINES_PER_JOIN = 256;

/** The lines of one hour: what one file will hold. */
export class LogBatch {
  readonly target: AccessLogTarget;
  /** Hours since 1970. */
  readonly hour: number;
  sizeBytes = 0;
  records = 0;
  /** Real epoch ms when its file could first not be written; null while that has not happened. */
  failedAt: number | null = null;
  readonly #joined: string[] = [];
  #lines: string[] = [];

  constructor(target: AccessLogTarget, hour: number) {
    this.target = target;
    this.hour = hour;
  }

  add(line: string): void {
    this.#lines.push(line);
    this.records++;
    this.sizeBytes += line.length;
    if (this.#lines.length === LINES_PER_JOIN) this.#join();
  }

  /** All lines, oldest first. */
  text(): string {
    this.#join();
    return this.#joined.join('');
  }

  #join(): void {
    this.#joined.push(this.#lines.join(''));
    this.#lines = [];
  }
}

/** The batches of one log, found fast for the hour that most records share. */
export class LogBatches {
  readonly line: AccessLine;
  readonly #target: AccessLogTarget;
  readonly #batches: LogBatch[] = [];
  #latest: LogBatch | null = null;

  constructor(target: AccessLogTarget) {
    this.#target = target;
    this.line = compileAccessLine(target.era, target.includeCookies);
  }

  /** The batch of an hour, begun if there is none. */
  of(hour: number): LogBatch {
    if (this.#latest?.hour === hour) return this.#latest;
    const known = this.#batches.find((batch) => batch.hour === hour);
    this.#latest = known ?? new LogBatch(this.#target, hour);
    if (known === undefined) this.#batches.push(this.#latest);
    return this.#latest;
  }

  all(): readonly LogBatch[] {
    return this.#batches;
  }
}
