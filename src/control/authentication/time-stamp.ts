/** When a request says it was signed. The string is signed as it stands and only read here, liberally (CA-18). */
import { parseHttpDate } from '../../http/http-date.ts';

/**
 * Epoch milliseconds of an HTTP date, of one with a numeric zone for its GMT, or of ISO 8601, basic or extended;
 * `null` for anything else.
 */
export function parseTimeStamp(text: string): number | null {
  const iso = ISO.exec(text);
  if (iso !== null) return parseIso(iso);
  const zone = ZONE.exec(text);
  if (zone === null) return parseHttpDate(text);
  const [, sign, hours, minutes] = zone;
  const local = parseHttpDate(`${text.slice(0, zone.index)} GMT`);
  const offsetMs = (Number(hours) * 60 + Number(minutes)) * 60_000;
  if (local === null) return null;
  return sign === '+' ? local - offsetMs : local + offsetMs;
}

const ISO = /^(\d{4})-?(\d\d)-?(\d\d)T(\d\d):?(\d\d):?(\d\d)Z$/;
const ZONE = / ([+-])(\d\d)(\d\d)$/;

function parseIso([, year, month, day, hours, minutes, seconds]: RegExpExecArray): number | null {
  const ms = Date.parse(`${year}-${month}-${day}T${hours}:${minutes}:${seconds}Z`);
  return Number.isNaN(ms) ? null : ms;
}
