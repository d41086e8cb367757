/**
 * A line of a CloudFront access log, as a request to be made again: the twelve fields of 2010 (AL-8), the fifteen of
 * 2012 (AL-9), today's 33 (AL-15) and whatever lies between or beyond, told by the `#Fields:` line or by their number.
 */

/** What of a line is needed to ask again. */
export interface LoggedRequest {
  /** Epoch ms at which it began, to the second where the log does not say how long it took (AL-17, AL-28). */
  readonly beganAtMs: number;
  readonly pop: string;
  readonly method: string;
  readonly path: string;
  readonly query: string | null;
  /** 0: the viewer left before there was an answer (AL-25). */
  readonly status: number;
  /** Headers and body (AL-19). */
  readonly bytes: number;
  /** Body alone; null where the log does not say. */
  readonly bodyBytes: number | null;
  readonly range: { readonly first: number; readonly last: number } | null;
  readonly cookie: string | null;
}

export type LineReading = { readonly request: LoggedRequest } | { readonly because: string };

/** Where fields stand; -1 for those a log does not have. */
export type LogFields = Readonly<Record<FieldName, number>> & { readonly count: number };

const NAMES = {
  date: 'date',
  time: 'time',
  pop: 'x-edge-location',
  bytes: 'sc-bytes',
  method: 'cs-method',
  path: 'cs-uri-stem',
  status: 'sc-status',
  query: 'cs-uri-query',
  cookie: 'cs(Cookie)',
  taken: 'time-taken',
  bodyBytes: 'sc-content-len',
  rangeStart: 'sc-range-start',
  rangeEnd: 'sc-range-end',
} as const;

type FieldName = keyof typeof NAMES;
const NEEDED: readonly FieldName[] = ['date', 'time', 'pop', 'bytes', 'method', 'path', 'status'];

const ALL_FIELDS =
  'date time x-edge-location sc-bytes c-ip cs-method cs(Host) cs-uri-stem sc-status cs(Referer) cs(User-Agent) cs-uri-query cs(Cookie) x-edge-result-type x-edge-request-id x-host-header cs-protocol cs-bytes time-taken x-forwarded-for ssl-protocol ssl-cipher x-edge-response-result-type cs-protocol-version fle-status fle-encrypted-fields c-port time-to-first-byte x-edge-detailed-result-type sc-content-type sc-content-len sc-range-start sc-range-end'.split(
    ' ',
  );
const LEAST_FIELDS = 11;

/** Reads `#Fields: …`; null when it is no log of a web distribution. */
export function readFieldsLine(line: string): LogFields | null {
  return fieldsOf(line.slice('#Fields:'.length).trim().split(/\s+/));
}

/** Of a log that does not name its fields: they came in one order, and more of them over the years (AL-8…AL-15). */
export function assumeFields(line: string): LogFields | null {
  const { length } = line.split('\t');
  return length < LEAST_FIELDS ? null : fieldsOf(ALL_FIELDS.slice(0, length));
}

function fieldsOf(names: readonly string[]): LogFields | null {
  const entries = Object.entries(NAMES).map(([key, name]) => [key, names.indexOf(name)] as const);
  const fields = { ...Object.fromEntries(entries), count: names.length } as LogFields;
  return NEEDED.every((key) => fields[key] >= 0) ? fields : null;
}

export function readLogLine(line: string, fields: LogFields): LineReading {
  const parts = line.split('\t');
  if (parts.length < fields.count) return { because: `has ${parts.length} fields, not ${fields.count}` };
  const endedAtMs = timeOf(parts[fields.date]!, parts[fields.time]!);
  if (endedAtMs === null) return { because: 'has no date and time such as 2013-05-23 01:13:11' };
  const status = countOf(parts[fields.status]!);
  const bytes = countOf(parts[fields.bytes]!);
  if (status === null || bytes === null) return { because: 'has a status or a size that is no number' };
  const path = decodeField(parts[fields.path]!);
  if (path[0] !== '/') return { because: 'has a path that does not begin with /' };
  const pop = parts[fields.pop]!;
  if (pop === '-' || pop === '') return { because: 'names no edge location' };
  const taken = fields.taken < 0 ? 0 : Number(parts[fields.taken]);
  return {
    request: {
      beganAtMs: taken > 0 ? endedAtMs - taken * 1000 : endedAtMs,
      pop,
      method: parts[fields.method]!,
      path,
      query: textOf(parts[fields.query]),
      status,
      bytes,
      bodyBytes: countOf(parts[fields.bodyBytes] ?? '-'),
      range: rangeOf(parts[fields.rangeStart], parts[fields.rangeEnd]),
      cookie: textOf(parts[fields.cookie]),
    },
  };
}

function textOf(field: string | undefined): string | null {
  return field === undefined || field === '-' || field === '' ? null : decodeField(field);
}

function countOf(field: string): number | null {
  return /^\d{1,15}$/.test(field) ? Number(field) : null;
}

function rangeOf(first: string | undefined, last: string | undefined): LoggedRequest['range'] {
  const [from, to] = [countOf(first ?? '-'), countOf(last ?? '-')];
  return from === null || to === null || to < from ? null : { first: from, last: to };
}

/** Digits by place: `Date.parse` takes ten times as long, and a log has a line a request. */
function timeOf(date: string, time: string): number | null {
  if (date.length !== 10 || time.length !== 8 || !/^\d{4}-\d\d-\d\d\d\d:\d\d:\d\d$/.test(date + time))
    return null;
  const day = dayOf(date);
  if (day === null) return null;
  const [hours, minutes, seconds] = [twoDigits(time, 0), twoDigits(time, 3), twoDigits(time, 6)];
  return hours > 23 || minutes > 59 || seconds > 60
    ? null
    : day + ((hours * 60 + minutes) * 60 + seconds) * 1000;
}

function dayOf(date: string): number | null {
  const month = twoDigits(date, 5);
  const day = twoDigits(date, 8);
  if (month < 1 || month > 12 || day < 1 || day > 31) return null;
  return Date.UTC(twoDigits(date, 0) * 100 + twoDigits(date, 2), month - 1, day);
}

function twoDigits(text: string, at: number): number {
  return (text.charCodeAt(at) - 48) * 10 + text.charCodeAt(at + 1) - 48;
}

/**
 * What the viewer sent: the log encoded it once more (AL-45, AL-46). What no request line can carry goes back encoded.
 */
function decodeField(field: string): string {
  if (!field.includes('%')) return field;
  return field.replace(/%([0-9A-Fa-f]{2})/g, (encoded, digits: string) => {
    const code = Number.parseInt(digits, 16);
    return code > 0x20 && code < 0x7f ? String.fromCharCode(code) : encoded;
  });
}
