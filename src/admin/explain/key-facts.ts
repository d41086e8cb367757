/** The cache key, taken apart. */
import {
  type CacheKeyRecipe,
  cacheKeyOf,
  forwardedCookies,
  forwardedQuery,
  type KeyedRequest,
} from '../../policy/cache-key.ts';
import type { Decision } from './decision.ts';
import { type CitedRule, citedRules } from './rule.ts';

export interface KeyFacts {
  /** The key itself: distribution, path and query, gzip, cookies, a line each. */
  readonly key: string;
  readonly path: string;
  readonly sentQuery: string | null;
  /** The part of the query that tells objects apart, and that the origin gets. */
  readonly query: string | null;
  readonly isGzip: boolean;
  readonly forwardsCookies: boolean;
  readonly cookies: string | null;
  readonly rules: readonly CitedRule[];
}

export function keyFacts(decision: Decision): KeyFacts | null {
  const { behavior, refusal, path, query, question } = decision;
  if (behavior === null || refusal !== null) return null;
  const { cacheKey: recipe } = behavior;
  const keyed = { path, query, section: question.section };
  return {
    key: cacheKeyOf(recipe, keyed),
    path,
    sentQuery: query,
    query: forwardedQuery(recipe, query),
    isGzip: question.section.takesGzip,
    forwardsCookies: recipe.forwardsCookies,
    cookies: forwardedCookies(recipe, question.section),
    rules: citedRules('CK-1', ...queryRules(recipe, keyed), 'CK-9', ...cookieRules(recipe, keyed)),
  };
}

function queryRules(recipe: CacheKeyRecipe, { query }: KeyedRequest): string[] {
  if (query === null) return [];
  if (!recipe.forwardsQuery) return ['CK-16'];
  if (recipe.isSigned) return ['CK-15', 'CK-11'];
  return [query === '' ? 'CK-13' : 'CK-11'];
}

function cookieRules(recipe: CacheKeyRecipe, { section }: KeyedRequest): string[] {
  if (!section.hasCookie) return [];
  return recipe.forwardsCookies ? ['CK-18', 'CK-22'] : ['CK-7', 'OR-19'];
}
