/** How large the objects of a catalogue are: one size, lognormal as measured on the web, or a Pareto tail. */
import { type Infer, optional } from '../schema/description.ts';
import { allOptional } from '../schema/group.ts';
import { size } from '../schema/quantity.ts';
import { number } from '../schema/scalar.ts';

const KIB = 1024;

/** With `fixed` all are that large; with `alpha` Pareto above `min`; else lognormal around `median`. */
export const Sizes = allOptional({
  fixed: optional(size(0), null),
  median: optional(size(1), 10 * KIB),
  sigma: optional(number({ min: 0, max: 5 }), 1),
  alpha: optional(number({ min: 0.1, max: 10 }), null),
  min: optional(size(0), 256),
  max: optional(size(1), 16 * KIB * KIB),
});

/** The size in bytes for two numbers from [0, 1), the same for the same numbers. */
export type SizeDraw = (one: number, other: number) => number;

export function compileSizes(sizes: Infer<typeof Sizes>): SizeDraw {
  const { fixed, median, sigma, alpha, min, max } = sizes;
  if (fixed !== null) return () => fixed;
  const bounded = (bytes: number) => Math.round(Math.min(max, Math.max(min, bytes)));
  if (alpha !== null) return (one) => bounded(Math.max(1, min) * (1 - one) ** (-1 / alpha));
  return (one, other) => bounded(median * Math.exp(sigma * normal(one, other)));
}

/** Box and Muller's way from two even numbers to a normal one. */
function normal(one: number, other: number): number {
  return Math.sqrt(-2 * Math.log(1 - one)) * Math.cos(2 * Math.PI * other);
}
