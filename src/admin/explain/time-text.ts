/** Moments and lengths of time as explain writes them. */

/** ISO 8601 to the second, UTC. */
export function momentText(ms: number): string {
  const moment = new Date(ms);
  if (Number.isNaN(moment.getTime())) return 'beyond the end of time';
  return `${moment.toISOString().slice(0, -5)}Z`;
}

/** `90 s`, and from an hour on in larger units too: `86400 s (24 h)`. */
export function secondsText(seconds: number): string {
  const whole = Math.round(seconds * 10) / 10;
  if (whole >= 2 * DAY) return `${whole} s (${rounded(whole / DAY)} d)`;
  return whole >= HOUR ? `${whole} s (${rounded(whole / HOUR)} h)` : `${whole} s`;
}

const HOUR = 3600;
const DAY = 24 * HOUR;

function rounded(value: number): number {
  return Math.round(value * 10) / 10;
}
