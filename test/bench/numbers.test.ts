/** What the bench makes of numbers: medians, ratios, verdicts, tables. */
import { describe, expect, test } from 'vitest';
import type { Measurement } from '../../bench/measurement.ts';
import { medianOf, quantileOf, ratioOf, spreadOf } from '../../bench/statistics.ts';
import { RATIO_TARGETS, type Result, resultOf, resultTable, verdictOf } from '../../bench/targets.ts';
import { textTable } from '../../bench/text-table.ts';
import { type Rounds, throughputOf } from '../../bench/throughput.ts';

test.each([
  [[3, 1, 2], 2],
  [[4, 1, 2, 3], 2.5],
  [[7], 7],
])('the median of %j is %d', (numbers, median) => expect(medianOf(numbers)).toBe(median));

test.each([
  [0.5, 50],
  [0.99, 99],
  [1, 100],
])('of 1 to 100, a share of %d is not above %d', (share, quantile) => {
  const numbers = Array.from({ length: 100 }, (_, at) => 100 - at);
  expect(quantileOf(numbers, share)).toBe(quantile);
});

test('a ratio is the median of the ratios within each round, not the ratio of medians', () => {
  // The machine halves its speed in the second round and doubles it in the third.
  expect(ratioOf([80, 40, 160], [100, 50, 200])).toBeCloseTo(0.8);
  expect(ratioOf([80, 90], [100])).toBeCloseTo(0.8);
});

test('the spread is half of what lies between the rounds', () => {
  expect(spreadOf([90, 100, 110])).toBeCloseTo(0.1);
});

const FLOOR: Result = { name: 'hit', value: 1, unit: '×', isFloor: true, atLeast: 0.85, aim: 1 };
const CEILING: Result = { name: 'pause', value: 10, unit: 'ms', isFloor: false, atLeast: 25, aim: 10 };

test.each([
  ['at the aim', FLOOR, 'aim met'],
  ['between', { ...FLOOR, value: 0.85 }, 'met'],
  ['below', { ...FLOOR, value: 0.849 }, 'NOT MET'],
  ['at the aim, less is better', CEILING, 'aim met'],
  ['between, less is better', { ...CEILING, value: 25 }, 'met'],
  ['above, less is better', { ...CEILING, value: 25.1 }, 'NOT MET'],
  ['nothing is asked', { ...FLOOR, atLeast: null, aim: null }, ''],
  ['not a number', { ...FLOOR, value: Number.NaN }, 'NOT MET'],
])('verdict: %s', (_, result, verdict) => expect(verdictOf(result)).toBe(verdict));

test('a table of results tells value, marks and verdict', () => {
  const [, , hit, pause] = resultTable([FLOOR, CEILING]).split('\n');
  expect(hit).toMatch(/^\| hit +\| +1\.00 × \| ≥ 0\.85 × \| ≥ 1\.00 × \| +aim met \|$/);
  expect(pause).toMatch(/^\| pause +\| +10 ms \| +≤ 25 ms \| +≤ 10 ms \| +aim met \|$/);
});

test('columns line up, numbers to the right', () => {
  expect(
    textTable(
      ['who', 'n'],
      [
        ['a', '1'],
        ['long', '22'],
      ],
      1,
    ),
  ).toBe(['| who  |  n |', '| ---- | -: |', '| a    |  1 |', '| long | 22 |'].join('\n'));
});

describe('of rounds', () => {
  const measurement: Measurement = {
    requests: 1,
    requestsPerSecond: 1,
    p50Ms: 1,
    p99Ms: 1,
    longestMs: 1,
    mibPerSecond: 1,
    bytesPerAnswer: 1,
    wrongAnswers: 1,
  };
  const rounds = (...speeds: number[]) =>
    speeds.map((requestsPerSecond) => ({ ...measurement, requestsPerSecond }));
  const hits: Rounds = new Map([
    ['edgefront', rounds(60, 80, 70)],
    ['haproxy', rounds(100, 100, 100)],
  ]);

  test('medians of what was measured, the sum of what was wrong', () => {
    expect(throughputOf('hit-1KiB', hits)[0]).toMatchObject({
      scenario: 'hit-1KiB',
      subject: 'edgefront',
      requestsPerSecond: 70,
      wrongAnswers: 3,
    });
  });

  test('a target is judged when both sides were measured, and left out otherwise', () => {
    const results = RATIO_TARGETS.map((target) => resultOf(target, new Map([['hit-1KiB', hits]])));
    expect(results.filter((one) => one !== null)).toEqual([
      { name: '1 KiB hit, against HAProxy', value: 0.7, unit: '×', isFloor: true, atLeast: 0.85, aim: 1 },
    ]);
  });
});
