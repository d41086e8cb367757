import { expect, test } from 'vitest';
import { assumeFields, readFieldsLine, readLogLine } from '../../src/traffic/log-line.ts';

const OF_2010 =
  '#Fields: date time x-edge-location sc-bytes c-ip cs-method cs(Host) cs-uri-stem sc-status cs(Referer) cs(User-Agent) cs-uri-query';
const LINE_2010 =
  '2013-05-23\t01:13:11\tFRA2\t182\t192.0.2.10\tGET\td111111abcdef8.cloudfront.net\t/view/my%2520file.html\t200\twww.example.com\tMozilla/4.0%2520(x)\tzip=98101';
const OF_NOW = `${OF_2010} cs(Cookie) x-edge-result-type x-edge-request-id x-host-header cs-protocol cs-bytes time-taken x-forwarded-for ssl-protocol ssl-cipher x-edge-response-result-type cs-protocol-version fle-status fle-encrypted-fields c-port time-to-first-byte x-edge-detailed-result-type sc-content-type sc-content-len sc-range-start sc-range-end`;
const LINE_NOW = `2026-01-02\t03:04:05\tSEA19-C1\t900\t192.0.2.1\tGET\td1.cloudfront.net\t/a/b.mp4\t206\t-\t-\t-\tsession=1;%20a=b\tHit\tid==\tcdn.example\thttps\t200\t1.500\t-\tTLSv1.3\tx\tHit\tHTTP/2.0\t-\t-\t4711\t0.010\tHit\tvideo/mp4\t500\t1000\t1499`;

test('the twelve fields of 2010 (AL-8), what was encoded once more undone (AL-46)', () => {
  expect(readLogLine(LINE_2010, readFieldsLine(OF_2010)!)).toEqual({
    request: {
      beganAtMs: Date.UTC(2013, 4, 23, 1, 13, 11),
      pop: 'FRA2',
      method: 'GET',
      path: '/view/my%20file.html',
      query: 'zip=98101',
      status: 200,
      bytes: 182,
      bodyBytes: null,
      range: null,
      cookie: null,
    },
  });
});

test("today's 33 (AL-15): begun before it ended, a part, a cookie", () => {
  const fields = readFieldsLine(OF_NOW)!;
  expect(fields.count).toBe(33);
  expect(readLogLine(LINE_NOW, fields)).toMatchObject({
    request: {
      beganAtMs: Date.UTC(2026, 0, 2, 3, 4, 3, 500),
      pop: 'SEA19-C1',
      query: null,
      bodyBytes: 500,
      range: { first: 1000, last: 1499 },
      cookie: 'session=1;%20a=b',
    },
  });
});

test('a log that does not name its fields is known by their number', () => {
  expect(assumeFields(LINE_2010)).toEqual(readFieldsLine(OF_2010));
  expect(assumeFields(LINE_NOW)).toEqual(readFieldsLine(OF_NOW));
  expect(assumeFields('no log')).toBeNull();
});

test('a log of streams is none of requests (AL-48)', () => {
  expect(readFieldsLine('#Fields: date time x-edge-location c-ip x-event sc-bytes')).toBeNull();
});

const replaced = (at: number, text: string) => LINE_2010.split('\t').with(at, text).join('\t');

test.each([
  ['too few fields', 'a\tb', /has 2 fields, not 12/],
  ['no date', replaced(0, '2013-13-01'), /no date/],
  ['no time', replaced(1, '25:00:00'), /no date/],
  ['no size', replaced(3, '-'), /no number/],
  ['no status', replaced(8, '2OO'), /no number/],
  ['no path', replaced(7, 'view'), /begin with/],
  ['nowhere', replaced(2, '-'), /no edge location/],
])('a bad line: %s', (_, line, because) => {
  expect(readLogLine(line, readFieldsLine(OF_2010)!)).toEqual({ because: expect.stringMatching(because) });
});
