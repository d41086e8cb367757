/** What a run must reach: named in the scenario, so that a build can fail by it. */
import { type Infer, optional } from '../schema/description.ts';
import { allOptional } from '../schema/group.ts';
import { number } from '../schema/scalar.ts';

const share = number({ min: 0, max: 1 });
const amount = number({ min: 0 });

/** Null: no matter. Shares are of 1; errors are answers from 400 on and requests without a whole answer. */
export const Thresholds = allOptional({
  minHitRatio: optional(share, null),
  minByteHitRatio: optional(share, null),
  minOriginOffload: optional(share, null),
  maxErrorShare: optional(share, null),
  minRequestsPerSecond: optional(amount, null),
  maxP50Ms: optional(amount, null),
  maxP95Ms: optional(amount, null),
  maxP99Ms: optional(amount, null),
});

export type Thresholds = Infer<typeof Thresholds>;

/** What thresholds are held against; a value that is not known misses every threshold set for it. */
export interface Measured {
  readonly hitRatio: number | null;
  readonly byteHitRatio: number | null;
  readonly originOffload: number | null;
  readonly errorShare: number | null;
  readonly requestsPerSecond: number | null;
  readonly p50Ms: number | null;
  readonly p95Ms: number | null;
  readonly p99Ms: number | null;
}

export interface ThresholdResult {
  readonly name: string;
  readonly limit: number;
  readonly value: number | null;
  readonly isMet: boolean;
}

/** A row for each threshold that is set. */
export function judge(thresholds: Thresholds, measured: Measured): ThresholdResult[] {
  return Object.entries(thresholds).flatMap(([name, limit]) => {
    if (limit === null) return [];
    const value = measured[measureOf(name)];
    const isMet = value !== null && (name.startsWith('min') ? value >= limit : value <= limit);
    return [{ name, limit, value, isMet }];
  });
}

/** `maxP99Ms` is held against `p99Ms`. */
function measureOf(name: string): keyof Measured {
  return `${name[3]!.toLowerCase()}${name.slice(4)}` as keyof Measured;
}
