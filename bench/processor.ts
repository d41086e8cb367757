/** Processor time of a process and all its threads, from Linux's books. */
import { readFileSync } from 'node:fs';

const TICKS_A_SECOND = 100;

/** So far, user and system together; NaN where there are no such books. */
export function cpuSeconds(pid: number): number {
  try {
    return cpuSecondsOf(readFileSync(`/proc/${pid}/stat`, 'latin1'));
  } catch {
    return Number.NaN;
  }
}

/** Of the text of `/proc/PID/stat`; the program's name in it may hold spaces and brackets. */
export function cpuSecondsOf(stat: string): number {
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11]) + Number(fields[12])) / TICKS_A_SECOND;
}
