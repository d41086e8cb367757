import { describe, expect, test } from 'vitest';
import { Bytes } from '../../src/cache/bytes.ts';
import { type Answer, noBody, OBJECT_OVERHEAD_BYTES, StoredObject } from '../../src/cache/stored-object.ts';
import { originRefusal } from '../../src/policy/refusal.ts';

const NOW = Date.UTC(2013, 5, 1);
const PLACE = { key: 'E1\n/logo\n\n', distributionId: 'E1', invalidationPath: '/logo', invalidationStamp: 3 };
const KEEPING = { storedAt: NOW, ttlSeconds: 60, servesStale: true, revalidates: true };
const ANSWER: Answer = {
  status: 200,
  reason: 'OK',
  headers: ['ETag', '"1"', 'X-Own', 'old'],
  validators: { etag: '"1"', lastModified: null },
  bodyBytes: 4,
};

function body(text: string): Bytes {
  const bytes = new Bytes(text.length);
  bytes.append(Buffer.from(text));
  return bytes;
}

describe('a stored object', () => {
  test.each([
    [0, true, 0],
    [999, true, 0],
    [1000, true, 1],
    [59_999, true, 59],
    [60_000, false, 60],
    [3_600_500, false, 3600],
  ])('TTL-19 TTL-20: after %i ms fresh is %s, at the age of %i s', (ms, isFresh, ageSeconds) => {
    const object = new StoredObject(PLACE, ANSWER, body('LOGO'), KEEPING);
    expect([object.isFresh(NOW + ms), object.ageSeconds(NOW + ms)]).toEqual([isFresh, ageSeconds]);
  });

  test('TTL-10: with no time to live it is never fresh', () => {
    const object = new StoredObject(PLACE, ANSWER, body('LOGO'), { ...KEEPING, ttlSeconds: 0 });
    expect(object.isFresh(NOW)).toBe(false);
  });

  test('TTL-19: a clock that was set back makes nobody younger than new', () => {
    expect(new StoredObject(PLACE, ANSWER, noBody(), KEEPING).ageSeconds(NOW - 5000)).toBe(0);
  });

  test('TTL-25: standing in makes it fresh again, and not younger', () => {
    const object = new StoredObject(PLACE, ANSWER, body('LOGO'), KEEPING);
    object.freshUntil = NOW + 400_000;
    expect([object.isFresh(NOW + 399_000), object.ageSeconds(NOW + 399_000)]).toEqual([true, 399]);
  });

  test('TTL-31: weighs its key, its headers, its body and the keeping of it', () => {
    const headers = 'ETag: "1"\r\nX-Own: old\r\n'.length;
    const parts = OBJECT_OVERHEAD_BYTES + PLACE.key.length + PLACE.invalidationPath.length + headers;
    expect(new StoredObject(PLACE, ANSWER, noBody(), KEEPING).sizeBytes).toBe(parts);
    expect(new StoredObject(PLACE, ANSWER, body('LOGO'), KEEPING).sizeBytes).toBe(parts + 4);
  });

  test('TTL-23: refreshed, it has the same body under new headers, times and place', () => {
    const object = new StoredObject(PLACE, ANSWER, body('LOGO'), KEEPING);
    object.freshUntil = NOW + 400_000;
    const answer = { ...ANSWER, headers: ['X-Own', 'new'] };
    const later = { ...KEEPING, storedAt: NOW + 100_000, ttlSeconds: 10 };
    const fresh = object.refreshed({ ...PLACE, invalidationStamp: 4 }, answer, later);
    expect(fresh.body).toBe(object.body);
    expect(fresh.answer.headers).toEqual(['X-Own', 'new']);
    expect(fresh.place.invalidationStamp).toBe(4);
    expect([fresh.isFresh(NOW + 109_999), fresh.isFresh(NOW + 110_000)]).toEqual([true, false]);
    expect([object.answer, object.isFresh(NOW + 200_000)]).toEqual([ANSWER, true]);
  });

  test('ER-12: remembers which answer of the edge it is', () => {
    const refusal = originRefusal('dns');
    expect(new StoredObject(PLACE, ANSWER, noBody(), KEEPING, refusal).refusal).toBe(refusal);
    expect(new StoredObject(PLACE, ANSWER, noBody(), KEEPING).refusal).toBeNull();
  });
});
