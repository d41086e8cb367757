/** What an edge location holds for a request: looked at without making it the most recent. */
import type { Fill } from '../../cache/fill.ts';
import type { Place, StoredObject } from '../../cache/stored-object.ts';
import { findHeader } from '../../http/header-list.ts';
import { parseRange } from '../../http/range.ts';
import { cacheKeyOf, invalidationPath } from '../../policy/cache-key.ts';
import type { Decision } from './decision.ts';
import type { ExplainedEdge } from './explained-edge.ts';

export type CachedState =
  | 'fresh' // stored, and within its TTL
  | 'stale' // stored, and past it
  | 'in flight' // nothing to use is stored, and it is being fetched
  | 'invalidated' // stored, and an invalidation names it
  | 'absent';

export interface Holdings {
  readonly edge: ExplainedEdge;
  readonly place: Place;
  readonly state: CachedState;
  /** The object that may be used, fresh or stale. */
  readonly object: StoredObject | null;
  /** A fetch under way that this request would join. */
  readonly fill: Fill | null;
  /** What is asked for are headers alone, which are kept beside the object a GET fetches (RG-17). */
  readonly isHeadOnly: boolean;
}

/** Under which key an edge keeps what a HEAD fetched. */
const HEAD_ONLY = 'HEAD ';

/** Of an admitted request. */
export function holdingsOf(decision: Decision): Holdings {
  const { edge, question } = decision;
  const place = placeOf(decision);
  const whole = holdingsAt(edge, place, false);
  const hasWhole = whole.object !== null || whole.fill !== null;
  if (question.method !== 'HEAD' || hasWhole) return whole;
  return holdingsAt(edge, { ...place, key: HEAD_ONLY + place.key }, true);
}

/** A range that does not begin at byte 0, of an object of which nothing is in hand (RG-3). */
export function asksLaterPart({ question }: Decision, holdings: Holdings): boolean {
  if (holdings.object !== null || question.method !== 'GET') return false;
  const header = findHeader(question.headers, 'range');
  const first = header === undefined ? undefined : parseRange(header)?.[0];
  return first !== undefined && !('first' in first && first.first === 0);
}

function placeOf({ edge, behavior, distribution, path, query, question }: Decision): Place {
  const keyed = { path, query, headers: question.headers };
  return {
    key: cacheKeyOf(behavior!.cacheKey, keyed),
    distributionId: distribution!.id,
    invalidationPath: invalidationPath(behavior!.cacheKey, keyed),
    invalidationStamp: edge.invalidations.stamp,
  };
}

function holdingsAt(edge: ExplainedEdge, place: Place, isHeadOnly: boolean): Holdings {
  const object = edge.store.peek(place.key);
  const fill = edge.fills.find(place.key);
  return { edge, place, object, fill, isHeadOnly, state: stateOf({ edge, place, object, fill }) };
}

type Found = Pick<Holdings, 'edge' | 'place' | 'object' | 'fill'>;

function stateOf({ edge, place, object, fill }: Found): CachedState {
  if (object !== null) return object.isFresh(edge.clock.now()) ? 'fresh' : 'stale';
  if (fill !== null) return 'in flight';
  return holdsInvalidated(edge, place.key) ? 'invalidated' : 'absent';
}

/** What an invalidation names stays until somebody asks for it, or space is needed. */
function holdsInvalidated({ store }: ExplainedEdge, key: string): boolean {
  for (const object of store.objects()) if (object.place.key === key) return true;
  return false;
}
