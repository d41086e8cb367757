/** The request at one edge location: what is held there, and what would happen. */
import type { Fill, FillState } from '../../cache/fill.ts';
import type { StoredObject } from '../../cache/stored-object.ts';
import { type Decision, decide } from './decision.ts';
import type { ExplainedEdge } from './explained-edge.ts';
import { type CachedState, type Holdings, holdingsOf } from './holdings.ts';
import { type NextFacts, nextFacts, refusalNext } from './next-facts.ts';
import type { Question } from './question.ts';
import { type CitedRule, citedRules } from './rule.ts';
import { momentText } from './time-text.ts';
import { ttlSource } from './ttl-facts.ts';

export interface EdgeFacts {
  readonly pop: string;
  readonly region: string;
  readonly generation: number;
  /** Null: the request would not get as far as the cache, or no running edgefront was asked. */
  readonly cached: CachedState | null;
  readonly object: ObjectFacts | null;
  readonly fill: FillFacts | null;
  readonly next: NextFacts;
}

/** A stored object's numbers; moments are simulated time, ISO 8601. */
export interface ObjectFacts {
  readonly status: number;
  readonly bodyBytes: number;
  readonly etag: string | null;
  readonly lastModified: string | null;
  readonly storedAt: string;
  readonly ageSeconds: number;
  readonly ttlSeconds: number;
  /** The behavior's least, which the TTL may have been raised to; errors go by a least of their own. */
  readonly minSeconds: number;
  /** What the TTL was made from: a header, or null for none. */
  readonly ttlFrom: string | null;
  readonly freshUntil: string;
  /** Seconds left; negative for how long it has been stale. */
  readonly freshForSeconds: number;
  /** Past its TTL, and standing in for an origin that failed. */
  readonly isStandingIn: boolean;
  readonly servesStale: boolean;
  readonly revalidates: boolean;
  readonly rules: readonly CitedRule[];
}

export interface FillFacts {
  readonly state: FillState;
  readonly readers: number;
  readonly bytesSoFar: number;
}

/** Everything found out about one edge location; the facts are what is told of it. */
export interface EdgeView {
  readonly decision: Decision;
  /** Null when the request is refused before the cache is asked. */
  readonly holdings: Holdings | null;
  readonly facts: EdgeFacts;
}

/** `isLive`: the cache is a running one's and worth telling of. */
export function viewEdge(edge: ExplainedEdge, question: Question, isLive: boolean): EdgeView {
  const decision = decide(edge, question);
  const { pop, region, generation } = edge;
  const { refusal } = decision;
  if (refusal !== null) {
    const next = refusalNext(refusal);
    const facts = { pop, region, generation, cached: null, object: null, fill: null, next };
    return { decision, holdings: null, facts };
  }
  const holdings = holdingsOf(decision);
  const facts = {
    pop,
    region,
    generation,
    cached: isLive ? holdings.state : null,
    object: holdings.object === null ? null : objectFacts(decision, holdings.object),
    fill: holdings.fill === null ? null : fillFacts(holdings.fill),
    next: nextFacts(decision, holdings),
  };
  return { decision, holdings, facts };
}

function objectFacts({ edge, behavior }: Decision, object: StoredObject): ObjectFacts {
  const now = edge.clock.now();
  const { answer, keeping, body, freshUntil } = object;
  const source = ttlSource(object, behavior!.freshness);
  return {
    status: answer.status,
    bodyBytes: body.sizeBytes,
    etag: answer.validators.etag,
    lastModified: answer.validators.lastModified,
    storedAt: momentText(keeping.storedAt),
    ageSeconds: object.ageSeconds(now),
    ttlSeconds: keeping.ttlSeconds,
    minSeconds: behavior!.freshness.minSeconds,
    ttlFrom: source.header,
    freshUntil: momentText(freshUntil),
    freshForSeconds: (freshUntil - now) / 1000,
    isStandingIn: freshUntil > keeping.storedAt + keeping.ttlSeconds * 1000,
    servesStale: keeping.servesStale,
    revalidates: keeping.revalidates,
    rules: citedRules(source.statement, 'TTL-20'),
  };
}

function fillFacts({ state, readerCount, bytes }: Fill): FillFacts {
  return { state, readers: readerCount, bytesSoFar: bytes.sizeBytes };
}
