/**
 * Counting for usage, in any thread: requests and bytes out by hour, distribution, region, method, protocol and kind
 * (ED-10, ED-13…ED-17). A request finds its cell by two maps and a number; joining the names that tell cells apart
 * for each would cost more than all the rest of counting.
 */
import type { Region } from '../distribution/region.ts';
import { HOUR_MS } from './log-file-name.ts';
import { cellKey, type UsageCell, type UsageCellNames, type UsageState } from './usage-state.ts';

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

const STATIC_SECONDS = 3600;
const FORWARDED_ONLY = new Set(['DELETE', 'OPTIONS', 'PATCH', 'POST', 'PUT']);
/** Any other word a viewer makes up counts as one operation, so that viewers cannot grow the report. */
const OTHER_OPERATION = 'OTHER';

/** The cells of one distribution and region in the hour at hand, by `numberOf`. */
type Row = (UsageCell | undefined)[];

export class UsageCounts {
  readonly #hours: UsageState = new Map();
  readonly #rows = new Map<Region, Map<string, Row>>();
  #hour = Number.NaN;

  /** What has been counted; to be changed by nobody else. */
  get hours(): UsageState {
    return this.#hours;
  }

  count(event: UsageEvent): void {
    const row = this.#rowOf(event);
    const number = numberOf(event);
    if (number < 0) {
      count(this.#cellOf(this.#hour, namesOf(event)), 1, event.bytesOut);
      return;
    }
    row[number] ??= this.#cellOf(this.#hour, namesOf(event));
    count(row[number], 1, event.bytesOut);
  }

  /** Adds what was counted elsewhere. */
  add(hours: UsageState): void {
    for (const [hour, cells] of hours) {
      for (const cell of cells.values()) count(this.#cellOf(hour, cell), cell.requests, cell.bytesOut);
    }
  }

  /** Hands over all that was counted, plain data for another thread, and begins anew. */
  take(): UsageState {
    const taken = new Map(this.#hours);
    this.#hours.clear();
    this.#turnTo(Number.NaN);
    return taken;
  }

  /** Forgets the hours before one. */
  forget(oldest: number): void {
    for (const hour of this.#hours.keys()) if (hour < oldest) this.#hours.delete(hour);
    if (this.#hour < oldest) this.#turnTo(Number.NaN);
  }

  #rowOf({ region, distributionId, atMs }: UsageEvent): Row {
    const hour = Math.floor(atMs / HOUR_MS);
    if (hour !== this.#hour) this.#turnTo(hour);
    const known = this.#rows.get(region)?.get(distributionId);
    if (known !== undefined) return known;
    const row: Row = [];
    const rows = this.#rows.get(region) ?? new Map<string, Row>();
    this.#rows.set(region, rows.set(distributionId, row));
    return row;
  }

  #turnTo(hour: number): void {
    this.#hour = hour;
    this.#rows.clear();
  }

  #cellOf(hour: number, names: UsageCellNames): UsageCell {
    const cells = this.#hours.get(hour) ?? new Map<string, UsageCell>();
    if (cells.size === 0) this.#hours.set(hour, cells);
    const key = cellKey(names);
    const known = cells.get(key);
    if (known !== undefined) return known;
    const { distributionId, region, operation, protocol, kind } = names;
    const cell = { distributionId, region, operation, protocol, kind, requests: 0, bytesOut: 0 };
    cells.set(key, cell);
    return cell;
  }
}

function count(cell: UsageCell, requests: number, bytesOut: number): void {
  cell.requests += requests;
  cell.bytesOut += bytesOut;
}

/** One number for each cell that GET and HEAD count in; less than 0 for other methods, which are never hits. */
function numberOf({ method, isSecure, ttlSeconds }: UsageEvent): number {
  const operation = method === 'GET' ? 0 : method === 'HEAD' ? 4 : -8;
  return operation + (isSecure ? 2 : 0) + (ttlSeconds >= STATIC_SECONDS ? 1 : 0);
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
