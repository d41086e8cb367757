/** The sizes that a curve is drawn for: even steps of a factor around the size there is, which is one of them. */
import { MAX_CACHES, type OrderedCache } from './recency-order.ts';

export interface SizeRow {
  readonly caches: readonly OrderedCache[];
  /** Number of the size there is. */
  readonly own: number;
}

/** Smaller ones than there is, and larger ones, by this many halvings and doublings. */
const OCTAVES = 3;
/** Of each octave. Every size costs a little of every request, so the tier behind has fewer. */
const EDGE_STEPS = 2;
export const UPPER_STEPS = 1;

/** `maxObjectShare`: of each size, as the edge location has it. */
export function sizesAround(capacityBytes: number, maxObjectShare: number, steps = EDGE_STEPS): SizeRow {
  const all = Array.from({ length: 2 * OCTAVES * steps + 1 }, (_, at) => at - OCTAVES * steps);
  const capacities = all.map((step) => Math.max(1, Math.round(capacityBytes * 2 ** (step / steps))));
  return sizeRow([...new Set(capacities)], capacityBytes, maxObjectShare);
}

/** Sizes of one's own choosing, beside the one there is. */
export function sizeRow(chosen: readonly number[], capacityBytes: number, maxObjectShare: number): SizeRow {
  const sizes = [...new Set([...chosen, capacityBytes])].sort((a, b) => a - b);
  if (sizes.length > MAX_CACHES)
    throw new RangeError(`at most ${MAX_CACHES} sizes, the configured one included`);
  const caches = sizes.map((bytes) => ({
    capacityBytes: bytes,
    maxObjectBytes: Math.floor(bytes * maxObjectShare),
  }));
  return { caches, own: sizes.indexOf(capacityBytes) };
}
