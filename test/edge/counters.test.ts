/** Counts in shared memory: a row for each worker, added up for whoever reports. */
import { expect, test } from 'vitest';
import { Counters, createCounterRows, totalCounts } from '../../src/edge/counters.ts';

const NAMES = ['originRequests', 'originFaults', 'originBytes', 'inFlight', 'followers'] as const;

test('each worker counts for itself, and the total is of all', () => {
  const rows = createCounterRows(3);
  const [one, other] = [new Counters(rows, 0), new Counters(rows, 2)];
  for (const [at, name] of NAMES.entries()) {
    one[name] += at + 1;
    other[name] += 10;
  }
  expect(NAMES.map((name) => one[name])).toEqual([1, 2, 3, 4, 5]);
  const total = totalCounts(rows);
  expect(NAMES.map((name) => total[name])).toEqual([11, 12, 13, 14, 15]);
});

test('an answer counts by its result, and with its bytes', () => {
  const rows = createCounterRows(2);
  const [one, other] = [new Counters(rows, 0), new Counters(rows, 1)];
  one.countAnswer('Hit', 100);
  other.countAnswer('Hit', 50);
  other.countAnswer('Error', 1);
  expect(totalCounts(rows)).toMatchObject({ viewerBytes: 151, requests: { Hit: 2, Miss: 0, Error: 1 } });
});
