import { expect, test } from 'vitest';
import { basicIsoDate, isoDate } from '../../src/http/iso-date.ts';

test.each([
  [0, '1970-01-01T00:00:00Z', '19700101T000000Z'],
  [Date.UTC(2012, 4, 19, 19, 37, 58, 999), '2012-05-19T19:37:58Z', '20120519T193758Z'],
  [Date.UTC(9999, 11, 31, 23, 59, 59), '9999-12-31T23:59:59Z', '99991231T235959Z'],
])('CA-74 CA-76: %d is %s, or %s', (ms, extended, basic) => {
  expect(isoDate(ms)).toBe(extended);
  expect(basicIsoDate(ms)).toBe(basic);
});
