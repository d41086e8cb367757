/** What a stored object takes of a cache's bytes: the sum that StoredObject makes, without making one. */
import type { Place } from '../cache/place.ts';
import { OBJECT_OVERHEAD_BYTES } from '../cache/store-memory.ts';

export function storedBytes(place: Place, headerBytes: number, bodyBytes: number): number {
  return OBJECT_OVERHEAD_BYTES + place.key.length + place.invalidationPath.length + headerBytes + bodyBytes;
}
