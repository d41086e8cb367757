/** Is it stored here, and fresh? GET and HEAD share an object (CK-5, RG-17). */
import type { Place, StoredObject } from '../../cache/stored-object.ts';
import { cacheKeyOf, invalidationPath } from '../../policy/cache-key.ts';
import type { Exchange } from '../exchange.ts';
import type { Next } from '../flow.ts';

/** What a HEAD fetched is kept beside the object a GET fetches: it has no body to give (RG-17). */
const HEAD_ONLY = 'HEAD ';

export function lookUp(x: Exchange): Next {
  const place = placeOf(x);
  x.place = place;
  const object = x.edge.store.get(place.key);
  const now = x.edge.clock.now();
  if (object?.isFresh(now)) return deliverFrom(x, object, now);
  if (x.request.method !== 'HEAD' || object !== null || x.edge.fills.find(place.key) !== null) {
    x.object = object;
    return 'fetch';
  }
  return lookUpHead(x, place, now);
}

function lookUpHead(x: Exchange, place: Place, now: number): Next {
  x.isHeadOnly = true;
  x.place = { ...place, key: HEAD_ONLY + place.key };
  const object = x.edge.store.get(x.place.key);
  if (object?.isFresh(now)) return deliverFrom(x, object, now);
  x.object = object;
  return 'fetch';
}

function deliverFrom(x: Exchange, object: StoredObject, now: number): Next {
  x.object = object;
  x.answer = object.answer;
  x.ttlSeconds = object.keeping.ttlSeconds;
  x.delivery = 'Hit';
  x.ageSeconds = object.ageSeconds(now);
  return 'deliver';
}

function placeOf(x: Exchange): Place {
  const recipe = x.behavior!.cacheKey;
  const keyed = { path: x.path, query: x.query, headers: x.request.headers };
  return {
    key: cacheKeyOf(recipe, keyed),
    distributionId: x.distribution!.id,
    invalidationPath: invalidationPath(recipe, keyed),
    invalidationStamp: x.edge.invalidations.stamp,
  };
}
