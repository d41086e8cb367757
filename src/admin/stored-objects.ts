/** What an edge location has stored, for the operator's eyes: the only walk over a store in this room. */
import type { ObjectStore } from '../cache/object-store.ts';
import { MAX_SHOWN_OBJECTS } from './limits.ts';

/** Moments are simulated time, epoch ms. */
export interface StoredObjectRow {
  readonly distribution: string;
  /** Path and forwarded query string. */
  readonly path: string;
  /** What else tells it from others under the same path: gzip, protocol, cookies; empty for nothing. */
  readonly variant: string;
  readonly status: number;
  readonly storedBytes: number;
  readonly storedAt: number;
  readonly freshUntil: number;
  readonly ttlSeconds: number;
  /** An invalidation names it: it is never used again, and goes when somebody asks or space is needed. */
  readonly isInvalidated: boolean;
}

/** The most recently asked for, at most MAX_SHOWN_OBJECTS; looking changes no recency. */
export function storedObjects(store: ObjectStore): StoredObjectRow[] {
  const rows: StoredObjectRow[] = [];
  for (const { object, sizeBytes } of store.newest(MAX_SHOWN_OBJECTS)) {
    const { place, status, keeping, freshUntil } = object;
    const { key, distributionId: distribution, invalidationPath: path } = place;
    rows.push({
      ...{ distribution, path, storedBytes: sizeBytes, freshUntil },
      variant: key.slice(key.indexOf(path) + path.length).trim(),
      status,
      storedAt: keeping.storedAt,
      ttlSeconds: keeping.ttlSeconds,
      isInvalidated: store.peek(key) === null,
    });
  }
  return rows;
}
