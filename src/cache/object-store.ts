/**
 * The stored objects of one edge location, kept by bytes: the least recently asked for goes first
 * (TTL-31). lru-cache keeps recency and sizes; what an invalidation names is noticed when it is asked for.
 */
import { LRUCache } from 'lru-cache';
import type { InvalidationLog } from './invalidation-log.ts';
import type { StoredObject } from './stored-object.ts';

export interface StoreLimits {
  readonly capacityBytes: number;
  /** Objects larger than this are never kept. */
  readonly maxObjectBytes: number;
}

export class ObjectStore {
  readonly limits: StoreLimits;
  readonly #invalidations: InvalidationLog;
  readonly #objects: LRUCache<string, StoredObject>;
  readonly #inDelivery = new Map<StoredObject, number>();
  #evictions = 0;
  #pinnedBytes = 0;

  constructor(limits: StoreLimits, invalidations: InvalidationLog) {
    this.limits = limits;
    this.#invalidations = invalidations;
    this.#objects = new LRUCache({
      maxSize: Math.max(1, limits.capacityBytes),
      maxEntrySize: Math.max(1, limits.maxObjectBytes),
      sizeCalculation: (object) => object.sizeBytes,
      dispose: (object, _key, reason) => this.#onDisposed(object, reason === 'evict'),
    });
  }

  get count(): number {
    return this.#objects.size;
  }

  get bytes(): number {
    return this.#objects.calculatedSize;
  }

  get evictions(): number {
    return this.#evictions;
  }

  /** Bytes of objects no longer stored that slow viewers still read. */
  get pinnedBytes(): number {
    return this.#pinnedBytes;
  }

  /** The object under a key, fresh or stale, and makes it the most recent; null if absent or invalidated. */
  get(key: string): StoredObject | null {
    const object = this.#objects.get(key);
    if (object === undefined) return null;
    if (this.#invalidations.covers(object.place, object.checkedStamp)) {
      this.#objects.delete(key);
      return null;
    }
    object.checkedStamp = this.#invalidations.stamp;
    return object;
  }

  /** As `get`, but leaves recency alone: for the operator's eyes. */
  peek(key: string): StoredObject | null {
    const object = this.#objects.peek(key);
    return object === undefined || this.#invalidations.covers(object.place) ? null : object;
  }

  /** Keeps an object unless it is too large or an invalidation is younger than it (IN-19). */
  put(object: StoredObject): boolean {
    if (object.sizeBytes > this.limits.maxObjectBytes || this.#invalidations.covers(object.place))
      return false;
    if (this.#inDelivery.has(object) && !this.#holds(object)) this.#pinnedBytes -= object.sizeBytes;
    this.#objects.set(object.place.key, object);
    return true;
  }

  /** Removes this object, but not another that has taken its place. */
  drop(object: StoredObject): void {
    if (this.#holds(object)) this.#objects.delete(object.place.key);
  }

  /** A viewer takes its time over this object: should it be evicted meanwhile, its bytes still count. */
  pin(object: StoredObject): void {
    const viewers = this.#inDelivery.get(object) ?? 0;
    this.#inDelivery.set(object, viewers + 1);
    if (viewers === 0 && !this.#holds(object)) this.#pinnedBytes += object.sizeBytes;
  }

  unpin(object: StoredObject): void {
    const viewers = this.#inDelivery.get(object) ?? 0;
    if (viewers > 1) {
      this.#inDelivery.set(object, viewers - 1);
    } else if (this.#inDelivery.delete(object) && !this.#holds(object)) {
      this.#pinnedBytes -= object.sizeBytes;
    }
  }

  /** Removes what invalidations name, so that the log may forget them. */
  sweep(): void {
    for (const [key, object] of this.#objects.entries()) {
      if (this.#invalidations.covers(object.place)) this.#objects.delete(key);
    }
  }

  /** Every object, most recent first. */
  objects(): IterableIterator<StoredObject> {
    return this.#objects.values() as IterableIterator<StoredObject>;
  }

  #holds(object: StoredObject): boolean {
    return this.#objects.peek(object.place.key) === object;
  }

  #onDisposed(object: StoredObject, isEviction: boolean): void {
    if (isEviction) this.#evictions += 1;
    if (this.#inDelivery.has(object)) this.#pinnedBytes += object.sizeBytes;
  }
}
