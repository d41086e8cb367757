/** Sizes and durations as people write them: `256MiB`, `90s`, `1h30m`; and the scalars that documents hold them in. */
import { type ScalarParts, scalar } from './scalar.ts';

const BYTES: Readonly<Record<string, number>> = { '': 1, B: 1, KiB: 1024, MiB: 1024 ** 2, GiB: 1024 ** 3 };
const SECONDS: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600, d: 86_400 };

/** Bytes of `1048576`, `1024KiB`, `1.5MiB` or `1GiB`; null when it is none of these or not a whole number of bytes. */
export function parseSize(text: string): number | null {
  const match = /^(\d{1,15}(?:\.\d{1,6})?) ?(B|KiB|MiB|GiB|)$/.exec(text);
  if (match === null) return null;
  const bytes = Number(match[1]) * BYTES[match[2]!]!;
  return Number.isSafeInteger(bytes) ? bytes : null;
}

/** Seconds of `45s`, `2h` or `1h30m`; null when it is not a duration with units, largest first. */
export function parseDuration(text: string): number | null {
  if (!/^(?=\d)(\d{1,9}d)?(\d{1,9}h)?(\d{1,9}m)?(\d{1,9}s)?$/.test(text)) return null;
  let seconds = 0;
  for (const [, count, unit] of text.matchAll(/(\d+)([dhms])/g)) seconds += Number(count) * SECONDS[unit!]!;
  return seconds;
}

/** Bytes, at least `min`. */
export function size(min: number): ReturnType<typeof scalar<number>> {
  return quantity({
    min,
    parse: parseSize,
    pattern: '^\\d+(\\.\\d+)? ?(B|KiB|MiB|GiB)?$',
    example: '256MiB',
  });
}

/** Seconds, at least `min`; a bare number is seconds too. */
export function seconds(min: number): ReturnType<typeof scalar<number>> {
  const parse = (raw: string) => (/^\d{1,9}(\.\d{1,3})?$/.test(raw) ? Number(raw) : parseDuration(raw));
  return quantity({ min, parse, pattern: '^(\\d+(\\.\\d+)?|(\\d+[dhms])+)$', example: '30s' });
}

interface Quantity {
  readonly min: number;
  readonly parse: (raw: string) => number | null;
  readonly pattern: string;
  readonly example: string;
}

function quantity({ min, parse, pattern, example }: Quantity): ReturnType<typeof scalar<number>> {
  const parts: ScalarParts<number> = {
    schema: {
      anyOf: [
        { type: 'number', minimum: min },
        { type: 'string', pattern },
      ],
    },
    parse(raw) {
      const value = parse(raw);
      if (value === null) return { because: `must be a quantity such as ${example}` };
      return value < min ? { because: `must be at least ${min}` } : { value };
    },
  };
  return scalar(parts);
}
