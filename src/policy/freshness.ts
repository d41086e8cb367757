/**
 * Whether an answer is kept, and for how long. CloudFront's arithmetic, not RFC 9111's: a positive MinTTL
 * wins over no-store, no-cache and private (TTL-10), Age, Pragma and must-revalidate count for nothing
 * (TTL-15, TTL-16, TTL-20), and an answer without any caching header stays a day. Before MinTTL could be
 * set, an era had a floor for everybody (TTL-1, TTL-2). Errors have a rule of their own (ER-9).
 */
import { ERA_FLOOR_SECONDS, type Era } from '../distribution/api-version.ts';
import { MAX_MIN_TTL_SECONDS } from '../distribution/limits.ts';
import { type CacheControl, parseCacheControl } from '../http/cache-control.ts';
import { findHeader, type HeaderList, joinedHeader } from '../http/header-list.ts';
import { parseHttpDate } from '../http/http-date.ts';
import { splitList } from '../http/list-value.ts';

/** A behavior's TTL bounds, in seconds. */
export interface FreshnessRule {
  /** No object is asked for again sooner. */
  readonly minSeconds: number;
  /** For answers without max-age, s-maxage and Expires (TTL-9). */
  readonly defaultSeconds: number;
}

export interface OriginAnswer {
  readonly status: number;
  /** As the origin sent them, before anything is removed. */
  readonly headers: HeaderList;
  /** Real epoch ms; Expires is measured against it (D-1). */
  readonly receivedAt: number;
}

/** Why an answer is not kept. */
export type NotKept =
  | 'no-store' // the origin forbids it, and MinTTL is 0 (TTL-10)
  | 'private' // as above
  | 'status'; // interim, partial, an unasked 304, or an error that CloudFront does not keep (ER-5, ER-6)

export type Keep =
  | {
      readonly keep: true;
      /** 0: stored only to be confirmed by the origin each time (TTL-10). */
      readonly ttlSeconds: number;
      /** May stand in when the origin fails after expiry (TTL-25, TTL-27). */
      readonly servesStale: boolean;
      /** Asks the origin with its validators after expiry (TTL-22); not for `Vary: *` (TTL-32), nor errors. */
      readonly revalidates: boolean;
    }
  | { readonly keep: false; readonly because: NotKept };

/** How long an error is kept at least, and how long a stale object stands in for one (ER-7, TTL-25). */
export const ERROR_TTL_SECONDS = 300;

export function compileFreshness(minTTL: number, era: Era): FreshnessRule {
  const minSeconds = Math.max(minTTL, ERA_FLOOR_SECONDS[era]);
  return { minSeconds, defaultSeconds: Math.max(minSeconds, DEFAULT_TTL_SECONDS) };
}

/** Judges an origin's answer, or an origin fault in the form of its 502 or 504 without headers (ER-12). */
export function decideKeep(rule: FreshnessRule, answer: OriginAnswer): Keep {
  if (answer.status >= 400) return isErrorKept(answer.status) ? keepError(answer) : STATUS;
  return isContentKept(answer.status) ? keepContent(rule, answer) : STATUS;
}

/** Whether an error of this status is kept at all (ER-1, ER-2, ER-3; not ER-4…ER-6). */
export function isErrorKept(status: number): boolean {
  return KEPT_ERRORS.has(status);
}

const DEFAULT_TTL_SECONDS = 86_400;
/** A hundred years, the greatest MinTTL (LQ-21): longer lifetimes would only strain date arithmetic. */
const LONGEST_TTL_SECONDS = MAX_MIN_TTL_SECONDS;
const KEPT_ERRORS: ReadonlySet<number> = new Set([400, 403, 404, 405, 414, 500, 501, 502, 503, 504]);

const STATUS: Keep = { keep: false, because: 'status' };
const NO_STORE: Keep = { keep: false, because: 'no-store' };
const PRIVATE: Keep = { keep: false, because: 'private' };

/** Redirects are content like any other (OR-45). */
function isContentKept(status: number): boolean {
  return status >= 200 && status !== 206 && status !== 304;
}

function keepContent(rule: FreshnessRule, answer: OriginAnswer): Keep {
  const control = controlOf(answer);
  if (control.isNoStore || control.isPrivate || control.isNoCache) return keepAnyway(rule, answer, control);
  if (rule.minSeconds === 0 && variesByAnything(answer.headers)) return content(0, true, false);
  const stated = statedSeconds(control, answer);
  return content(stated === null ? rule.defaultSeconds : bounded(stated, rule), true, true);
}

/** The origin forbids keeping, or serving without asking; MinTTL has the last word (TTL-10, TTL-12, TTL-27). */
function keepAnyway(rule: FreshnessRule, answer: OriginAnswer, control: CacheControl): Keep {
  if (rule.minSeconds > 0) return content(rule.minSeconds, !refusesStale(answer.headers), true);
  if (control.isNoStore) return NO_STORE;
  if (control.isPrivate) return PRIVATE;
  return content(0, false, !variesByAnything(answer.headers));
}

function content(ttlSeconds: number, servesStale: boolean, revalidates: boolean): Keep {
  return { keep: true, ttlSeconds, servesStale, revalidates };
}

/** Only a stated lifetime counts, and it can only lengthen (ER-9, ER-10). */
function keepError(answer: OriginAnswer): Keep {
  const stated = statedSeconds(controlOf(answer), answer) ?? 0;
  const ttlSeconds = Math.max(ERROR_TTL_SECONDS, Math.min(stated, LONGEST_TTL_SECONDS));
  return { keep: true, ttlSeconds, servesStale: false, revalidates: false };
}

function controlOf(answer: OriginAnswer): CacheControl {
  return parseCacheControl(joinedHeader(answer.headers, 'cache-control'));
}

/** TTL-6, TTL-7, TTL-8, TTL-11; null when the origin states no lifetime. */
function statedSeconds(control: CacheControl, answer: OriginAnswer): number | null {
  const age = control.sMaxAge ?? control.maxAge;
  if (age !== null) return age;
  const expires = findHeader(answer.headers, 'expires');
  if (expires === undefined) return null;
  const expiresAt = parseHttpDate(expires);
  // An unusable date, such as 0 or -1, has passed (TTL-13).
  return expiresAt === null ? 0 : Math.max(0, Math.floor((expiresAt - answer.receivedAt) / 1000));
}

function bounded(seconds: number, rule: FreshnessRule): number {
  return Math.min(Math.max(seconds, rule.minSeconds), LONGEST_TTL_SECONDS);
}

function variesByAnything(headers: HeaderList): boolean {
  const vary = joinedHeader(headers, 'vary');
  return vary !== undefined && splitList(vary).includes('*');
}

/** `stale-if-error=0`: the one form of that directive with a meaning here (TTL-27, TTL-30). */
function refusesStale(headers: HeaderList): boolean {
  const control = joinedHeader(headers, 'cache-control');
  return control !== undefined && splitList(control.toLowerCase()).includes('stale-if-error=0');
}
