/**
 * Where a log file lies: a folder with the bucket's full name as written, below it the object's name, prefix and
 * distribution id joined literally (D-20), then the hour and a unique id (AL-1). Bucket and prefix are the
 * customer's text; whatever they say, the path stays inside the log directory.
 */
import { randomInt } from 'node:crypto';
import { join } from 'node:path';

export const HOUR_MS = 3_600_000;

/** Path of a new file, relative to the log directory. `hour` counts hours since 1970. */
export function logFileName(
  target: { readonly bucket: string; readonly prefix: string; readonly distributionId: string },
  hour: number,
): string {
  const name = `${target.prefix}${target.distributionId}.${hourText(hour)}.${uniqueId()}.gz`;
  return join(safeSegment(target.bucket), ...name.split('/').map(safeSegment));
}

/** The hour in a log file's name, counted since 1970; null for other files. */
export function hourOfLogFile(name: string): number | null {
  const [, day, hour] = /\.(\d{4}-\d\d-\d\d)-(\d\d)\.[0-9A-Z]{8,11}\.gz$/.exec(name) ?? [];
  const ms = Date.parse(`${day}T${hour}:00:00Z`);
  return Number.isNaN(ms) ? null : ms / HOUR_MS;
}

const ID_ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ';
const ID_LENGTH = 11;

function uniqueId(): string {
  let id = '';
  for (let i = 0; i < ID_LENGTH; i++) id += ID_ALPHABET[randomInt(ID_ALPHABET.length)];
  return id;
}

/** `2013-05-12-09`, in UTC. */
function hourText(hour: number): string {
  return new Date(hour * HOUR_MS).toISOString().slice(0, 13).replace('T', '-');
}

/** One folder or file name: separators, controls, and names that mean another folder are percent-encoded. */
function safeSegment(text: string): string {
  if (text === '') return '%';
  if (text === '.' || text === '..') return text.replaceAll('.', '%2E');
  return text.replace(/[/\\\x00-\x1f\x7f]/g, encodeURIComponent);
}
