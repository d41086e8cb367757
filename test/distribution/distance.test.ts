import fc from 'fast-check';
import { expect, test } from 'vitest';
import { CITIES, cityOfPop, parsePlace, placeOfS3Region } from '../../src/distribution/city.ts';
import { distanceKm, roundTripMs } from '../../src/distribution/distance.ts';
import { regionOfPop } from '../../src/distribution/region.ts';

const city = (code: string) => cityOfPop(code)!;

const DISTANCES = [
  ['FRA', 'SYD', 16_500],
  ['IAD', 'FRA', 6_550],
  ['JFK', 'LHR', 5_540],
  ['SFO', 'NRT', 8_220],
  ['GRU', 'EZE', 1_723],
  ['AKL', 'LAX', 10_480],
] as const;

test.each(DISTANCES)('%s to %s is %i km, within one in a hundred', (from, to, km) => {
  expect(Math.abs(distanceKm(city(from), city(to)) / km - 1)).toBeLessThan(0.012);
});

test('a round trip from Frankfurt to Sydney takes a quarter of a second, as it really does', () => {
  expect(roundTripMs(city('FRA'), city('SYD'))).toBeGreaterThan(230);
  expect(roundTripMs(city('FRA'), city('SYD'))).toBeLessThan(270);
});

const anywhere = fc.record({
  latitude: fc.double({ min: -90, max: 90, noNaN: true }),
  longitude: fc.double({ min: -180, max: 180, noNaN: true }),
});

test('distances: none to oneself, the same both ways, never beyond half the earth, never shorter by a detour', () => {
  fc.assert(
    fc.property(anywhere, anywhere, anywhere, (a, b, c) => {
      expect(distanceKm(a, a)).toBe(0);
      expect(distanceKm(a, b)).toBeCloseTo(distanceKm(b, a), 6);
      expect(distanceKm(a, b)).toBeLessThanOrEqual(Math.PI * 6371 + 0.01);
      expect(distanceKm(a, c)).toBeLessThanOrEqual(distanceKm(a, b) + distanceKm(b, c) + 0.01);
    }),
  );
});

const PLACES = [
  ['FRA', [50.03, 8.57]],
  ['50.03,8.57', [50.03, 8.57]],
  ['-33.9, 151', [-33.9, 151]],
  ['90,-180', [90, -180]],
] as const;

test.each(PLACES)('%s is a place', (text, [latitude, longitude]) => {
  expect(parsePlace(text)).toMatchObject({ latitude, longitude });
});

test.each(['', 'XXX', 'fra', '91,0', '0,181', '1e1,0', '1,2,3', '50.03', 'FRA2', `${'1'.repeat(99)},0`])(
  '%o is none',
  (text) => {
    expect(parsePlace(text)).toBeNull();
  },
);

test('ED-2 ED-3 ED-4: every POP code of a known region stands somewhere, whatever its number', () => {
  for (const { code } of CITIES) expect(cityOfPop(`${code}50-C1`)).toBe(cityOfPop(code));
  const codes =
    'IAD DFW JAX LAX MIA JFK EWR SFO SEA IND STL ATL HWD SJC AMS DUB FRA LHR MXP CDG ARN MAD WAW MRS';
  for (const code of `${codes} NRT HKG SIN ICN TPE GRU GIG SYD BOM MAA`.split(' ')) {
    expect(regionOfPop(code), code).not.toBeNull();
    expect(cityOfPop(code), code).not.toBeNull();
  }
  expect(cityOfPop('FRANK1')).toBeNull();
});

test('buckets stand in the regions of 2013', () => {
  expect(placeOfS3Region('eu-west-1')).toBe(cityOfPop('DUB'));
  expect(placeOfS3Region('eu-central-1')).toBeNull();
});
