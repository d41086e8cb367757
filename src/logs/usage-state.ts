/**
 * Usage as it is kept: one cell for each hour, distribution, region, method, protocol and kind. On disk a JSON
 * document, `{ "version": 1, "hours": [[hour, [cell, …]], …] }`, hours counted since 1970.
 */
import { readFile, rename } from 'node:fs/promises';
import { REGIONS, type Region } from '../distribution/region.ts';

/** What a cell counts. */
export interface UsageCellNames {
  readonly distributionId: string;
  readonly region: Region;
  /** The method, or `OTHER`. */
  readonly operation: string;
  readonly protocol: 'HTTP' | 'HTTPS';
  /** Static and Dynamic by lifetime, Proxy for methods that only pass through (ED-13). */
  readonly kind: 'Static' | 'Dynamic' | 'Proxy';
}

export interface UsageCell extends UsageCellNames {
  requests: number;
  bytesOut: number;
}

/** Cells by hour since 1970, then by their names joined. */
export type UsageState = Map<number, Map<string, UsageCell>>;

export function usageStateText(state: UsageState): string {
  const hours = Array.from(state, ([hour, cells]) => [hour, Array.from(cells.values())]);
  return `${JSON.stringify({ version: 1, hours })}\n`;
}

/** The key of a cell among those of its hour. */
export function cellKey(cell: UsageCellNames): string {
  return `${cell.distributionId} ${cell.region} ${cell.operation} ${cell.protocol} ${cell.kind}`;
}

/** Reads the file; empty if there is none. A broken one is renamed `….unreadable` before this rejects. */
export async function readUsageState(file: string): Promise<UsageState> {
  const text = await textOf(file);
  if (text === null) return new Map();
  try {
    return parseUsageState(text);
  } catch (error) {
    await rename(file, `${file}.unreadable`);
    throw error;
  }
}

async function textOf(file: string): Promise<string | null> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}

function parseUsageState(text: string): UsageState {
  const document: unknown = JSON.parse(text);
  const hours = (document as { hours?: unknown } | null)?.hours;
  if ((document as { version?: unknown } | null)?.version !== 1 || !Array.isArray(hours)) {
    throw new Error('not a usage file of this version');
  }
  return new Map(hours.map(readHour));
}

function readHour(entry: unknown): [number, Map<string, UsageCell>] {
  const [hour, cells] = Array.isArray(entry) ? entry : [];
  if (!Number.isInteger(hour) || !Array.isArray(cells) || !cells.every(isCell)) {
    throw new Error('an hour of usage is broken');
  }
  return [hour, new Map(cells.map((cell) => [cellKey(cell), cell]))];
}

function isCell(value: unknown): value is UsageCell {
  const cell = value as Partial<UsageCell> | null;
  return (
    typeof cell?.distributionId === 'string' &&
    typeof cell.operation === 'string' &&
    (REGIONS as readonly unknown[]).includes(cell.region) &&
    ['HTTP', 'HTTPS'].includes(String(cell.protocol)) &&
    ['Static', 'Dynamic', 'Proxy'].includes(String(cell.kind)) &&
    Number.isSafeInteger(cell.requests) &&
    Number.isSafeInteger(cell.bytesOut)
  );
}
