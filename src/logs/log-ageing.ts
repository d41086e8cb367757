/** Log files go when their hour is older than the operator keeps them (D-22); files of other names stay. */
import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { hourOfLogFile } from './log-file-name.ts';
import { PARTIAL_SUFFIX } from './whole-file.ts';

/** Removes log files, and unfinished ones, of hours before `oldestHour`. Rejects as `fs` does; no directory is fine. */
export async function removeOldLogs(directory: string, oldestHour: number): Promise<void> {
  for (const entry of await entriesOf(directory)) {
    const hour = entry.isFile() ? hourOfLogFile(finalName(entry.name)) : null;
    if (hour !== null && hour < oldestHour) await rm(join(entry.parentPath, entry.name), { force: true });
  }
}

async function entriesOf(directory: string) {
  try {
    return await readdir(directory, { recursive: true, withFileTypes: true });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}

function finalName(name: string): string {
  return name.endsWith(PARTIAL_SUFFIX) ? name.slice(0, -PARTIAL_SUFFIX.length) : name;
}
