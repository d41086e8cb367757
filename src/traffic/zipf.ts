/**
 * Popularity: of n objects the k-th most popular is asked for in proportion to 1/k^s. Drawn by rejection-inversion
 * (Hörmann and Derflinger, 1996), which takes the same short time for any n and s and needs no table.
 */
import type { Random } from './random.ts';

/** Draws ranks from 1 to n. */
export type RankDraw = (random: Random) => number;

/** `exponent` 0: all objects alike. */
export function compileZipf(count: number, exponent: number): RankDraw {
  if (exponent === 0) return (random) => 1 + Math.floor(random() * count);
  const h = (x: number) => Math.exp(-exponent * Math.log(x));
  const area = (x: number) => {
    const log = Math.log(x);
    return expm1Over((1 - exponent) * log) * log;
  };
  const inverse = (y: number) => Math.exp(log1pOver(Math.max(-1, y * (1 - exponent))) * y);
  const first = area(1.5) - 1;
  const last = area(count + 0.5);
  const shortcut = 2 - inverse(area(2.5) - h(2));
  return (random) => {
    for (;;) {
      const y = last + random() * (first - last);
      const x = inverse(y);
      const rank = Math.min(count, Math.max(1, Math.round(x)));
      if (rank - x <= shortcut || y >= area(rank + 0.5) - h(rank)) return rank;
    }
  };
}

/** Below this the quotients are 1 to the last bit that matters, and 0/0 is near. */
const TINY = 1e-8;

function expm1Over(x: number): number {
  return Math.abs(x) > TINY ? Math.expm1(x) / x : 1 + x / 2;
}

function log1pOver(x: number): number {
  return Math.abs(x) > TINY ? Math.log1p(x) / x : 1 - x / 2;
}
