import { expect, test } from 'vitest';
import { seededRandom, unitOf } from '../../src/traffic/random.ts';
import { compileZipf } from '../../src/traffic/zipf.ts';

const DRAWS = 200_000;

test.each([
  [10, 0],
  [10, 0.7],
  [100, 1],
  [1000, 1.3],
  [1_000_000, 0.9],
])('of %d objects with exponent %d each rank comes as often as 1/k^s says', (count, exponent) => {
  const draw = compileZipf(count, exponent);
  const random = seededRandom(1, 'zipf');
  const seen = new Map<number, number>();
  for (let at = 0; at < DRAWS; at++) {
    const rank = draw(random);
    seen.set(rank, (seen.get(rank) ?? 0) + 1);
  }
  let weights = 0;
  for (let k = 1; k <= count; k++) weights += k ** -exponent;
  for (const k of [1, 2, 3, 7, count].filter((rank) => rank <= 10)) {
    const expected = (DRAWS * k ** -exponent) / weights;
    expect(Math.abs((seen.get(k) ?? 0) - expected)).toBeLessThan(5 * Math.sqrt(expected) + 1);
  }
  expect(Math.min(...seen.keys())).toBeGreaterThanOrEqual(1);
  expect(Math.max(...seen.keys())).toBeLessThanOrEqual(count);
});

test('the same seed and stream give the same numbers, others others', () => {
  const take = (seed: number, stream: string) => Array.from({ length: 5 }, seededRandom(seed, stream));
  expect(take(1, 'a')).toEqual(take(1, 'a'));
  expect(take(1, 'a')).not.toEqual(take(2, 'a'));
  expect(take(1, 'a')).not.toEqual(take(1, 'b'));
  expect(unitOf(1, 5, 0)).toBe(unitOf(1, 5, 0));
});

test('units of neighbouring objects are spread evenly', () => {
  const counts = new Array<number>(10).fill(0);
  for (let at = 0; at < 10_000; at++) counts[Math.floor(unitOf(3, at, 1) * 10)]! += 1;
  for (const count of counts) expect(Math.abs(count - 1000)).toBeLessThan(150);
});
