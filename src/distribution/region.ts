/**
 * Where on earth an edge location stands. CloudFront bills and selects by *region*, a handful of
 * codes; an edge location's POP code tells its region by the three letters it begins with. The number
 * behind them means nothing (ED-4) and is never looked at.
 */
import type { DistributionConfig } from './distribution-config.ts';

/** The region codes of the usage report in the era of 2012–13 (ED-12), with India's, which came with Mumbai. */
export const REGIONS = ['US', 'EU', 'JP', 'AP', 'SA', 'AU', 'IN'] as const;

export type Region = (typeof REGIONS)[number];

type PriceClass = DistributionConfig['PriceClass'];

/** The region of a POP code such as `IAD2` or `FRA6-C1` (ED-2, ED-3, ED-4), or null when the prefix is not known. */
export function regionOfPop(pop: string): Region | null {
  return REGION_OF_PREFIX.get(popLetters(pop)) ?? null;
}

/** The three letters that a POP code begins with, an airport's; empty when it does not begin with just three. */
export function popLetters(pop: string): string {
  return /^([A-Z]{3})(?![A-Z])/.exec(pop)?.[1] ?? '';
}

/** Whether edge locations of a region serve distributions of a price class (era 12: ED-6, ED-7, ED-8). */
export function priceClassCovers(priceClass: PriceClass, region: Region): boolean {
  return COVERAGE[priceClass].includes(region);
}

const COVERAGE: Record<PriceClass, readonly Region[]> = {
  PriceClass_100: ['US', 'EU'],
  PriceClass_200: ['US', 'EU', 'JP', 'AP'],
  PriceClass_All: REGIONS,
};

// Cities of 2008 (ED-1), of 2012 (ED-2) and of 2013–15 (ED-3). IND is South Bend, Indiana, not India.
const PREFIXES: Record<Region, string> = {
  US: 'IAD DFW JAX LAX MIA JFK EWR SFO SEA IND STL ATL HWD SJC',
  EU: 'AMS DUB FRA LHR MXP CDG ARN MAD WAW MRS',
  JP: 'NRT',
  AP: 'HKG SIN ICN TPE',
  SA: 'GRU GIG',
  AU: 'SYD',
  IN: 'BOM MAA',
};

const REGION_OF_PREFIX = new Map(
  REGIONS.flatMap((region) => PREFIXES[region].split(' ').map((prefix) => [prefix, region] as const)),
);
