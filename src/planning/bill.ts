/** The bill for some traffic: requests and bytes out by region, in the steps that prices have (ED-10, ED-13…ED-16). */
import type { Region } from '../distribution/region.ts';
import type { Prices, RegionPrices } from './prices.ts';

const GIGABYTE = 1024 ** 3;
const MONTH_SECONDS = 30 * 86_400;

export interface RegionUsage {
  readonly region: Region;
  readonly isSecure: boolean;
  readonly requests: number;
  readonly bytes: number;
}

export interface BillLine {
  readonly region: Region | null;
  readonly what: string;
  readonly quantity: number;
  readonly unit: 'GB' | 'requests' | 'paths';
  readonly cost: number;
}

export interface Bill {
  readonly currency: string;
  readonly lines: readonly BillLine[];
  readonly total: number;
}

/** `scale` makes a month of what was measured; steps and free paths count for the month. */
export function billOf(
  usage: readonly RegionUsage[],
  invalidatedPaths: number,
  { prices, scale }: { readonly prices: Prices; readonly scale: number },
): Bill {
  const lines = usage.flatMap((one) => regionLines(one, prices.regions[one.region], scale));
  const paths = invalidatedPaths * scale;
  const paid = Math.max(0, paths - prices.invalidations.freePaths);
  if (paths > 0) {
    const cost = paid * prices.invalidations.path;
    lines.push({ region: null, what: 'Invalidations', quantity: paths, unit: 'paths', cost });
  }
  return { currency: prices.currency, lines, total: lines.reduce((sum, { cost }) => sum + cost, 0) };
}

/** How many times as long as the traffic a month of thirty days is. */
export function monthScale(seconds: number): number {
  return MONTH_SECONDS / Math.max(1, seconds);
}

function regionLines(
  { region, isSecure, requests, bytes }: RegionUsage,
  prices: RegionPrices,
  scale: number,
): BillLine[] {
  const gigabytes = (bytes * scale) / GIGABYTE;
  const count = requests * scale;
  const per = isSecure ? prices.https10000 : prices.http10000;
  const tier = isSecure ? 'Requests-Tier2-HTTPS' : 'Requests-Tier1';
  return [
    {
      region,
      what: `${region}-DataTransfer-Out-Bytes`,
      quantity: gigabytes,
      unit: 'GB',
      cost: transferCost(gigabytes, prices),
    },
    { region, what: `${region}-${tier}`, quantity: count, unit: 'requests', cost: (count / 10_000) * per },
  ];
}

function transferCost(gigabytes: number, { transfer }: RegionPrices): number {
  let [cost, from] = [0, 0];
  for (const { upToTerabytes, gigabyte } of transfer) {
    const to = upToTerabytes === null ? Number.POSITIVE_INFINITY : upToTerabytes * 1024;
    cost += Math.max(0, Math.min(gigabytes, to) - from) * gigabyte;
    from = to;
  }
  // Beyond the last step its price goes on.
  return cost + Math.max(0, gigabytes - from) * transfer.at(-1)!.gigabyte;
}
