import { describe, expect, test } from 'vitest';
import type { DistributionConfig } from '../../src/distribution/distribution-config.ts';
import { priceClassCovers, REGIONS, type Region, regionOfPop } from '../../src/distribution/region.ts';

const POPS: readonly [title: string, pops: readonly string[], region: Region | null][] = [
  [
    'ED-1: the cities of 2008 in the United States',
    ['IAD2', 'DFW3', 'LAX1', 'MIA3', 'EWR2', 'SFO4', 'SEA4', 'STL2'],
    'US',
  ],
  ['ED-1: the cities of 2008 in Europe', ['AMS1', 'DUB2', 'FRA2', 'LHR3'], 'EU'],
  ['ED-1: Hong Kong is Asia-Pacific', ['HKG1'], 'AP'],
  ['ED-1 ED-12: Tokyo has a region of its own', ['NRT4', 'NRT52'], 'JP'],
  ['ED-2: the American cities of 2012, South Bend among them', ['JAX1', 'JFK1', 'IND6'], 'US'],
  ['ED-2: the European cities of 2012', ['MXP1', 'CDG3', 'ARN1'], 'EU'],
  ['ED-2: Singapore', ['SIN2'], 'AP'],
  ['ED-2 ED-12: São Paulo', ['GRU50'], 'SA'],
  ['ED-3: Sydney', ['SYD1'], 'AU'],
  ['ED-3: Mumbai and Chennai', ['BOM2', 'MAA3'], 'IN'],
  ['ED-3: Seoul and Taipei', ['ICN50', 'TPE50'], 'AP'],
  ['ED-3: Madrid, Warsaw, Marseille', ['MAD50', 'WAW50', 'MRS50'], 'EU'],
  ['ED-3: Atlanta, Hayward, San Jose', ['ATL50', 'HWD1', 'SJC2'], 'US'],
  ['ED-3: Rio', ['GIG50'], 'SA'],
  [
    'ED-4: the number and what follows it mean nothing',
    ['IAD', 'IAD0', 'IAD99999', 'IAD12-C1', 'IAD89-P2', 'IAD55-E1'],
    'US',
  ],
  [
    'ED-4: an unknown prefix, or a longer word, has no region',
    ['XXX1', 'IADX1', 'iad2', 'IA', '2IAD', ''],
    null,
  ],
];

describe.each(POPS)('%s', (_, pops, region) => {
  test.each(pops)('%s', (pop) => expect(regionOfPop(pop)).toBe(region));
});

const COVERED: readonly [
  title: string,
  priceClass: DistributionConfig['PriceClass'],
  regions: readonly Region[],
][] = [
  ['ED-6: PriceClass_100 is the United States and Europe', 'PriceClass_100', ['US', 'EU']],
  ['ED-7: PriceClass_200 adds Hong Kong, Singapore and Japan', 'PriceClass_200', ['US', 'EU', 'JP', 'AP']],
  ['ED-8: PriceClass_All is everywhere', 'PriceClass_All', ['US', 'EU', 'JP', 'AP', 'SA', 'AU', 'IN']],
];

test.each(COVERED)('%s', (_, priceClass, regions) => {
  expect(REGIONS.filter((region) => priceClassCovers(priceClass, region))).toEqual(regions);
});

test('ED-12: the region codes of the era', () => {
  expect(REGIONS).toEqual(['US', 'EU', 'JP', 'AP', 'SA', 'AU', 'IN']);
});
