import { describe, expect, test } from 'vitest';
import { Bytes } from '../../src/cache/bytes.ts';
import { InvalidationLog } from '../../src/cache/invalidation-log.ts';
import { noBody } from '../../src/cache/loose-object.ts';
import { ObjectStore } from '../../src/cache/object-store.ts';
import type { StoredObject } from '../../src/cache/stored-object.ts';
import { answer, bodyOf, looseObject, pattern, place } from './objects.ts';

const ID = 'EDFDVBD6EXAMPLE';
const KIB = 1024;

function begun({ capacityBytes = 10_000, maxObjectBytes = 5000 } = {}) {
  const invalidations = new InvalidationLog();
  const limits = { capacityBytes, maxObjectBytes };
  const store = new ObjectStore({ limits, invalidations });
  const bareBytes = sizeOfEmpty();
  const make = (path: string, sizeBytes: number) =>
    looseObject(place(path, invalidations.stamp), sizeBytes - bareBytes);
  /** Held. */
  const hold = (path: string, sizeBytes: number) => store.put(make(path, sizeBytes));
  const put = (path: string, sizeBytes: number) => {
    const object = hold(path, sizeBytes);
    object?.release();
    return object !== null;
  };
  const touch = (path: string) => store.get(`key of ${path}`)?.release();
  const paths = () => store.places().map(({ invalidationPath }) => invalidationPath);
  return { store, invalidations, make, hold, put, touch, paths };
}

/** Of an object without body whose path has one letter. */
function sizeOfEmpty(): number {
  const limits = { capacityBytes: 10_000, maxObjectBytes: 5000 };
  const store = new ObjectStore({ limits, invalidations: new InvalidationLog() });
  return store.put(looseObject(place('/a'), 0))!.sizeBytes;
}

describe('capacity', () => {
  test('TTL-31: the least recently asked for goes first, and is counted', () => {
    const { store, put, touch, paths } = begun();
    for (const path of ['/a', '/b', '/c']) put(path, 3000);
    touch('/a');
    put('/d', 3000);
    expect([paths(), store.evictions, store.bytes]).toEqual([['/d', '/a', '/c'], 1, 9000]);
  });

  test('peeking changes nothing', () => {
    const { store, put, paths } = begun();
    put('/a', 3000);
    put('/b', 3000);
    expect(store.peek('key of /a')?.place).toEqual(place('/a'));
    expect([store.peek('key of /x'), paths()]).toEqual([null, ['/b', '/a']]);
  });

  test('one large object may push out several small ones', () => {
    const { store, put, paths } = begun();
    for (let i = 0; i < 10; i++) put(`/${i}`, 1000);
    put('/l', 5000);
    expect([paths(), store.evictions]).toEqual([['/l', '/9', '/8', '/7', '/6', '/5'], 5]);
  });

  test('an object of exactly the largest size is kept, one byte more is not and pushes nothing out', () => {
    const { store, put, paths } = begun();
    put('/a', 5000);
    expect([put('/b', 5000), put('/c', 5001)]).toEqual([true, false]);
    expect([paths(), store.evictions]).toEqual([['/b', '/a'], 0]);
  });

  test('headers and key count like the body', () => {
    const { store } = begun();
    const bare = looseObject(place('/a'), 0);
    const longKey = { ...bare.place, key: `${bare.place.key}${'x'.repeat(100)}` };
    const headers = ['ETag', '"1"'];
    const sizes = [
      store.put(bare),
      store.put(looseObject(longKey, 0)),
      store.put({ ...bare, ...looseObject(place('/b'), 0), answer: answer({ headers }) }),
    ].map((object) => object!.sizeBytes);
    expect(sizes[1]! - sizes[0]!).toBe(100);
    expect(sizes[2]! - sizes[0]!).toBe('ETag: "1"\r\n'.length);
  });

  test('a newer object under the same key takes the place of the older, which is no eviction', () => {
    const { store, put, hold } = begun();
    put('/a', 3000);
    const object = hold('/a', 4000)!;
    expect([store.get('key of /a')!.version, store.bytes, store.count, store.evictions]).toEqual([
      object.version,
      4000,
      1,
      0,
    ]);
  });

  test('what is too long for a head, or no latin1, is not kept', () => {
    const { store } = begun({ capacityBytes: 10 ** 6, maxObjectBytes: 10 ** 6 });
    const long = { ...place('/a'), key: 'k'.repeat(64 * KIB) };
    const odd = { ...place('/a'), key: 'k\u{100}' };
    expect([store.put(looseObject(long, 10)), store.put(looseObject(odd, 10))]).toEqual([null, null]);
    expect([store.get(long.key), store.get(odd.key), store.claim(odd.key, 1)]).toEqual([null, null, null]);
  });

  test('a machine without so much memory says so', () => {
    const limits = { capacityBytes: 2 ** 52, maxObjectBytes: 2 ** 52 };
    expect(() => new ObjectStore({ limits, invalidations: new InvalidationLog() })).toThrow(
      'this machine has no memory for a cache of 4503599627370496 bytes',
    );
  });
});

test('of thousands of objects each is found under its key, whatever went in between', () => {
  const { store } = begun({ capacityBytes: 10 ** 7, maxObjectBytes: 10 ** 6 });
  const keys = Array.from({ length: 5000 }, (_, at) => place(`/${at}`).key);
  for (let at = 0; at < keys.length; at++) store.put(looseObject(place(`/${at}`), 0))!.release();
  const found = () => keys.filter((key, at) => store.peek(key)?.place.invalidationPath === `/${at}`);
  expect(found()).toEqual(keys);
  for (let at = 0; at < keys.length; at += 3) store.drop(store.get(keys[at]!)!);
  expect(found()).toEqual(keys.filter((_, at) => at % 3 !== 0));
});

describe('what is held', () => {
  test('is not evicted: it is being asked for', () => {
    const { store, put, hold, paths } = begun();
    const object = hold('/a', 5000)!;
    put('/b', 5000);
    put('/c', 5000);
    expect([paths(), store.pinnedBytes]).toEqual([['/c', '/a'], 0]);
    object.release();
    put('/d', 5000);
    put('/e', 5000);
    expect([paths(), store.evictions]).toEqual([['/e', '/d'], 3]);
  });

  test('when everything is, nothing more is kept', () => {
    const { store, put, hold, paths } = begun();
    const held = [hold('/a', 5000)!, hold('/b', 5000)!];
    expect(put('/c', 1000)).toBe(false);
    expect([paths().sort(), store.evictions, store.bytes]).toEqual([['/a', '/b'], 0, 10_000]);
    held[0]!.release();
    expect(put('/c', 1000)).toBe(true);
  });

  test.each<[how: string, remove: (store: ObjectStore, object: StoredObject) => void]>([
    ['dropped', (store, object) => store.drop(object)],
    ['replaced', (store) => store.put(looseObject(place('/a'), 10))?.release()],
  ])('and %s still counts until the last holder is done, and can be read', (_how, remove) => {
    const { store, hold, put } = begun();
    const object = hold('/a', 5000)!;
    const again = object.hold();
    remove(store, object);
    expect(store.pinnedBytes).toBe(5000);
    put('/b', 4000);
    put('/c', 4000);
    object.release();
    object.release();
    expect(store.pinnedBytes).toBe(5000);
    expect(bodyOf(again).equals(pattern(0, again.body.sizeBytes))).toBe(true);
    again.release();
    expect(store.pinnedBytes).toBe(0);
  });

  test('dropping what has been replaced does not touch what took its place', () => {
    const { store, hold } = begun();
    const older = hold('/a', 1000)!;
    const newer = hold('/a', 1000)!;
    store.drop(older);
    expect(store.get('key of /a')?.version).toBe(newer.version);
  });
});

describe('bodies', () => {
  const LIMITS = { capacityBytes: 2 ** 22, maxObjectBytes: 2 ** 21 };

  test.each([0, 1, 1000, 64 * KIB - 1, 64 * KIB, 64 * KIB + 1, 100_000, 128 * KIB, 1_000_000])(
    'of %i bytes are what they were, from any offset',
    (bodyBytes) => {
      const { store } = begun(LIMITS);
      for (const path of ['/a', '/b', '/c']) {
        const object = store.put(looseObject(place(path), bodyBytes))!;
        expect(object.body.sizeBytes).toBe(bodyBytes);
        expect(bodyOf(object).equals(pattern(0, bodyBytes))).toBe(true);
        for (const offset of [0, 1, bodyBytes >> 1, bodyBytes - 1, 5]) {
          const piece = object.body.read(offset, bodyBytes);
          expect(piece.equals(pattern(offset, piece.length))).toBe(true);
        }
        expect(object.body.read(bodyBytes, bodyBytes + 1)).toHaveLength(0);
        object.release();
      }
    },
  );

  test('a draft takes pages as they come, and counts from the beginning', () => {
    const { store, put } = begun({ capacityBytes: 300 * KIB, maxObjectBytes: 300 * KIB });
    put('/a', 200 * KIB);
    const draft = store.draft();
    const body = new Bytes(null);
    body.append(pattern(0, 150 * KIB));
    expect([draft.take(body), draft.pages, store.count, store.bytes]).toEqual([true, 2, 0, 0]);
    body.append(pattern(150 * KIB, 10 * KIB));
    const object = store.put({ ...looseObject(place('/b'), 0), body }, draft)!;
    expect(bodyOf(object).equals(pattern(0, 160 * KIB))).toBe(true);
    expect([store.count, store.bytes]).toEqual([1, object.sizeBytes]);
  });

  test('a draft that is dropped leaves nothing', () => {
    const { store, put } = begun({ capacityBytes: 300 * KIB, maxObjectBytes: 300 * KIB });
    const draft = store.draft();
    const body = new Bytes(null);
    body.append(pattern(0, 250 * KIB));
    draft.take(body);
    draft.drop();
    draft.drop();
    expect([draft.take(body), store.pinnedBytes, put('/a', 300 * KIB)]).toEqual([false, 0, true]);
  });

  test('TTL-23: a refreshed object has the same bytes, also when the stale one is gone', () => {
    const { store, put } = begun(LIMITS);
    const stale = store.put(looseObject(place('/a'), 200_000))!;
    const { place: at, keeping, body, refusal } = stale;
    const fresh = store.put({ place: at, keeping, body, refusal, answer: answer({ headers: ['X', '1'] }) })!;
    expect([store.count, store.bytes, store.pinnedBytes]).toEqual([1, fresh.sizeBytes, stale.sizeBytes]);
    stale.release();
    for (let i = 0; i < 9; i++) put(`/${i}`, 500_000);
    expect(bodyOf(fresh).equals(pattern(0, 200_000))).toBe(true);
    expect([fresh.answer.headers, fresh.lines.toString(), store.pinnedBytes]).toEqual([
      ['X', '1'],
      'X: 1\r\n',
      0,
    ]);
  });
});

describe('invalidations', () => {
  test('IN-18: what is named is gone when next asked for, and not an eviction', () => {
    const { store, put, invalidations } = begun();
    put('/a', 1000);
    put('/b', 1000);
    invalidations.add(ID, ['/a'], false);
    expect([store.peek('key of /a'), store.has('key of /a'), store.get('key of /a')]).toEqual([
      null,
      true,
      null,
    ]);
    expect([store.has('key of /a'), store.get('key of /b')?.status]).toEqual([false, 200]);
    expect([store.bytes, store.evictions]).toEqual([1000, 0]);
  });

  test('IN-19: an object older than the invalidation is not kept, a younger one is', () => {
    const { put, make, store, invalidations } = begun();
    const older = make('/a', 1000);
    invalidations.add(ID, ['/a'], false);
    expect([store.put(older), put('/a', 1000)]).toEqual([null, true]);
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

test('an answer comes back as it went in', () => {
  const { store } = begun();
  const validators = { etag: '"v1"', lastModified: 'Sat, 01 Jun 2013 00:00:00 GMT' };
  const headers = ['ETag', '"v1"', 'X-Own', 'caf\xe9', 'X-Empty', ''];
  const given = {
    place: { ...place('/a', 0), distributionId: 'E-OTHER' },
    answer: { status: 404, reason: 'Nicht gefunden', headers, validators, bodyBytes: null },
    body: noBody(),
    keeping: { storedAt: 1e12, ttlSeconds: 0.5, servesStale: true, revalidates: false },
    refusal: null,
  };
  const object = store.put(given)!;
  const { place: at, answer: said, keeping, refusal, status, bodyBytes } = object;
  expect({ place: at, answer: said, keeping, refusal }).toEqual({
    place: given.place,
    answer: given.answer,
    keeping: given.keeping,
    refusal: null,
  });
  expect([status, bodyBytes, object.freshUntil]).toEqual([404, null, 1e12 + 500]);
});
