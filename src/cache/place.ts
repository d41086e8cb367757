/** Where an object belongs: its key, and what an invalidation names it by. */
import { type CacheKeyRecipe, cacheKeyOf, invalidationPath, type KeyedRequest } from '../policy/cache-key.ts';

export interface Place {
  readonly key: string;
  readonly distributionId: string;
  /** Path and forwarded query string, as the viewer sent them (IN-9). */
  readonly invalidationPath: string;
  /** Invalidations numbered higher are younger than this object (IN-19). */
  readonly invalidationStamp: number;
}

/** `invalidationStamp`: the invalidation log's, when the request is looked up. */
export function placeOf(recipe: CacheKeyRecipe, request: KeyedRequest, invalidationStamp: number): Place {
  const key = cacheKeyOf(recipe, request);
  const { length } = invalidationPath(recipe, request);
  const start = recipe.distributionId.length + 1;
  return {
    key,
    distributionId: recipe.distributionId,
    // Cut out of the key: the request's own path would keep all of its target in memory (TTL-31).
    invalidationPath: key.slice(start, start + length),
    invalidationStamp,
  };
}

/** What a HEAD fetched is kept beside the object a GET fetches: it has no body to give (RG-17). */
export function headOnlyPlace(place: Place): Place {
  return { ...place, key: `HEAD ${place.key}` };
}
