import { describe, expect, test } from 'vitest';
import { Bytes } from '../../src/cache/bytes.ts';
import { InvalidationLog } from '../../src/cache/invalidation-log.ts';
import { LooseObject } from '../../src/cache/loose-object.ts';
import { ObjectStore } from '../../src/cache/object-store.ts';
import { OBJECT_OVERHEAD_BYTES } from '../../src/cache/store-memory.ts';
import type { Answer, Keeping, ObjectParts, StoredObject } from '../../src/cache/stored-object.ts';
import { KEPT_REFUSALS } from '../../src/policy/refusal.ts';
import { bodyOf } from './objects.ts';

const NOW = Date.UTC(2013, 5, 1);
const PLACE = { key: 'E1\n/logo\n\n', distributionId: 'E1', invalidationPath: '/logo', invalidationStamp: 3 };
const KEEPING = { storedAt: NOW, ttlSeconds: 60, servesStale: true, revalidates: true };
const ANSWER: Answer = {
  status: 200,
  reason: 'OK',
  headers: ['ETag', '"1"', 'X-Own', 'OK'],
  validators: { etag: '"1"', lastModified: null },
  bodyBytes: 4,
};

function parts(text: string, keeping: Keeping = KEEPING): ObjectParts {
  const body = new Bytes(text.length);
  body.append(Buffer.from(text));
  return { place: PLACE, answer: ANSWER, body, keeping, refusal: null };
}

function kept(given: ObjectParts) {
  const limits = { capacityBytes: 10_000, maxObjectBytes: 10_000 };
  return new ObjectStore({ limits, invalidations: new InvalidationLog() }).put(given)!;
}

describe.each<[form: string, make: (given: ObjectParts) => StoredObject]>([
  ['kept', kept],
  ['loose', (given) => new LooseObject(given)],
])('an object, %s,', (_form, make) => {
  test.each([
    [0, true, 0],
    [999, true, 0],
    [1000, true, 1],
    [59_999, true, 59],
    [60_000, false, 60],
    [3_600_500, false, 3600],
  ])('TTL-19 TTL-20: after %i ms fresh is %s, at the age of %i s', (ms, isFresh, ageSeconds) => {
    const object = make(parts('LOGO'));
    expect([object.isFresh(NOW + ms), object.ageSeconds(NOW + ms)]).toEqual([isFresh, ageSeconds]);
  });

  test('TTL-10: with no time to live it is never fresh', () => {
    expect(make(parts('LOGO', { ...KEEPING, ttlSeconds: 0 })).isFresh(NOW)).toBe(false);
  });

  test('TTL-19: a clock that was set back makes nobody younger than new', () => {
    expect(make(parts('')).ageSeconds(NOW - 5000)).toBe(0);
  });

  test('TTL-25: standing in makes it fresh again, and not younger, for all who hold it', () => {
    const object = make(parts('LOGO'));
    object.freshUntil = NOW + 400_000;
    const other = object.hold();
    expect([other.isFresh(NOW + 399_000), other.ageSeconds(NOW + 399_000)]).toEqual([true, 399]);
  });

  test('says what it was made of', () => {
    const object = make(parts('LOGO'));
    const { place, answer, keeping, status, reason, validators, bodyBytes } = object;
    expect({ place, answer, keeping }).toEqual({ place: PLACE, answer: ANSWER, keeping: KEEPING });
    expect([status, reason, validators, bodyBytes]).toEqual([200, 'OK', ANSWER.validators, 4]);
    expect([object.lines.toString(), bodyOf(object).toString()]).toEqual([
      'ETag: "1"\r\nX-Own: OK\r\n',
      'LOGO',
    ]);
  });

  test('ER-12: remembers which answer of the edge it is', () => {
    for (const refusal of KEPT_REFUSALS) expect(make({ ...parts(''), refusal }).refusal).toBe(refusal);
    expect(make(parts('')).refusal).toBeNull();
  });
});

test('TTL-31: it weighs its key, its headers, its body and the keeping of it', () => {
  const headers = 'ETag: "1"\r\nX-Own: OK\r\n'.length;
  const bare = OBJECT_OVERHEAD_BYTES + PLACE.key.length + headers;
  expect([kept(parts('')).sizeBytes, kept(parts('LOGO')).sizeBytes]).toEqual([bare, bare + 4]);
});

test('TTL-23: under the headers of a 304, and not kept, it lends its body', () => {
  const stale = kept(parts('LOGO'));
  const once = new LooseObject({ ...stale, ...parts('X'), body: stale.body }, stale.hold());
  stale.release();
  const again = once.hold();
  once.release();
  expect(bodyOf(again).toString()).toBe('LOGO');
});
