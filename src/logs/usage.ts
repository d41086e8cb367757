/**
 * What CloudFront's bill is made from: requests and bytes out, by distribution, region, method and hour, sorted
 * into the report's usage types (ED-10, ED-13…ED-17). Hours are of simulated time. Counts live in one file of the
 * state directory and outlast a restart; a crash loses at most the last minute.
 */
import { join } from 'node:path';
import type { Clock, Timer } from '../clock.ts';
import { HOUR_MS } from './log-file-name.ts';
import type { OnLogProblem } from './log-problem.ts';
import { UsageCounts, type UsageEvent } from './usage-counts.ts';
import { csvOf, rowsOf, type UsageRow } from './usage-report.ts';
import { readUsageState, type UsageState, usageStateText } from './usage-state.ts';
import { writeWholeFile } from './whole-file.ts';

export interface UsageOptions {
  /** The state directory. */
  readonly directory: string;
  readonly keepDays: number;
  readonly clock: Clock;
  readonly onProblem: OnLogProblem;
}

/** How long counts wait to be saved, in real time. */
export const SAVE_SECONDS = 60;
const HOURS_PER_DAY = 24;

export class Usage {
  readonly #options: UsageOptions;
  readonly #file: string;
  readonly #counts = new UsageCounts();
  #timer: Timer | null = null;
  #lastSave: Promise<void> = Promise.resolve();

  constructor(options: UsageOptions) {
    this.#options = options;
    this.#file = join(options.directory, 'usage.json');
  }

  count(event: UsageEvent): void {
    this.#counts.count(event);
    this.#timer ??= this.#waitForSave();
  }

  /** Adds what another thread has counted. */
  add(hours: UsageState): void {
    this.#counts.add(hours);
    this.#timer ??= this.#waitForSave();
  }

  /** The hours kept, oldest first. */
  report(): UsageRow[] {
    this.#age();
    return rowsOf(this.#counts.hours);
  }

  /** The same with the columns of CloudFront's usage report (ED-11). */
  csv(): string {
    return csvOf(this.report());
  }

  /** Takes over what an earlier run saved; to be awaited before the first count. A file that cannot be read is reported and set aside, not overwritten. */
  async load(): Promise<void> {
    try {
      this.#counts.add(await readUsageState(this.#file));
    } catch (error) {
      const message = 'usage of earlier runs could not be read';
      this.#options.onProblem({ message, file: this.#file, error });
    }
  }

  /** Writes the counts; a failure is reported and the next save tries again (D-21). Never rejects. */
  save(): Promise<void> {
    this.#timer?.cancel();
    this.#timer = null;
    this.#lastSave = this.#lastSave.then(() => this.#write());
    return this.#lastSave;
  }

  #waitForSave(): Timer {
    return this.#options.clock.after(SAVE_SECONDS * 1000, () => void this.save());
  }

  async #write(): Promise<void> {
    this.#age();
    try {
      await writeWholeFile(this.#file, usageStateText(this.#counts.hours));
    } catch (error) {
      this.#options.onProblem({ message: 'usage could not be saved', file: this.#file, error });
    }
  }

  /** Forgets hours that are no longer kept (D-22). */
  #age(): void {
    const { clock, keepDays } = this.#options;
    this.#counts.forget(Math.floor(clock.now() / HOUR_MS) - keepDays * HOURS_PER_DAY);
  }
}
