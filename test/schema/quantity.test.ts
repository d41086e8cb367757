import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseDuration, parseSize } from '../../src/schema/quantity.ts';

const SIZES: readonly [text: string, bytes: number | null][] = [
  ['0', 0],
  ['1048576', 1_048_576],
  ['10B', 10],
  ['1KiB', 1024],
  ['256MiB', 268_435_456],
  ['20GiB', 21_474_836_480],
  ['1.5 MiB', 1_572_864],
  ['1.5', null],
  ['256MB', null],
  ['256mib', null],
  ['-1', null],
  ['1e3', null],
  ['', null],
  ['999999999999999GiB', null],
];

test.each(SIZES)('size %j is %j bytes', (text, bytes) => expect(parseSize(text)).toBe(bytes));

const DURATIONS: readonly [text: string, seconds: number | null][] = [
  ['0s', 0],
  ['45s', 45],
  ['2m', 120],
  ['2h', 7200],
  ['7d', 604_800],
  ['1h30m', 5400],
  ['1d2h3m4s', 93_784],
  ['30m1h', null],
  ['90', null],
  ['1.5h', null],
  ['-5m', null],
  ['2w', null],
  ['', null],
];

test.each(DURATIONS)('duration %j is %j seconds', (text, seconds) =>
  expect(parseDuration(text)).toBe(seconds),
);

test('whatever the text, a quantity is a whole number that is not negative, or null', () => {
  fc.assert(
    fc.property(fc.string(), (text) => {
      for (const value of [parseSize(text), parseDuration(text)]) {
        expect(value === null || (Number.isSafeInteger(value) && value >= 0)).toBe(true);
      }
    }),
  );
});
