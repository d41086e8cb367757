/**
 * What an answer says of the cache it came from. CloudFront's X-Cache is a result type; other caches say it in
 * words of their own, in RFC 9211's Cache-Status, or only by an Age.
 */
import { findHeader, type HeaderList } from '../http/header-list.ts';

/** CloudFront's result types, what else caches tell apart, and an answer that never came whole. */
export type Result =
  | 'Hit'
  | 'RefreshHit'
  | 'Miss'
  | 'Error'
  | 'LimitExceeded'
  | 'CapacityExceeded'
  | 'Pass'
  | 'Unknown'
  | 'Failed';

/** In the order of reports. */
export const RESULTS: readonly Result[] = [
  'Hit',
  'RefreshHit',
  'Miss',
  'Pass',
  'Error',
  'LimitExceeded',
  'CapacityExceeded',
  'Unknown',
  'Failed',
];

/** Answers that the origin had no part in. */
export function isHit(result: Result): boolean {
  return result === 'Hit';
}

/** Answers from 400 on, and none. */
export function isError(result: Result): boolean {
  return result === 'Error' || result === 'Failed' || result.endsWith('Exceeded');
}

export function resultOfAnswer(status: number, headers: HeaderList): Result {
  const said = findHeader(headers, 'x-cache');
  const byXCache = said === undefined ? null : fromXCache(said);
  if (byXCache !== null && (status < 400 || isError(byXCache))) return byXCache;
  if (status >= 400) return 'Error';
  const cacheStatus = findHeader(headers, 'cache-status');
  if (cacheStatus !== undefined) return fromCacheStatus(cacheStatus);
  const age = findHeader(headers, 'age');
  return age === undefined ? 'Unknown' : 'Hit';
}

const CLOUDFRONT = /^(Hit|RefreshHit|Miss|Error|LimitExceeded|CapacityExceeded) from cloudfront$/i;
const BY_LOWER_NAME = new Map(RESULTS.map((result) => [result.toLowerCase(), result]));

/** Words of nginx, Varnish, Squid, Apache and Fastly; the last of several caches is the nearest. */
function fromXCache(value: string): Result | null {
  const own = CLOUDFRONT.exec(value)?.[1];
  if (own !== undefined) return BY_LOWER_NAME.get(own.toLowerCase())!;
  const nearest = value.slice(value.lastIndexOf(',') + 1).trim();
  const word = /^(?:TCP_)?([A-Za-z]+(?:_[A-Z]+)*)/.exec(nearest)?.[1]?.toUpperCase() ?? '';
  return WORDS.get(word) ?? null;
}

const WORDS: ReadonlyMap<string, Result> = new Map([
  ['HIT', 'Hit'],
  ['MEM_HIT', 'Hit'],
  ['STALE', 'Hit'],
  ['UPDATING', 'Hit'],
  ['REVALIDATED', 'RefreshHit'],
  ['REFRESH_HIT', 'RefreshHit'],
  ['MISS', 'Miss'],
  ['EXPIRED', 'Miss'],
  ['REFRESH_MISS', 'Miss'],
  ['BYPASS', 'Pass'],
  ['PASS', 'Pass'],
  ['DYNAMIC', 'Pass'],
]);

/** RFC 9211 §2: the last member is the cache nearest to the viewer. */
function fromCacheStatus(value: string): Result {
  const nearest = value.slice(value.lastIndexOf(',') + 1);
  if (/;\s*hit\b(?!\s*=\s*\?0)/.test(nearest)) return 'Hit';
  const forwarded = /;\s*fwd\s*=\s*([a-z-]+)/.exec(nearest)?.[1];
  if (forwarded === undefined) return 'Unknown';
  if (forwarded === 'bypass' || forwarded === 'method') return 'Pass';
  return forwarded === 'stale' && /;\s*fwd-status\s*=\s*304/.test(nearest) ? 'RefreshHit' : 'Miss';
}
