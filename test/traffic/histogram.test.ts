import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Histogram } from '../../src/traffic/histogram.ts';

const durations = fc.array(fc.double({ min: 0.001, max: 3_600_000, noNaN: true }), {
  minLength: 1,
  maxLength: 200,
});

test('a percentile is never below the true one, and above it by less than one part in a hundred', () => {
  fc.assert(
    fc.property(durations, fc.constantFrom(0.5, 0.9, 0.99, 0.999), (all, share) => {
      const histogram = new Histogram();
      for (const ms of all) histogram.record(ms);
      const sorted = all.toSorted((a, b) => a - b);
      const exact = sorted[Math.max(0, Math.ceil(share * all.length) - 1)]!;
      expect(histogram.percentileMs(share)).toBeGreaterThanOrEqual(exact - 0.0011);
      expect(histogram.percentileMs(share)).toBeLessThanOrEqual(exact * 1.01 + 0.0011);
    }),
  );
});

test('added up they say what one of all would have said', () => {
  const [one, other, both] = [new Histogram(), new Histogram(), new Histogram()];
  for (let at = 0; at < 1000; at++) {
    (at % 3 === 0 ? one : other).record(at * 1.7);
    both.record(at * 1.7);
  }
  one.add(other);
  expect([one.count, one.maxMs, one.percentileMs(0.9)]).toEqual([1000, both.maxMs, both.percentileMs(0.9)]);
  expect(one.meanMs).toBeCloseTo(both.meanMs, 6);
});

test('nothing recorded is 0', () => {
  const empty = new Histogram();
  expect([empty.count, empty.meanMs, empty.maxMs, empty.percentileMs(0.99)]).toEqual([0, 0, 0, 0]);
});
