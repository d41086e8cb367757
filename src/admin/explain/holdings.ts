/** What an edge location holds for a request: looked at without making it the most recent. */
import type { Fill } from '../../cache/fill.ts';
import { headOnlyPlace, type Place, placeOf } from '../../cache/place.ts';
import type { StoredObject } from '../../cache/stored-object.ts';
import { asksLaterPart } from '../../policy/later-part.ts';
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
  /** A fetch is under way that this request would join. */
  readonly isInFlight: boolean;
  /** That fetch, where it is not another worker's. */
  readonly fill: Fill | null;
  /** What is asked for are headers alone, which are kept beside the object a GET fetches (RG-17). */
  readonly isHeadOnly: boolean;
}

/** Of an admitted request. */
export function holdingsOf(decision: Decision): Holdings {
  const { edge, question } = decision;
  const { path, query } = decision;
  const keyed = { path, query, section: question.section };
  const place = placeOf(decision.behavior!.cacheKey, keyed, edge.invalidations.stamp);
  const whole = holdingsAt(edge, place, false);
  const hasWhole = whole.object !== null || whole.isInFlight;
  if (question.method !== 'HEAD' || hasWhole) return whole;
  return holdingsAt(edge, headOnlyPlace(place), true);
}

/** Of an object of which something is in hand nothing is asked alone (RG-3); an expired error is nothing. */
export function wantsPartAlone({ question }: Decision, { object }: Holdings): boolean {
  const hasObject = object !== null && object.answer.status < 400;
  return !hasObject && asksLaterPart(question.method, question.headers);
}

function holdingsAt(edge: ExplainedEdge, place: Place, isHeadOnly: boolean): Holdings {
  const object = edge.store.peek(place.key);
  const fill = edge.fills.find(place.key);
  const isInFlight = edge.isInFlight(place.key);
  const state = stateOf({ edge, place, object, isInFlight });
  return { edge, place, object, isInFlight, fill, isHeadOnly, state };
}

type Found = Pick<Holdings, 'edge' | 'place' | 'object' | 'isInFlight'>;

function stateOf({ edge, place, object, isInFlight }: Found): CachedState {
  if (object !== null) return object.isFresh(edge.clock.now()) ? 'fresh' : 'stale';
  if (isInFlight) return 'in flight';
  // What an invalidation names stays until somebody asks for it, or space is needed.
  return edge.store.has(place.key) ? 'invalidated' : 'absent';
}
