import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { InvalidationLog } from '../../src/cache/invalidation-log.ts';
import { ObjectStore } from '../../src/cache/object-store.ts';
import type { StoredObject } from '../../src/cache/stored-object.ts';
import { place, storedObject } from './objects.ts';

const ID = 'EDFDVBD6EXAMPLE';

function begun({ capacityBytes = 10_000, maxObjectBytes = 5000 } = {}) {
  const invalidations = new InvalidationLog();
  const store = new ObjectStore({ capacityBytes, maxObjectBytes }, invalidations);
  const make = (path: string, sizeBytes: number) => {
    const at = place(path, invalidations.stamp);
    const bare = storedObject(at, 0).sizeBytes;
    return storedObject(at, sizeBytes - bare);
  };
  const put = (path: string, sizeBytes: number) => {
    const object = make(path, sizeBytes);
    return { object, isKept: store.put(object) };
  };
  const paths = () => [...store.objects()].map((object) => object.place.invalidationPath);
  return { store, invalidations, make, put, paths };
}

describe('capacity', () => {
  test('TTL-31: the least recently asked for goes first, and is counted', () => {
    const { store, put, paths } = begun();
    for (const path of ['/a', '/b', '/c']) put(path, 3000);
    store.get('key of /a');
    put('/d', 3000);
    expect([paths(), store.evictions, store.bytes]).toEqual([['/d', '/a', '/c'], 1, 9000]);
  });

  test('peeking changes nothing', () => {
    const { store, put, paths } = begun();
    const { object } = put('/a', 3000);
    put('/b', 3000);
    expect([store.peek('key of /a'), store.peek('key of /x'), paths()]).toEqual([object, null, ['/b', '/a']]);
  });

  test('one large object may push out several small ones', () => {
    const { store, put, paths } = begun();
    for (let i = 0; i < 10; i++) put(`/${i}`, 1000);
    put('/large', 5000);
    expect([paths(), store.evictions]).toEqual([['/large', '/9', '/8', '/7', '/6', '/5'], 5]);
  });

  test('an object of exactly the largest size is kept, one byte more is not and pushes nothing out', () => {
    const { store, put, paths } = begun();
    put('/a', 5000);
    expect([put('/b', 5000).isKept, put('/c', 5001).isKept]).toEqual([true, false]);
    expect([paths(), store.evictions]).toEqual([['/b', '/a'], 0]);
  });

  test('headers and key count like the body', () => {
    const { make } = begun();
    const bare = make('/a', 1000);
    const long = storedObject({ ...bare.place, key: `${bare.place.key}${'x'.repeat(100)}` }, 0);
    expect(long.sizeBytes).toBe(storedObject(bare.place, 0).sizeBytes + 100);
  });

  test('a newer object under the same key takes the place of the older, which is no eviction', () => {
    const { store, put } = begun();
    put('/a', 3000);
    const { object } = put('/a', 4000);
    expect([store.get('key of /a'), store.bytes, store.count, store.evictions]).toEqual([object, 4000, 1, 0]);
  });
});

describe('pins', () => {
  test('an evicted object still read counts until the last viewer is done', () => {
    const { store, put } = begun();
    const { object } = put('/a', 5000);
    store.pin(object);
    store.pin(object);
    expect(store.pinnedBytes).toBe(0);
    put('/b', 5000);
    put('/c', 5000);
    expect(store.pinnedBytes).toBe(5000);
    store.unpin(object);
    expect(store.pinnedBytes).toBe(5000);
    store.unpin(object);
    expect(store.pinnedBytes).toBe(0);
  });

  test.each<[how: string, remove: (store: ObjectStore, object: StoredObject) => void]>([
    ['deleted', (store, object) => store.drop(object)],
    ['replaced', (store) => store.put(storedObject(place('/a'), 10))],
  ])('so does one %s', (_how, remove) => {
    const { store, put } = begun();
    const { object } = put('/a', 5000);
    store.pin(object);
    remove(store, object);
    expect(store.pinnedBytes).toBe(5000);
    store.unpin(object);
    expect(store.pinnedBytes).toBe(0);
  });

  test('one that was never stored counts at once; one stored again counts no more', () => {
    const { store, make } = begun();
    const object = make('/a', 3000);
    store.pin(object);
    expect(store.pinnedBytes).toBe(3000);
    store.put(object);
    expect([store.pinnedBytes, store.bytes]).toEqual([0, 3000]);
    store.unpin(object);
    expect([store.pinnedBytes, store.bytes]).toEqual([0, 3000]);
  });
});

describe('invalidations', () => {
  test('IN-18: what is named is gone when next asked for, and not an eviction', () => {
    const { store, put, invalidations } = begun();
    put('/a', 1000);
    put('/b', 1000);
    invalidations.add(ID, ['/a'], false);
    expect([store.peek('key of /a'), store.get('key of /a'), store.get('key of /b')?.sizeBytes]).toEqual([
      null,
      null,
      1000,
    ]);
    expect([store.bytes, store.evictions]).toEqual([1000, 0]);
  });

  test('IN-19: an object older than the invalidation is not kept, a younger one is', () => {
    const { store, make, invalidations } = begun();
    const older = make('/a', 1000);
    invalidations.add(ID, ['/a'], false);
    expect([store.put(older), store.put(make('/a', 1000))]).toEqual([false, true]);
  });

  test.each(['/0', '/1', '/9', '/*', '/nothing'])('sweeping removes %s and nothing else', (path) => {
    const { store, put, paths, invalidations } = begun();
    for (let i = 0; i < 10; i++) put(`/${i}`, 1000);
    invalidations.add(ID, [path], true);
    store.sweep();
    const kept = ['/9', '/8', '/7', '/6', '/5', '/4', '/3', '/2', '/1', '/0'];
    expect(paths()).toEqual(path === '/*' ? [] : kept.filter((one) => one !== path));
  });
});

const path = fc.constantFrom('/a', '/b', '/c', '/d', '/e');
const deed = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant('put' as const),
      path,
      sizeBytes: fc.integer({ min: 1000, max: 6000 }),
    }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('get' as const), path }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('pin' as const), path }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('unpin' as const), who: fc.nat(4) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('drop' as const), who: fc.nat(4) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('invalidate' as const), path }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('sweep' as const) }) },
);

/** The same store as a plain list, most recent first. */
class ListStore {
  objects: StoredObject[] = [];
  evictions = 0;

  touch(object: StoredObject): void {
    this.objects = [object, ...this.objects.filter((one) => one !== object)];
  }

  drop(object: StoredObject): void {
    this.objects = this.objects.filter((one) => one !== object);
  }

  remove(key: string): void {
    this.objects = this.objects.filter((one) => one.place.key !== key);
  }

  put(object: StoredObject, capacityBytes: number): void {
    this.remove(object.place.key);
    this.objects.unshift(object);
    while (this.bytes > capacityBytes) {
      this.objects.pop();
      this.evictions += 1;
    }
  }

  get bytes(): number {
    return this.objects.reduce((total, { sizeBytes }) => total + sizeBytes, 0);
  }
}

test('TTL-31: random work: recency, bytes, evictions and pins as a plain list has them', () => {
  fc.assert(
    fc.property(fc.array(deed, { maxLength: 40 }), (deeds) => {
      const { store, invalidations, put } = begun();
      const model = new ListStore();
      const pins: StoredObject[] = [];
      for (const one of deeds) {
        if (one.do === 'put') {
          const { object, isKept } = put(one.path, one.sizeBytes);
          expect(isKept).toBe(object.sizeBytes <= 5000);
          if (isKept) model.put(object, 10_000);
        } else if (one.do === 'unpin') {
          const [object] = pins.splice(one.who, 1);
          if (object !== undefined) store.unpin(object);
        } else if (one.do === 'sweep') {
          store.sweep();
          invalidations.forget();
        } else if (one.do === 'invalidate') {
          invalidations.add(ID, [one.path], false);
          model.remove(`key of ${one.path}`);
        } else if (one.do === 'drop') {
          const object = pins[one.who];
          if (object !== undefined) store.drop(object);
          if (object !== undefined) model.drop(object);
        } else {
          const object = store.get(`key of ${one.path}`);
          expect(object).toBe(
            model.objects.find(({ place: at }) => at.invalidationPath === one.path) ?? null,
          );
          if (object !== null) model.touch(object);
          if (object !== null && one.do === 'pin') pins.push(object);
          if (object !== null && one.do === 'pin') store.pin(object);
        }
        // Invalidated objects go when they are asked for; until then they take room.
        if (one.do !== 'sweep') for (const at of ['/a', '/b', '/c', '/d', '/e']) dropIfInvalidated(store, at);
        expect([...store.objects()]).toEqual(model.objects);
        expect([store.bytes, store.count, store.evictions]).toEqual([
          model.bytes,
          model.objects.length,
          model.evictions,
        ]);
        const loose = new Set(pins.filter((object) => !model.objects.includes(object)));
        expect(store.pinnedBytes).toBe([...loose].reduce((total, { sizeBytes }) => total + sizeBytes, 0));
      }
    }),
    { numRuns: 300 },
  );
});

function dropIfInvalidated(store: ObjectStore, path: string): void {
  if (store.peek(`key of ${path}`) === null) store.get(`key of ${path}`);
}
