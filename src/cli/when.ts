/** Points in time as people type them: `1767290400`, `2026-01-01T18:00:00Z`, `90m`. */
import { parseDuration } from '../schema/quantity.ts';
import { isEpochSeconds } from '../signing/epoch-seconds.ts';
import { BadInput } from './terminal.ts';

const ISO = /^\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d{1,3})?)?(Z|[+-]\d\d:\d\d)?)?$/;

/**
 * Epoch seconds of a WHEN: epoch seconds, an ISO 8601 date or time (UTC unless it names an offset), or a
 * duration from now such as `2h`. Throws BadInput, naming the option, for anything else.
 */
export function parseWhen(text: string, option: string, nowMs: number): number {
  const seconds = secondsOf(text, nowMs);
  if (isEpochSeconds(seconds)) return seconds;
  throw new BadInput(`${option} ${text}: neither epoch seconds, an ISO 8601 time nor a duration such as 2h`);
}

function secondsOf(text: string, nowMs: number): number | null {
  if (/^\d{1,12}$/.test(text)) return Number(text);
  if (ISO.test(text)) return isoSeconds(text);
  const duration = parseDuration(text);
  return duration === null ? null : Math.floor(nowMs / 1000) + duration;
}

function isoSeconds(text: string): number | null {
  const hasZone = !text.includes('T') || /(Z|[+-]\d\d:\d\d)$/.test(text);
  const ms = Date.parse(hasZone ? text : `${text}Z`);
  return Number.isNaN(ms) ? null : Math.floor(ms / 1000);
}
