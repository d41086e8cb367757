/** What CloudFront asks for its work, as a file of prices: by region and month, in the dimensions of the usage report. */
import { type Infer, list, optional, record } from '../schema/description.ts';
import { allOptional } from '../schema/group.ts';
import { integer, number, text } from '../schema/scalar.ts';

const amount = number({ min: 0, max: 1_000_000 });

/** `upToTerabytes` counts from the month's first byte; the last step has none. */
const Step = record({ upToTerabytes: optional(number({ min: 0.001 }), null), gigabyte: amount });

const RegionPrices = record({
  transfer: list(Step, { min: 1, max: 20 }),
  http10000: amount,
  https10000: amount,
});

export const Prices = record({
  title: optional(text({ max: 200 }), ''),
  currency: optional(text({ min: 1, max: 10 }), 'USD'),
  regions: record({
    US: RegionPrices,
    EU: RegionPrices,
    JP: RegionPrices,
    AP: RegionPrices,
    SA: RegionPrices,
    AU: RegionPrices,
    IN: RegionPrices,
  }),
  invalidations: allOptional({
    freePaths: optional(integer({ min: 0 }), 1000),
    path: optional(amount, 0.005),
  }),
});

export type Prices = Infer<typeof Prices>;
export type RegionPrices = Infer<typeof RegionPrices>;
