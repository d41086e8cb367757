/**
 * The stored objects of one edge location, kept by bytes: the least recently asked for goes first
 * (TTL-31). What an invalidation names is noticed when it is asked for.
 */
import { LRUCache } from 'lru-cache';
import { headerBytes } from '../http/header-list.ts';
import type { InvalidationLog } from './invalidation-log.ts';
import { LooseObject } from './loose-object.ts';
import { createStoreMemory, type StoreLimits, type StoreMemory } from './store-memory.ts';
import type { ObjectParts, StoredObject } from './stored-object.ts';

export interface StoreOptions {
  readonly limits: StoreLimits;
  readonly invalidations: InvalidationLog;
  /** Of a store that other workers share; its own when not given. */
  readonly memory?: StoreMemory;
  /** Number of this worker, from 0; each worker that shares the memory has its own. */
  readonly worker?: number;
}

/** Who fetches a key already: a worker, and the number it gave the fill. */
export interface KeyClaim {
  readonly worker: number;
  readonly fillNumber: number;
}

export const OBJECT_OVERHEAD_BYTES = 640;

class HeapObject extends LooseObject {
  override readonly version: number;
  readonly sizeBytes: number;
  readonly kept: Kept;
  readonly store: ObjectStore;
  isHeld = true;
  constructor(kept: Kept, store: ObjectStore) {
    super(kept.loose);
    this.freshUntil = kept.loose.freshUntil;
    this.kept = kept;
    this.version = kept.version;
    this.store = store;
    this.sizeBytes = kept.sizeBytes;
    store.pin(kept);
  }
  override hold(): HeapObject {
    return new HeapObject(this.kept, this.store);
  }
  override release(): void {
    this.kept.loose.freshUntil = this.freshUntil;
    if (!this.isHeld) return;
    this.isHeld = false;
    this.store.unpin(this.kept);
  }
}

interface Kept {
  loose: LooseObject;
  sizeBytes: number;
  holders: number;
  version: number;
}

export class ObjectStore {
  readonly limits: StoreLimits;
  readonly memory: StoreMemory;
  readonly worker: number;
  readonly #invalidations: InvalidationLog;
  readonly #objects: LRUCache<string, Kept>;
  readonly #claims = new Map<string, KeyClaim>();
  #evictions = 0;
  #versions = 0;
  #pinnedBytes = 0;

  constructor({ limits, invalidations, memory, worker = 0 }: StoreOptions) {
    this.limits = limits;
    this.memory = memory ?? createStoreMemory(limits);
    this.worker = worker;
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
  /** The object under a key, fresh or stale, held, and makes it the most recent; null if absent or invalidated. */
  get(key: string): StoredObject | null {
    const kept = this.#objects.get(key);
    if (kept === undefined) return null;
    if (this.#invalidations.covers(kept.loose.place)) {
      this.#objects.delete(key);
      return null;
    }
    return new HeapObject(kept, this);
  }
  /** A copy of what is under a key but for its body's bytes; leaves recency alone: for the operator's eyes. */
  peek(key: string): StoredObject | null {
    const kept = this.#objects.peek(key);
    return kept === undefined || this.#invalidations.covers(kept.loose.place)
      ? null
      : Object.assign(kept.loose.hold(), { version: kept.version });
  }
  /** Whether something is stored under a key, be it invalidated. */
  has(key: string): boolean {
    return this.#objects.has(key);
  }
  /** Keeps an object, held by the caller, unless it is too large or an invalidation is younger than it (IN-19): null. */
  put(parts: ObjectParts): StoredObject | null {
    const { place, answer, body } = parts;
    const sizeBytes = OBJECT_OVERHEAD_BYTES + place.key.length + headerBytes(answer.headers) + body.sizeBytes;
    if (sizeBytes > this.limits.maxObjectBytes || this.#invalidations.covers(place)) return null;
    const lender = 'hold' in parts ? (parts as StoredObject).hold() : null;
    const kept = { loose: new LooseObject(parts, lender), sizeBytes, holders: 0, version: ++this.#versions };
    this.#objects.set(place.key, kept);
    return new HeapObject(kept, this);
  }
  /** The expired object serves again until then (TTL-25). */
  /** Removes this object, but not another that has taken its place. */
  drop(object: StoredObject): void {
    if (object instanceof HeapObject && this.#objects.peek(object.place.key) === object.kept)
      this.#objects.delete(object.place.key);
  }
  pin(kept: Kept): void {
    kept.holders += 1;
  }
  unpin(kept: Kept): void {
    kept.holders -= 1;
    if (kept.holders === 0 && this.#objects.peek(kept.loose.place.key) !== kept)
      this.#pinnedBytes -= kept.sizeBytes;
  }
  /** Removes what invalidations name, so that the log may forget them. */
  sweep(): void {
    for (const [key, object] of this.#objects.entries()) {
      if (this.#invalidations.covers(object.loose.place)) this.#objects.delete(key);
    }
  }
  /** Where every object belongs, most recent first. */
  *places() {
    for (const kept of this.#objects.values()) yield kept.loose.place;
  }
  /** Registers this worker as the one that fetches the key (null), or says who does already. */
  claim(key: string, fillNumber: number): KeyClaim | null {
    const other = this.#claims.get(key);
    if (other !== undefined) return other;
    this.#claims.set(key, { worker: this.worker, fillNumber });
    return null;
  }
  /** Who fetches a key; null: nobody does. */
  claimant(key: string): KeyClaim | null {
    return this.#claims.get(key) ?? null;
  }

  /** The fetch is over, or nobody may join it any more; harmless when the key is another's. */
  unclaim(key: string, fillNumber: number): void {
    if (this.#claims.get(key)?.fillNumber === fillNumber) this.#claims.delete(key);
  }
  /** A worker is dead: what it held is let go, what it claimed is free. */
  workerGone(worker: number): void {
    for (const [key, claim] of this.#claims) if (claim.worker === worker) this.#claims.delete(key);
  }
  #onDisposed(object: Kept, isEviction: boolean): void {
    if (isEviction) this.#evictions += 1;
    if (object.holders > 0) this.#pinnedBytes += object.sizeBytes;
  }
}
