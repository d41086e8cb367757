/**
 * Byte ranges (RFC 9110 §14): what the viewer asks for, held against the size of the object. A Range that
 * cannot be read is ignored; only a readable one can fail. Several ranges are honoured when they are in
 * ascending order, do not overlap and all lie inside the object, else the whole object goes out (RG-6, RG-10).
 */
import { splitList } from './list-value.ts';

/** Inclusive on both ends: `0-0` is one byte. */
export interface ByteRange {
  readonly first: number;
  readonly last: number;
}

/** As asked for: from a byte on (to the end if `last` is null), or so many bytes at the end. */
export type RangeSpec =
  | { readonly first: number; readonly last: number | null }
  | { readonly suffix: number };

export type RangeVerdict =
  | { readonly kind: 'whole' } // the object entire, 200
  | { readonly kind: 'partial'; readonly range: ByteRange } // 206 with Content-Range
  | { readonly kind: 'parts'; readonly ranges: readonly ByteRange[] } // 206 as multipart/byteranges
  | { readonly kind: 'unsatisfiable' }; // 416: all of it beyond the end (RG-11)

/** The ranges asked for, at least one; null if the header is not a usable `bytes` range. */
export function parseRange(header: string): readonly RangeSpec[] | null {
  if (header.slice(0, 6).toLowerCase() !== 'bytes=') return null;
  const specs: RangeSpec[] = [];
  for (const element of splitList(header.slice(6))) {
    const spec = parseSpec(element);
    if (spec === null) return null;
    specs.push(spec);
  }
  return specs.length === 0 ? null : specs;
}

/** What to send of an object of `sizeBytes`; more than `maxParts` ranges get the whole of it. */
export function resolveRange(specs: readonly RangeSpec[], sizeBytes: number, maxParts: number): RangeVerdict {
  if (specs.length === 1) return resolveOne(specs[0]!, sizeBytes);
  const ranges: ByteRange[] = [];
  let isOrderly = specs.length <= maxParts;
  for (const spec of specs) {
    const range = place(spec, sizeBytes);
    const previous = ranges.at(-1);
    if (range === null || (previous !== undefined && range.first <= previous.last)) isOrderly = false;
    if (range !== null) ranges.push(range);
  }
  if (ranges.length === 0) return failure(sizeBytes, specs);
  return isOrderly ? { kind: 'parts', ranges } : WHOLE;
}

/** The Content-Range of a 206. */
export function contentRange(range: ByteRange, sizeBytes: number): string {
  return `bytes ${range.first}-${range.last}/${sizeBytes}`;
}

/** The Content-Range of a 416. */
export function unsatisfiedContentRange(sizeBytes: number): string {
  return `bytes */${sizeBytes}`;
}

/** Reads an origin's Content-Range; `sizeBytes` is null for `*`. Null if unusable or of a 416. */
export function parseContentRange(
  value: string,
): { first: number; last: number; sizeBytes: number | null } | null {
  const match = /^bytes (\d{1,15})-(\d{1,15})\/(\d{1,15}|\*)$/i.exec(value);
  if (match === null) return null;
  const first = Number(match[1]);
  const last = Number(match[2]);
  const sizeBytes = match[3] === '*' ? null : Number(match[3]);
  if (first > last || (sizeBytes !== null && last >= sizeBytes)) return null;
  return { first, last, sizeBytes };
}

const WHOLE: RangeVerdict = { kind: 'whole' };
const UNSATISFIABLE: RangeVerdict = { kind: 'unsatisfiable' };

function parseSpec(element: string): RangeSpec | null {
  const dash = element.indexOf('-');
  if (dash < 0) return null;
  const last = parsePosition(element, dash + 1, element.length);
  if (dash === 0) return last === null ? null : { suffix: last };
  const first = parsePosition(element, 0, dash);
  if (first === null) return null;
  if (dash === element.length - 1) return { first, last: null };
  return last === null || last < first ? null : { first, last };
}

/** Digits only; a position no object reaches stays a whole number. */
function parsePosition(element: string, start: number, end: number): number | null {
  if (start === end) return null;
  let position = 0;
  for (let i = start; i < end; i++) {
    const digit = element.charCodeAt(i) - 0x30;
    if (digit < 0 || digit > 9) return null;
    position = Math.min(position * 10 + digit, Number.MAX_SAFE_INTEGER);
  }
  return position;
}

function resolveOne(spec: RangeSpec, sizeBytes: number): RangeVerdict {
  const range = place(spec, sizeBytes);
  return range === null ? failure(sizeBytes, [spec]) : { kind: 'partial', range };
}

/** An empty object has no bytes to point at, but the last so many of it are all of it. */
function failure(sizeBytes: number, specs: readonly RangeSpec[]): RangeVerdict {
  const isAllOfNothing = sizeBytes === 0 && specs.some((spec) => 'suffix' in spec && spec.suffix > 0);
  return isAllOfNothing ? WHOLE : UNSATISFIABLE;
}

/** Where the range lies in the object; null if none of it does. */
function place(spec: RangeSpec, sizeBytes: number): ByteRange | null {
  const end = sizeBytes - 1;
  if ('suffix' in spec) {
    if (spec.suffix === 0 || sizeBytes === 0) return null;
    return { first: Math.max(0, sizeBytes - spec.suffix), last: end };
  }
  if (spec.first > end) return null;
  return { first: spec.first, last: spec.last === null ? end : Math.min(spec.last, end) };
}
