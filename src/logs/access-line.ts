/**
 * The access log's format: W3C extended, two header lines, then one line a request with tabs between its fields
 * (AL-3). Twelve fields from 2010, fifteen in era 12 (AL-8, AL-9).
 */
import type { Era } from '../distribution/api-version.ts';
import { logText } from '../policy/log-text.ts';
import type { AccessRecord } from './access-record.ts';

/** A record as a line, line feed included. */
export type AccessLine = (record: AccessRecord) => string;

/** The lines that every file begins with (AL-3). */
export function accessLogHeader(era: Era): string {
  const fields = hasResultFields(era) ? [...FIELDS_OF_2010, ...FIELDS_OF_2012] : FIELDS_OF_2010;
  return `#Version: 1.0\n#Fields: ${fields.join(' ')}\n`;
}

/** Compiles the format of a distribution; cookies appear only where its Logging includes them (AL-26). */
export function compileAccessLine(era: Era, includeCookies: boolean): AccessLine {
  const stamp = compileStamp();
  if (!hasResultFields(era)) return (record) => `${firstFields(record, stamp)}\n`;
  return (record) => {
    const cookie = includeCookies ? record.section.logCookie : '-';
    return `${firstFields(record, stamp)}\t${cookie}\t${record.resultType}\t${record.requestId}\n`;
  };
}

const FIELDS_OF_2010 =
  'date time x-edge-location sc-bytes c-ip cs-method cs(Host) cs-uri-stem sc-status cs(Referer) cs(User-Agent) cs-uri-query'.split(
    ' ',
  );
const FIELDS_OF_2012 = ['cs(Cookie)', 'x-edge-result-type', 'x-edge-request-id'];

function hasResultFields(era: Era): boolean {
  return era === '12';
}

/** POP codes, assigned names and request ids are of our own making and need no encoding. */
function firstFields(record: AccessRecord, stamp: (ms: number) => string): string {
  const { pop, bytesSent, domainName, section } = record;
  return `${stamp(record.finishedAt)}\t${pop}\t${bytesSent}\t${logText(record.clientAddress)}\t${logText(
    record.method,
  )}\t${domainName}\t${logText(record.path)}\t${statusText(record.status)}\t${section.logReferer}\t${
    section.logUserAgent
  }\t${logText(record.query)}`;
}

/** Three digits; `000` when the viewer left before any answer (AL-25). */
function statusText(status: number): string {
  return status === 0 ? '000' : String(status);
}

/** Date and time in UTC, tab between them (AL-17); made once a second, not once a line. */
function compileStamp(): (ms: number) => string {
  let second = Number.NaN;
  let text = '';
  return (ms) => {
    const asked = Math.floor(ms / 1000);
    if (asked !== second) {
      second = asked;
      text = new Date(asked * 1000).toISOString().slice(0, 19).replace('T', '\t');
    }
    return text;
  };
}
