/** The store beside simple models of it, over random work. */
import fc from 'fast-check';
import { LRUCache } from 'lru-cache';
import { expect, test } from 'vitest';
import { Bytes } from '../../src/cache/bytes.ts';
import { InvalidationLog } from '../../src/cache/invalidation-log.ts';
import type { KeptObject } from '../../src/cache/kept-object.ts';
import { Tables } from '../../src/cache/memory/tables.ts';
import { ObjectStore } from '../../src/cache/object-store.ts';
import { createStoreMemory } from '../../src/cache/store-memory.ts';
import { ListStore } from './list-store.ts';
import { answer, bodyOf, pattern, place } from './objects.ts';

const KIB = 1024;
const CAPACITY = 400 * KIB;
const LARGEST = 220 * KIB;
const PATHS = Array.from({ length: 8 }, (_, at) => `/${at}`);

const path = fc.constantFrom(...PATHS);
const sizes = fc.oneof(
  fc.integer({ min: 0, max: 3000 }),
  fc.integer({ min: 0, max: LARGEST }),
  fc.constantFrom(64 * KIB - 1, 64 * KIB, 64 * KIB + 1, 128 * KIB),
);
const who = fc.nat(6);
const deed = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({ do: fc.constant('put' as const), path, bodyBytes: sizes, holds: fc.boolean() }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('get' as const), path, holds: fc.boolean() }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('release' as const), who }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('again' as const), who }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('drop' as const), who }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('refresh' as const), who }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('invalidate' as const), path }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('sweep' as const) }) },
);
type Deed = typeof deed extends fc.Arbitrary<infer One> ? One : never;

/** What an object takes beside its body: the same for all of these tests. */
const BESIDE_BODY_BYTES = (() => {
  const limits = { capacityBytes: CAPACITY, maxObjectBytes: LARGEST };
  const store = new ObjectStore({ limits, invalidations: new InvalidationLog() });
  const keeping = { storedAt: 0, ttlSeconds: 60, servesStale: true, revalidates: true };
  const parts = { place: place('/0'), answer: answer(), body: new Bytes(0), keeping, refusal: null };
  return store.put(parts)!.sizeBytes;
})();

/** A store and a list that are told the same. Pages come in segments of four, so that bodies go over their ends. */
class Pair {
  readonly invalidations = new InvalidationLog();
  readonly memory;
  readonly store: ObjectStore;
  readonly model = new ListStore(CAPACITY);
  readonly held: { object: KeptObject; salt: number; bodyBytes: number }[] = [];
  readonly salts = new Map<number, number>();
  #salt = 0;

  /** `poolBytes`: what the pages are for; less than the capacity makes pages short. */
  constructor(poolBytes = CAPACITY) {
    this.memory = createStoreMemory({ capacityBytes: poolBytes, maxObjectBytes: LARGEST }, 7, 4);
    const limits = { capacityBytes: CAPACITY, maxObjectBytes: LARGEST };
    this.store = new ObjectStore({ limits, invalidations: this.invalidations, memory: this.memory });
  }

  do(one: Deed): void {
    if (one.do === 'put') return this.put(one.path, one.bodyBytes, one.holds);
    if (one.do === 'get') return this.get(one.path, one.holds);
    if (one.do === 'invalidate') return this.invalidate(one.path);
    if (one.do === 'sweep') {
      this.store.sweep();
      return this.invalidations.forget();
    }
    const of = this.held[one.who];
    if (of === undefined) return;
    if (one.do === 'release') this.release(one.who);
    if (one.do === 'again') this.keep(of.object.hold(), of.salt, of.bodyBytes);
    if (one.do === 'drop') this.drop(of.object);
    if (one.do === 'refresh') this.refresh(of);
  }

  put(at: string, bodyBytes: number, holds: boolean): void {
    const salt = ++this.#salt;
    const body = new Bytes(bodyBytes);
    body.append(pattern(salt, bodyBytes));
    this.#putParts({ at, body, salt, bodyBytes, holds });
  }

  refresh({ object, salt, bodyBytes }: Pair['held'][number]): void {
    const at = object.place.invalidationPath;
    this.#putParts({ at, body: object.body, salt, bodyBytes, holds: false });
  }

  #putParts(of: {
    at: string;
    body: Bytes | KeptObject['body'];
    salt: number;
    bodyBytes: number;
    holds: boolean;
  }) {
    const keeping = { storedAt: of.salt, ttlSeconds: 60, servesStale: true, revalidates: true };
    const parts = { place: place(of.at, this.invalidations.stamp), answer: answer(), body: of.body, keeping };
    const object = this.store.put({ ...parts, refusal: null });
    const key = parts.place.key;
    if (object === null) return this.#expectRefused(key, of.bodyBytes);
    const { version, sizeBytes } = object;
    this.model.makeRoom(key, sizeBytes);
    this.model.add({ key, version, sizeBytes });
    this.keep(object, of.salt, of.bodyBytes);
    if (!of.holds) this.release(this.held.length - 1);
  }

  /** Too large, and nothing has changed; or everything is held, and what had the key is gone all the same. */
  #expectRefused(key: string, bodyBytes: number): void {
    const sizeBytes = bodyBytes + BESIDE_BODY_BYTES;
    if (sizeBytes > LARGEST) return;
    this.model.makeRoom(key, sizeBytes);
  }

  get(at: string, holds: boolean): void {
    const object = this.store.get(`key of ${at}`) as KeptObject | null;
    const expected = this.model.find(`key of ${at}`);
    expect(object?.version ?? null).toBe(expected?.version ?? null);
    if (object === null || expected === null) return;
    this.model.touch(expected);
    this.keep(object, object.keeping.storedAt, object.body.sizeBytes);
    if (!holds) this.release(this.held.length - 1);
  }

  keep(object: KeptObject, salt: number, bodyBytes: number): void {
    this.held.push({ object, salt, bodyBytes });
    this.model.hold(object.version, 1);
  }

  release(at: number): void {
    const [{ object, salt, bodyBytes }] = this.held.splice(at, 1) as [Pair['held'][number]];
    this.expectIntact({ object, salt, bodyBytes });
    this.model.hold(object.version, -1);
    object.release();
  }

  expectIntact({ object, salt, bodyBytes }: Pair['held'][number]): void {
    expect(object.body.sizeBytes).toBe(bodyBytes);
    expect(bodyOf(object).equals(pattern(salt, bodyBytes))).toBe(true);
  }

  drop(object: KeptObject): void {
    if (this.model.objects.some(({ version }) => version === object.version))
      this.model.remove(object.place.key);
    this.store.drop(object);
  }

  invalidate(at: string): void {
    this.invalidations.add('EDFDVBD6EXAMPLE', [at], false);
    this.model.remove(`key of ${at}`);
    expect(this.store.get(`key of ${at}`)).toBeNull();
  }

  expectAlike(): void {
    const { store, model } = this;
    expect(store.places().map(({ key }) => key)).toEqual(model.objects.map(({ key }) => key));
    expect([store.bytes, store.count, store.evictions]).toEqual([
      model.bytes,
      model.objects.length,
      model.evictions,
    ]);
    const kept = new Set(model.objects.map(({ version }) => version));
    const condemned = new Map(this.held.map(({ object }) => [object.version, object.sizeBytes]));
    for (const version of kept) condemned.delete(version);
    expect(store.pinnedBytes).toBe([...condemned.values()].reduce((total, bytes) => total + bytes, 0));
  }

  /** After everything was let go and invalidated. */
  expectNothingLeft(): void {
    while (this.held.length > 0) this.release(0);
    this.invalidations.add('EDFDVBD6EXAMPLE', ['*'], true);
    this.store.sweep();
    const { pages } = new Tables(this.memory, 1);
    expect([this.store.count, this.store.bytes, this.store.pinnedBytes]).toEqual([0, 0, 0]);
    expect(pages.freeCount).toBe(pages.count);
  }
}

test('TTL-31: random work: recency, bytes, evictions and holds as a plain list has them; nothing leaks', () => {
  fc.assert(
    fc.property(fc.array(deed, { maxLength: 60 }), (deeds) => {
      const pair = new Pair();
      for (const one of deeds) {
        pair.do(one);
        pair.expectAlike();
      }
      pair.expectNothingLeft();
    }),
    { numRuns: 200 },
  );
});

test('TTL-31: with pages short, whatever is evicted and moved: what can be had is whole, and nothing leaks', () => {
  fc.assert(
    fc.property(fc.array(deed, { minLength: 40, maxLength: 200 }), (deeds) => {
      const pair = new Pair(0);
      for (const one of deeds) {
        if (one.do === 'get') {
          const object = pair.store.get(`key of ${one.path}`) as KeptObject | null;
          if (object === null) continue;
          pair.keep(object, object.keeping.storedAt, object.body.sizeBytes);
          if (!one.holds) pair.release(pair.held.length - 1);
        } else pair.do(one);
        expect(pair.store.bytes).toBeLessThanOrEqual(CAPACITY);
      }
      pair.expectNothingLeft();
    }),
    { numRuns: 100 },
  );
});

test('TTL-31: without holds, recency and evictions are those of lru-cache', () => {
  const work = fc.record({ do: fc.constantFrom('put', 'get'), path, bodyBytes: fc.nat(90 * KIB) });
  fc.assert(
    fc.property(fc.array(work, { maxLength: 80 }), (deeds) => {
      const { store } = new Pair();
      let evictions = 0;
      const model = new LRUCache<string, { sizeBytes: number }>({
        maxSize: CAPACITY,
        sizeCalculation: ({ sizeBytes }) => sizeBytes,
        dispose: (_object, _key, reason) => {
          if (reason === 'evict') evictions += 1;
        },
      });
      for (const one of deeds) {
        const at = place(one.path);
        if (one.do === 'get') {
          const object = store.get(at.key);
          expect(object === null).toBe(model.get(at.key) === undefined);
          object?.release();
        } else {
          const body = new Bytes(one.bodyBytes);
          body.append(Buffer.alloc(one.bodyBytes));
          const keeping = { storedAt: 0, ttlSeconds: 60, servesStale: true, revalidates: true };
          const object = store.put({ place: at, answer: answer(), body, keeping, refusal: null })!;
          model.set(at.key, { sizeBytes: object.sizeBytes });
          object.release();
        }
        expect(store.places().map(({ key }) => key)).toEqual([...model.keys()]);
        expect([store.bytes, store.evictions]).toEqual([model.calculatedSize, evictions]);
      }
    }),
    { numRuns: 100 },
  );
});
