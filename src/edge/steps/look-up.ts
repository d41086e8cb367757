/** Is it stored here, and fresh? GET and HEAD share an object (CK-5, RG-17). */
import { headOnlyPlace, type Place, placeOf } from '../../cache/place.ts';
import type { StoredObject } from '../../cache/stored-object.ts';
import { cacheKeyOf } from '../../policy/cache-key.ts';
import type { Exchange } from '../exchange.ts';
import type { Next } from '../flow.ts';

export function lookUp(x: Exchange): Next {
  const { edge, path, query } = x;
  const keyed = { path, query, section: x.request.section };
  const object = edge.store.get(cacheKeyOf(x.behavior!.cacheKey, keyed));
  const now = edge.clock.now();
  if (object?.isFresh(now)) return deliverFrom(x, object, now);
  const place = placeOf(x.behavior!.cacheKey, keyed, edge.invalidations.stamp);
  x.place = place;
  if (x.request.method !== 'HEAD' || object !== null || edge.isInFlight(place.key)) {
    x.take(object);
    return 'fetch';
  }
  return lookUpHead(x, place, now);
}

function lookUpHead(x: Exchange, place: Place, now: number): Next {
  x.isHeadOnly = true;
  x.place = headOnlyPlace(place);
  const object = x.edge.store.get(x.place.key);
  if (object?.isFresh(now)) return deliverFrom(x, object, now);
  x.take(object);
  return 'fetch';
}

function deliverFrom(x: Exchange, object: StoredObject, now: number): Next {
  x.take(object);
  x.ttlSeconds = object.keeping.ttlSeconds;
  x.delivery = 'Hit';
  x.ageSeconds = object.ageSeconds(now);
  return 'deliver';
}
