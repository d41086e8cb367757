/**
 * How long answers stay fresh. What the behavior's rule makes of typical answers is found by putting them
 * to it; of a stored object its own numbers are told, and which of its headers they come from.
 */
import type { StoredObject } from '../../cache/stored-object.ts';
import { parseCacheControl } from '../../http/cache-control.ts';
import { findHeader, type HeaderList, joinedHeader } from '../../http/header-list.ts';
import { decideKeep, type FreshnessRule } from '../../policy/freshness.ts';
import type { Decision } from './decision.ts';
import { type CitedRule, citedRules } from './rule.ts';

export interface TtlFacts {
  readonly minSeconds: number;
  readonly defaultSeconds: number;
  /** What would become of some answers of the origin. */
  readonly samples: readonly TtlSample[];
  readonly rules: readonly CitedRule[];
}

export interface TtlSample {
  readonly status: number;
  /** Its one caching header; empty for none. */
  readonly header: string;
  /** Null: not kept. */
  readonly ttlSeconds: number | null;
}

const SAMPLES: readonly (readonly [status: number, name: string, value: string])[] = [
  [200, '', ''],
  [200, 'Cache-Control', 'max-age=60'],
  [200, 'Cache-Control', 'no-cache'],
  [200, 'Cache-Control', 'no-store'],
  [404, '', ''],
  [401, '', ''],
];

const ERA_RULE = { '08': 'TTL-1', '10': 'TTL-2', '12': 'TTL-3' } as const;

export function ttlFacts({ distribution, behavior, refusal }: Decision): TtlFacts | null {
  if (distribution === null || behavior === null || refusal !== null) return null;
  const { minSeconds, defaultSeconds } = behavior.freshness;
  const samples = SAMPLES.map(([status, name, value]) => {
    const headers = name === '' ? [] : [name, value];
    return {
      status,
      header: name === '' ? '' : `${name}: ${value}`,
      ttlSeconds: ttlOf(behavior.freshness, status, headers),
    };
  });
  return { minSeconds, defaultSeconds, samples, rules: citedRules(ERA_RULE[distribution.era], 'ER-7') };
}

function ttlOf(rule: FreshnessRule, status: number, headers: HeaderList): number | null {
  const keep = decideKeep(rule, { status, headers, receivedAt: 0 });
  return keep.keep ? keep.ttlSeconds : null;
}

/** The headers that a stored object's TTL was made from, and the statement that says how. */
export interface TtlSource {
  readonly header: string | null;
  readonly statement: string;
}

/** In the order in which they count: errors, prohibitions, ages, Expires, nothing at all. */
export function ttlSource({ answer, keeping }: StoredObject, rule: FreshnessRule): TtlSource {
  const cacheControl = joinedHeader(answer.headers, 'cache-control');
  const expires = findHeader(answer.headers, 'expires');
  const control = parseCacheControl(cacheControl);
  const controlText = cacheControl === undefined ? null : `Cache-Control: ${cacheControl}`;
  if (answer.status >= 400) return errorSource(keeping.ttlSeconds, controlText);
  if (control.isNoStore || control.isPrivate || control.isNoCache)
    return { header: controlText, statement: 'TTL-10' };
  if (rule.minSeconds === 0 && !keeping.revalidates) return { header: 'Vary: *', statement: 'TTL-32' };
  if (control.sMaxAge !== null) return { header: controlText, statement: 'TTL-7' };
  if (control.maxAge !== null) return { header: controlText, statement: 'TTL-6' };
  if (expires !== undefined) return { header: `Expires: ${expires}`, statement: 'TTL-8' };
  return { header: controlText, statement: 'TTL-9' };
}

function errorSource(ttlSeconds: number, header: string | null): TtlSource {
  const isShortest = ttlSeconds === ttlOf({ minSeconds: 0, defaultSeconds: 0 }, 500, []);
  return isShortest ? { header: null, statement: 'ER-7' } : { header, statement: 'ER-9' };
}
