import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseTimeStamp } from '../../../src/control/authentication/time-stamp.ts';

const MOMENT = Date.UTC(2026, 10, 20, 11, 13, 8);

test.each([
  'Fri, 20 Nov 2026 11:13:08 GMT',
  'Friday, 20-Nov-26 11:13:08 GMT',
  'Fri Nov 20 11:13:08 2026',
  'Fri, 20 Nov 2026 11:13:08 +0000',
  'Fri, 20 Nov 2026 11:13:08 -0000',
  'Fri, 20 Nov 2026 06:13:08 -0500',
  'Fri, 20 Nov 2026 16:43:08 +0530',
  '20261120T111308Z',
  '2026-11-20T11:13:08Z',
])('CA-18 CA-25: %s', (text) => {
  expect(parseTimeStamp(text)).toBe(MOMENT);
});

test.each([
  '',
  'now',
  '0',
  '1795173188',
  'Fri, 20 Nov 2026',
  '20261120T111308',
  '20261320T111308Z',
  ' +0000',
])('CA-240: %j is no date', (text) => {
  expect(parseTimeStamp(text)).toBeNull();
});

test('CA-18: any text gives a moment or none', () => {
  const text = fc.oneof(fc.string(), fc.stringMatching(/^\d{4}-?\d\d-?\d\dT\d\d:?\d\d:?\d\dZ$/));
  fc.assert(
    fc.property(text, (any) => {
      expect(parseTimeStamp(any)).not.toBeNaN();
    }),
  );
});
