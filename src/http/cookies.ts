/**
 * The Cookie header as name and value pairs, raw and case-sensitive (CK-21). What is not a pair, and the
 * old attributes that begin with `$`, do not survive (CK-23). The order by name makes `b=1; a=2` and
 * `a=2; b=1` one cache key and one request to the origin (CK-22).
 */
import { trimSpaces } from './list-value.ts';

export type CookiePair = readonly [name: string, value: string];

/** The pairs of all Cookie headers as received, repeated names included (CK-24). */
export function parseCookies(headers: readonly string[]): CookiePair[] {
  const pairs: CookiePair[] = [];
  for (const header of headers) {
    for (let start = 0; start <= header.length; ) {
      const semicolon = header.indexOf(';', start);
      const end = semicolon < 0 ? header.length : semicolon;
      const pair = parsePair(header, start, end);
      if (pair !== null) pairs.push(pair);
      start = end + 1;
    }
  }
  return pairs;
}

/** A copy in natural order of the names, by code unit; equal names keep their order (CK-22, CK-24). */
export function sortCookies(pairs: readonly CookiePair[]): CookiePair[] {
  return pairs.toSorted(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
}

/** The pairs as a Cookie header's value. */
export function cookieText(pairs: readonly CookiePair[]): string {
  let text = '';
  for (const [name, value] of pairs) text += text === '' ? `${name}=${value}` : `; ${name}=${value}`;
  return text;
}

function parsePair(header: string, start: number, end: number): CookiePair | null {
  let equals = start; // not indexOf: it would look past the end, once for every element without '='
  while (equals < end && header.charCodeAt(equals) !== 0x3d) equals++;
  if (equals === end) return null;
  const name = trimSpaces(header, start, equals);
  if (name === '' || name.startsWith('$')) return null;
  return [name, trimSpaces(header, equals + 1, end)];
}
