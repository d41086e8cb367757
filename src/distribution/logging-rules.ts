/** What must hold of logging, whoever logs. */
import type { Draft, Notes } from '../schema/reading.ts';

interface LogTarget {
  /** `null` where presence says that logging is on. */
  readonly Enabled: boolean | null;
  readonly Bucket: string;
  readonly Prefix: string;
}

/** Logging that is on names a bucket (CA-139). */
export function checkLogging(logging: Draft<LogTarget> | null | undefined, notes: Notes): void {
  if (logging === null || logging === undefined || logging.Enabled === false) return;
  if (logging.Bucket === '') notes.report('Logging.Bucket', 'is required while logging is on');
}
