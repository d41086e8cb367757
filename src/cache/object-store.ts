/**
 * The stored objects of one edge location, kept by bytes: the least recently asked for goes first
 * (TTL-31). What an invalidation names is noticed when it is asked for.
 *
 * They live in memory that all workers share and no garbage collector sees: a million objects in a Map and
 * a list on the heap took 1.1 µs a look-up and stopped the world for 40 to 90 ms whenever the Map grew.
 */
import { Claims, type KeyClaim } from './claims.ts';
import { Draft } from './draft.ts';
import type { InvalidationLog } from './invalidation-log.ts';
import { KeptObject } from './kept-object.ts';
import { LooseObject } from './loose-object.ts';
import { CONTROL, NONE, TALLY } from './memory/control.ts';
import { FIELD, STATE } from './memory/entries.ts';
import { Holds } from './memory/holds.ts';
import { Recovery } from './memory/recovery.ts';
import { Room } from './memory/room.ts';
import { Tables } from './memory/tables.ts';
import type { Place } from './place.ts';
import { createStoreMemory, type StoreLimits, type StoreMemory } from './store-memory.ts';
import type { ObjectParts, StoredObject } from './stored-object.ts';
import { Storing } from './storing.ts';

export type { KeyClaim } from './claims.ts';

export interface StoreOptions {
  readonly limits: StoreLimits;
  readonly invalidations: InvalidationLog;
  /** Of a store that other workers share; its own when not given. */
  readonly memory?: StoreMemory;
  /** Number of this worker, from 0; each worker that shares the memory has its own. */
  readonly worker?: number;
}

/** An object as an operator sees it, and what it takes of the store's capacity. */
export interface ListedObject {
  readonly object: StoredObject;
  readonly sizeBytes: number;
}

export class ObjectStore {
  readonly limits: StoreLimits;
  readonly #invalidations: InvalidationLog;
  readonly #tables: Tables;
  readonly #holds: Holds;
  readonly #room: Room;
  readonly #storing: Storing;
  readonly #claims: Claims;

  constructor({ limits, invalidations, memory = createStoreMemory(limits), worker = 0 }: StoreOptions) {
    this.limits = limits;
    this.#invalidations = invalidations;
    this.#tables = new Tables(memory, worker);
    this.#holds = new Holds(this.#tables, worker);
    this.#room = new Room(this.#tables, this.#holds, limits.capacityBytes);
    this.#storing = new Storing(this.#holds, this.#room, limits);
    this.#claims = new Claims(this.#tables, this.#room, worker);
  }

  /** A secret of this memory, for hashes of keys. */
  get seed(): number {
    return this.#tables.memory.control[CONTROL.seed]!;
  }

  get count(): number {
    return this.#tables.memory.control[CONTROL.count]!;
  }

  get bytes(): number {
    return this.#tables.tally(TALLY.bytes);
  }

  get evictions(): number {
    return this.#tables.tally(TALLY.evictions);
  }

  /** Bytes of objects no longer stored that slow viewers still read. */
  get pinnedBytes(): number {
    return this.#tables.tally(TALLY.pinnedBytes);
  }

  /** The object under a key, fresh or stale, held, and makes it the most recent; null if absent or invalidated. */
  get(key: string): StoredObject | null {
    const object = this.#find(key, true);
    if (object === null || !this.#isNamed(object)) return object;
    this.drop(object);
    object.release();
    return null;
  }

  /** A copy of what is under a key, without its body's bytes; leaves recency alone: for the operator's eyes. */
  peek(key: string): StoredObject | null {
    const object = this.#find(key, false);
    if (object === null) return null;
    const copy = this.#invalidations.covers(object.place) ? null : new LooseObject(object);
    object.release();
    return copy;
  }

  /** Whether something is stored under a key, be it invalidated. */
  has(key: string): boolean {
    const object = this.#find(key, false);
    object?.release();
    return object !== null;
  }

  /** For a body that arrives piece by piece and may be put one day. */
  draft(): Draft {
    return new Draft(this.#holds, this.#room);
  }

  /**
   * Keeps an object, held by the caller; null if it is too large, or an invalidation is younger than it
   * (IN-19), or there is no room because all that is stored is held. `draft`: what is copied of its body.
   */
  put(parts: ObjectParts, draft: Draft = this.draft()): KeptObject | null {
    const entry = this.#invalidations.covers(parts.place) ? NONE : this.#storing.store(parts, draft);
    draft.drop();
    return entry === NONE ? null : new KeptObject(this.#holds, entry);
  }

  /** Removes this object, but not another that has taken its place. */
  drop(object: StoredObject): void {
    if (!(object instanceof KeptObject)) return;
    const { lock, entries } = this.#tables;
    lock.take();
    try {
      if (entries.state(object.entry) === STATE.stored) this.#room.remove(object.entry);
    } finally {
      lock.give();
    }
  }

  /** Removes what invalidations name, so that the log may forget them. */
  sweep(): void {
    for (let entry = 0; entry < this.#tables.entries.end; entry++) {
      const object = this.#holdStored(entry);
      if (object === null) continue;
      if (this.#isNamed(object)) this.drop(object);
      object.release();
    }
  }

  /** Where every object belongs, most recent first. */
  places(): Place[] {
    const { recency, lock } = this.#tables;
    const objects: KeptObject[] = [];
    lock.take();
    for (let entry = recency.newest; entry !== NONE; entry = recency.older(entry))
      objects.push(this.#held(entry));
    lock.give();
    const places = objects.map(({ place }) => place);
    for (const object of objects) object.release();
    return places;
  }

  /** Copies of those asked for last, without their bodies' bytes and be they invalidated: for the operator's eyes. */
  newest(count: number): ListedObject[] {
    const { recency, lock } = this.#tables;
    const objects: KeptObject[] = [];
    lock.take();
    for (let entry = recency.newest; entry !== NONE && objects.length < count; entry = recency.older(entry))
      objects.push(this.#held(entry));
    lock.give();
    const copies = objects.map((object) => ({
      object: new LooseObject(object),
      sizeBytes: object.sizeBytes,
    }));
    for (const object of objects) object.release();
    return copies;
  }

  /** Makes this worker the one that fetches the key, and answers null; or says who does already. */
  claim(key: string, fillNumber: number): KeyClaim | null {
    return this.#claims.claim(key, fillNumber);
  }

  /** Who fetches a key; null: nobody does. */
  claimant(key: string): KeyClaim | null {
    return this.#claims.claimant(key);
  }

  /** The fetch is over, or nobody may join it any more; harmless when the claim is another's. */
  unclaim(key: string, fillNumber: number): void {
    this.#claims.unclaim(key, fillNumber);
  }

  /**
   * A worker is dead: what it held is let go, what it claimed is free. If it died while it changed the store,
   * the store is emptied; what others hold they keep until they let go.
   */
  workerGone(worker: number): void {
    new Recovery(this.#tables, this.#holds, this.#claims).workerGone(worker);
  }

  #find(key: string, isAsked: boolean): KeptObject | null {
    const { index, recency, lock } = this.#tables;
    const hash = index.hashOf(key);
    lock.take();
    try {
      const entry = index.find(key, hash, STATE.stored);
      if (entry === NONE) return null;
      if (isAsked) recency.touch(entry);
      return this.#held(entry);
    } finally {
      lock.give();
    }
  }

  #holdStored(entry: number): KeptObject | null {
    const { lock, entries } = this.#tables;
    lock.take();
    try {
      return entries.state(entry) === STATE.stored ? this.#held(entry) : null;
    } finally {
      lock.give();
    }
  }

  /** Under the lock. */
  #held(entry: number): KeptObject {
    this.#holds.take(entry);
    return new KeptObject(this.#holds, entry);
  }

  /** By an invalidation younger than those it was looked at for already: each is looked at once. */
  #isNamed(object: KeptObject): boolean {
    const { entries } = this.#tables;
    const { stamp } = this.#invalidations;
    const checked = entries.get(object.entry, FIELD.checkedStamp);
    if (checked >= stamp) return false;
    if (this.#invalidations.covers(object.place, checked)) return true;
    entries.set(object.entry, FIELD.checkedStamp, stamp);
    return false;
  }
}
