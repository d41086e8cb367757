/**
 * The text an object is kept under: what CloudFront tells objects apart by, and nothing else. Host, scheme,
 * method and all other headers are absent on purpose (CK-2, CK-4, CK-5, CK-8, TTL-18, TTL-33).
 *
 *     E2EXAMPLE ␤ /logo.png?size=2 ␤ gzip ␤ a=1; b=2
 *
 * Lines are separated by newline, which none of the parts can contain, and the last two may be empty. The
 * second line is also what an invalidation names (IN-8, IN-9, IN-10).
 */
import type { Era } from '../distribution/api-version.ts';
import type { CacheBehavior } from '../distribution/distribution-config.ts';
import { SIGNING_PARAMETERS } from '../distribution/signing-parameters.ts';
import { type CookiePair, cookieText, parseCookies, sortCookies } from '../http/cookies.ts';
import { allHeaders } from '../http/header-list.ts';
import { withoutParameters } from '../http/query-string.ts';
import type { HeaderSection } from './header-section.ts';

export interface CacheKeyRecipe {
  readonly distributionId: string;
  readonly forwardsQuery: boolean;
  /** The signing parameters leave the query first (CK-15). */
  readonly isSigned: boolean;
  /** Nothing is collapsed (OR-53), nothing answered 304 or revalidated (CK-26). */
  readonly forwardsCookies: boolean;
  /** The cookies forwarded; null: all of them, where any are. */
  readonly cookieNames: ReadonlySet<string> | null;
}

export interface KeyedRequest {
  /** As received, or the default root object's. */
  readonly path: string;
  readonly query: string | null;
  readonly section: HeaderSection;
}

/** Before era 12 neither query string nor cookies are forwarded, whatever the behavior says (D-2). */
export function compileCacheKey(
  scope: { readonly distributionId: string },
  behavior: CacheBehavior,
  era: Era,
): CacheKeyRecipe {
  const { QueryString, Cookies } = behavior.ForwardedValues;
  return {
    distributionId: scope.distributionId,
    forwardsQuery: era === '12' && QueryString,
    isSigned: behavior.TrustedSigners.Enabled,
    forwardsCookies: forwardsCookies(behavior, era),
    cookieNames: Cookies.Forward === 'whitelist' ? new Set(Cookies.WhitelistedNames) : null,
  };
}

/** Whether origins get cookies at all. */
export function forwardsCookies(behavior: CacheBehavior, era: Era): boolean {
  return era === '12' && behavior.ForwardedValues.Cookies.Forward !== 'none';
}

/** Injective: two requests share a key exactly when path, forwarded query and cookies, and gzip agree. */
export function cacheKeyOf(recipe: CacheKeyRecipe, request: KeyedRequest): string {
  const encoding = request.section.takesGzip ? 'gzip' : '';
  const cookies = forwardedCookies(recipe, request.section) ?? '';
  return `${recipe.distributionId}\n${invalidationPath(recipe, request)}\n${encoding}\n${cookies}`;
}

/** What an invalidation names an object by: path and forwarded query, as sent (IN-8, IN-9, IN-10). */
export function invalidationPath(recipe: CacheKeyRecipe, request: KeyedRequest): string {
  const query = forwardedQuery(recipe, request.query);
  return query === null ? request.path : `${request.path}?${query}`;
}

/** The raw query the origin gets (CK-11, CK-16); null for none, and for an empty one (CK-13). */
export function forwardedQuery(recipe: CacheKeyRecipe, query: string | null): string | null {
  if (query === null || !recipe.forwardsQuery) return null;
  const own = recipe.isSigned ? withoutParameters(query, SIGNING_PARAMETERS) : query;
  return own === '' ? null : own;
}

/** The origin's Cookie header: forwarded pairs in order of their names (CK-17, CK-22); null for none. */
export function forwardedCookies(recipe: CacheKeyRecipe, section: HeaderSection): string | null {
  if (!recipe.forwardsCookies || !section.hasCookie) return null;
  const forwarded: CookiePair[] = [];
  for (const pair of parseCookies(allHeaders(section.list, 'cookie'))) {
    if (isForwarded(recipe, pair[0])) forwarded.push(pair);
  }
  return forwarded.length === 0 ? null : cookieText(sortCookies(forwarded));
}

/** Names are literal (CK-21, CK-25). Cookies of CloudFront's own never count, not even listed (CK-27). */
function isForwarded(recipe: CacheKeyRecipe, name: string): boolean {
  if (name.startsWith('CloudFront-')) return false;
  return recipe.cookieNames === null || recipe.cookieNames.has(name);
}
