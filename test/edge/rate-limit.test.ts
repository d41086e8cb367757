/** So many requests a second and distribution, and no more. */
import { expect, test } from 'vitest';
import { createRateWindows, RateLimit } from '../../src/edge/rate-limit.ts';

test('LQ-20: counts each distribution and each second for itself', () => {
  const limit = new RateLimit(2, createRateWindows(2));
  const admitted = (id: string, now: number) => limit.admits(id, { now: () => now });
  expect([admitted('A', 1000), admitted('A', 1500), admitted('A', 1999)]).toEqual([true, true, false]);
  expect(admitted('B', 1999)).toBe(true);
  expect([admitted('A', 2000), admitted('A', 2000), admitted('A', 2000)]).toEqual([true, true, false]);
});

test('LQ-20: workers count together', () => {
  const windows = createRateWindows(3);
  const [one, other] = [new RateLimit(3, windows), new RateLimit(3, windows)];
  const admitted = [one, other, other, one].map((limit) => limit.admits('A', { now: () => 1000 }));
  expect(admitted).toEqual([true, true, true, false]);
  expect(other.admits('A', { now: () => 2000 })).toBe(true);
});

test('LQ-20: zero is no limit', () => {
  const limit = new RateLimit(0, createRateWindows(0));
  for (let at = 0; at < 1000; at++) expect(limit.admits('A', { now: () => 0 })).toBe(true);
});
