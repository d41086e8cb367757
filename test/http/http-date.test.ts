import fc from 'fast-check';
import { expect, test } from 'vitest';
import { formatHttpDate, parseHttpDate } from '../../src/http/http-date.ts';

const NOVEMBER = Date.UTC(1994, 10, 6, 8, 49, 37);

test.each([
  ['Sun, 06 Nov 1994 08:49:37 GMT', NOVEMBER],
  ['Sunday, 06-Nov-94 08:49:37 GMT', NOVEMBER],
  ['Sun Nov  6 08:49:37 1994', NOVEMBER],
  ['Wed Nov 16 08:49:37 1994', NOVEMBER + 10 * 86_400_000],
  ['Mon, 29 Feb 2016 00:00:00 GMT', Date.UTC(2016, 1, 29)],
  ['Sat, 31 Dec 2016 23:59:60 GMT', Date.UTC(2017, 0, 1)],
  ['Thu, 01 Jan 1970 00:00:00 GMT', 0],
  ['Thursday, 01-Jan-70 00:00:00 GMT', 0],
  ['Tuesday, 01-Jan-69 00:00:00 GMT', Date.UTC(2069, 0, 1)],
  ['Fri, 31 Dec 9999 23:59:59 GMT', Date.UTC(9999, 11, 31, 23, 59, 59)],
])('%s is read', (text, ms) => expect(parseHttpDate(text)).toBe(ms));

test.each([
  '',
  '0',
  '-1',
  'now',
  'Sun, 06 Nov 1994 08:49:37',
  'Sun, 06 Nov 1994 08:49:37 UTC',
  'Sun, 06 Nov 1994 08:49:37 GMT ',
  'Sun, 6 Nov 1994 08:49:37 GMT',
  'sun, 06 nov 1994 08:49:37 gmt',
  'Xyz, 06 Nov 1994 08:49:37 GMT',
  'Sun, 06 Nob 1994 08:49:37 GMT',
  'Sun, 00 Nov 1994 08:49:37 GMT',
  'Sun, 31 Nov 1994 08:49:37 GMT',
  'Sun, 29 Feb 2015 00:00:00 GMT',
  'Sun, 06 Nov 1994 24:00:00 GMT',
  'Sun, 06 Nov 1994 08:60:00 GMT',
  'Sun, 06 Nov 1994 08:00:61 GMT',
  'Sun, 06 Nov 0094 08:49:37 GMT',
  '1994-11-06T08:49:37Z',
  'Sun Nov 6 08:49:37 1994',
])('TTL-13: %j is unusable', (text) => expect(parseHttpDate(text)).toBeNull());

test('the form written is fixed', () => {
  expect(formatHttpDate(NOVEMBER)).toBe('Sun, 06 Nov 1994 08:49:37 GMT');
  expect(formatHttpDate(NOVEMBER + 999)).toBe('Sun, 06 Nov 1994 08:49:37 GMT');
});

const seconds = fc.integer({ min: -50_000_000_000, max: 253_402_300_799 });

test('every second from year 386 to 9999 is written and read back', () => {
  fc.assert(
    fc.property(seconds, (second) => {
      expect(parseHttpDate(formatHttpDate(second * 1000))).toBe(second * 1000);
    }),
  );
});

test('a date that is read is the one Date reads', () => {
  const two = fc.integer({ min: 0, max: 61 }).map((n) => String(n).padStart(2, '0'));
  fc.assert(
    fc.property(two, two, two, two, (day, h, m, s) => {
      const text = `Mon, ${day} Feb 2016 ${h}:${m}:${s} GMT`;
      const ms = parseHttpDate(text);
      if (ms !== null && s !== '60') expect(ms).toBe(Date.parse(text));
    }),
  );
});
