/** The usage report: two rows for each cell of usage, one counting requests and one counting bytes (ED-10, ED-11). */
import { isoDate } from '../http/iso-date.ts';
import { HOUR_MS } from './log-file-name.ts';
import type { UsageCell, UsageState } from './usage-state.ts';

/** A row with the report's own column names (ED-11). Times are ISO 8601 in UTC and span one hour. */
export interface UsageRow {
  readonly Service: 'AmazonCloudFront';
  /** HTTP method. */
  readonly Operation: string;
  /** Such as `EU-Requests-HTTP-Static` or `US-Out-Bytes-HTTPS-Dynamic` (ED-13…ED-17). */
  readonly UsageType: string;
  /** Distribution id. */
  readonly Resource: string;
  readonly StartTime: string;
  readonly EndTime: string;
  /** Bytes or a count, as the usage type says. */
  readonly UsageValue: number;
}

const COLUMNS = [
  'Service',
  'Operation',
  'UsageType',
  'Resource',
  'StartTime',
  'EndTime',
  'UsageValue',
] as const;

/** All rows, by hour, oldest first. */
export function rowsOf(state: UsageState): UsageRow[] {
  const hours = Array.from(state.keys()).sort((a, b) => a - b);
  return hours.flatMap((hour) =>
    Array.from(state.get(hour)!.values()).flatMap((cell) => cellRows(hour, cell)),
  );
}

/** Column names, then a line a row; CRLF and quotes as in RFC 4180. */
export function csvOf(rows: readonly UsageRow[]): string {
  const lines = rows.map((row) => COLUMNS.map((column) => csvField(String(row[column]))).join(','));
  return `${[COLUMNS.join(','), ...lines].join('\r\n')}\r\n`;
}

function cellRows(hour: number, cell: UsageCell): UsageRow[] {
  const kind = `${cell.protocol}-${cell.kind}`;
  return [
    cellRow(hour, cell, { type: `${cell.region}-Requests-${kind}`, value: cell.requests }),
    cellRow(hour, cell, { type: `${cell.region}-Out-Bytes-${kind}`, value: cell.bytesOut }),
  ];
}

function cellRow(hour: number, cell: UsageCell, usage: { type: string; value: number }): UsageRow {
  return {
    Service: 'AmazonCloudFront',
    Operation: cell.operation,
    UsageType: usage.type,
    Resource: cell.distributionId,
    StartTime: timeText(hour),
    EndTime: timeText(hour + 1),
    UsageValue: usage.value,
  };
}

function timeText(hour: number): string {
  return isoDate(hour * HOUR_MS);
}

function csvField(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
