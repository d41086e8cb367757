/**
 * HTTP dates (RFC 9110 §5.6.7): written in one form, read in three. A date that does not exist, such as
 * 30 February, is as unusable as `0` or `-1` (TTL-13). The name of the day is not checked against the date.
 */

/** Epoch milliseconds, or null if the text is none of the three forms. Years of two digits: 1970 to 2069. */
export function parseHttpDate(text: string): number | null {
  if (text.length > LONGEST) return null;
  const fixed = FIXED.exec(text) ?? RFC_850.exec(text);
  if (fixed !== null) return instant(fixed[3]!, fixed[2]!, fixed[1]!, fixed[4]!);
  const ascii = ASCTIME.exec(text);
  return ascii === null ? null : instant(ascii[4]!, ascii[1]!, ascii[2]!, ascii[3]!);
}

/** The form every sender uses: `Sun, 06 Nov 1994 08:49:37 GMT`. */
export function formatHttpDate(ms: number): string {
  return new Date(ms).toUTCString();
}

const LONGEST = 40;
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const FIXED = /^(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun), (\d\d) ([A-Z][a-z]{2}) (\d{4}) (\d\d:\d\d:\d\d) GMT$/;
const RFC_850 =
  /^(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day, (\d\d)-([A-Z][a-z]{2})-(\d\d) (\d\d:\d\d:\d\d) GMT$/;
const ASCTIME = /^(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun) ([A-Z][a-z]{2}) ([ \d]\d) (\d\d:\d\d:\d\d) (\d{4})$/;

function instant(yearText: string, monthName: string, dayText: string, time: string): number | null {
  const month = MONTHS.indexOf(monthName);
  const year = fullYear(yearText);
  const day = Number(dayText);
  if (month < 0 || year < 100 || day < 1 || day > daysIn(year, month)) return null;
  const hours = Number(time.slice(0, 2));
  const minutes = Number(time.slice(3, 5));
  const seconds = Number(time.slice(6, 8));
  if (hours > 23 || minutes > 59 || seconds > 60) return null;
  return Date.UTC(year, month, day, hours, minutes, seconds);
}

/** RFC 9110 measures the century of two digits from today; a pure room has no today, so it is fixed. */
function fullYear(text: string): number {
  const year = Number(text);
  if (text.length === 4) return year;
  return year < 70 ? 2000 + year : 1900 + year;
}

function daysIn(year: number, month: number): number {
  return new Date(Date.UTC(year, month + 1, 0)).getUTCDate();
}
