/**
 * What CloudFront's bill is made from: requests and bytes out, by distribution, region, method and hour, sorted
 * into the report's usage types (ED-10, ED-13…ED-17). Hours are of simulated time. Counts live in one file of the
 * state directory and outlast a restart; a crash loses at most the last minute.
 */
import { join } from 'node:path';
import type { Clock, Timer } from '../clock.ts';
import type { Region } from '../distribution/region.ts';
import { HOUR_MS } from './log-file-name.ts';
import type { OnLogProblem } from './log-problem.ts';
import { csvOf, rowsOf, type UsageRow } from './usage-report.ts';
import {
  cellKey,
  readUsageState,
  type UsageCell,
  type UsageCellNames,
  type UsageState,
  usageStateText,
} from './usage-state.ts';
import { writeWholeFile } from './whole-file.ts';

/** One finished request as usage sees it. */
export interface UsageEvent {
  readonly distributionId: string;
  readonly region: Region;
  readonly method: string;
  readonly isSecure: boolean;
  /** Headers and body as sent to the viewer. */
  readonly bytesOut: number;
  /** The object's whole lifetime, 0 where nothing was kept: Static from an hour on, Dynamic below (ED-13). */
  readonly ttlSeconds: number;
  /** Epoch ms of simulated time. */
  readonly atMs: number;
}

export interface UsageOptions {
  /** The state directory. */
  readonly directory: string;
  readonly keepDays: number;
  readonly clock: Clock;
  readonly onProblem: OnLogProblem;
}

/** How long counts wait to be saved, in real time. */
export const SAVE_SECONDS = 60;
const STATIC_SECONDS = 3600;
const HOURS_PER_DAY = 24;
const FORWARDED_ONLY = new Set(['DELETE', 'OPTIONS', 'PATCH', 'POST', 'PUT']);
/** Any other word a viewer makes up counts as one operation, so that viewers cannot grow the report. */
const OTHER_OPERATION = 'OTHER';

export class Usage {
  readonly #options: UsageOptions;
  readonly #file: string;
  readonly #hours: UsageState = new Map();
  #timer: Timer | null = null;
  #lastSave: Promise<void> = Promise.resolve();

  constructor(options: UsageOptions) {
    this.#options = options;
    this.#file = join(options.directory, 'usage.json');
  }

  count(event: UsageEvent): void {
    const cell = this.#cellOf(event);
    cell.requests += 1;
    cell.bytesOut += event.bytesOut;
    this.#timer ??= this.#options.clock.after(SAVE_SECONDS * 1000, () => void this.save());
  }

  /** The hours kept, oldest first. */
  report(): UsageRow[] {
    this.#age();
    return rowsOf(this.#hours);
  }

  /** The same with the columns of CloudFront's usage report (ED-11). */
  csv(): string {
    return csvOf(this.report());
  }

  /** Takes over what an earlier run saved; to be awaited before the first count. A file that cannot be read is reported and set aside, not overwritten. */
  async load(): Promise<void> {
    try {
      for (const [hour, cells] of await readUsageState(this.#file)) this.#hours.set(hour, cells);
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

  async #write(): Promise<void> {
    this.#age();
    try {
      await writeWholeFile(this.#file, usageStateText(this.#hours));
    } catch (error) {
      this.#options.onProblem({ message: 'usage could not be saved', file: this.#file, error });
    }
  }

  #cellOf(event: UsageEvent): UsageCell {
    const cells = this.#cellsOf(Math.floor(event.atMs / HOUR_MS));
    const names = namesOf(event);
    const key = cellKey(names);
    const known = cells.get(key);
    if (known !== undefined) return known;
    const cell = { ...names, requests: 0, bytesOut: 0 };
    cells.set(key, cell);
    return cell;
  }

  #cellsOf(hour: number): Map<string, UsageCell> {
    const known = this.#hours.get(hour);
    if (known !== undefined) return known;
    this.#age();
    const cells = new Map<string, UsageCell>();
    this.#hours.set(hour, cells);
    return cells;
  }

  /** Forgets hours that are no longer kept (D-22). */
  #age(): void {
    const { clock, keepDays } = this.#options;
    const oldest = Math.floor(clock.now() / HOUR_MS) - keepDays * HOURS_PER_DAY;
    for (const hour of this.#hours.keys()) if (hour < oldest) this.#hours.delete(hour);
  }
}

function namesOf(event: UsageEvent): UsageCellNames {
  const { distributionId, region, method } = event;
  const kind = kindOf(event);
  const operation = kind === 'Proxy' || method === 'GET' || method === 'HEAD' ? method : OTHER_OPERATION;
  return { distributionId, region, operation, protocol: event.isSecure ? 'HTTPS' : 'HTTP', kind };
}

function kindOf(event: UsageEvent): UsageCell['kind'] {
  if (FORWARDED_ONLY.has(event.method)) return 'Proxy';
  return event.ttlSeconds >= STATIC_SECONDS ? 'Static' : 'Dynamic';
}
