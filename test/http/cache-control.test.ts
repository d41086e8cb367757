import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type CacheControl, parseCacheControl } from '../../src/http/cache-control.ts';

const NONE: CacheControl = {
  maxAge: null,
  sMaxAge: null,
  isNoCache: false,
  noCacheFields: [],
  isNoStore: false,
  isPrivate: false,
};

test.each<[string, string | undefined, Partial<CacheControl>]>([
  ['nothing', undefined, {}],
  ['an empty value', '', {}],
  ['unknown directives', 'public, immutable, max-stale=5, x="no-store, private"', {}],
  ['ages', 'max-age=60, s-maxage=30', { maxAge: 60, sMaxAge: 30 }],
  ['case and white space', ' MAX-AGE = 60 ,\tNo-Store', { maxAge: 60, isNoStore: true }],
  ['a quoted age', 'max-age="60"', { maxAge: 60 }],
  ['the first age counts', 'max-age=60, max-age=5', { maxAge: 60 }],
  ['no-store', 'no-store', { isNoStore: true }],
  ['private', 'private', { isPrivate: true }],
  ['private for some fields', 'private="X-A"', { isPrivate: true }],
  ['TTL-16: must-revalidate means nothing', 'must-revalidate', {}],
  ['TTL-16: nor does proxy-revalidate', 'proxy-revalidate', {}],
  ['no-cache', 'no-cache', { isNoCache: true }],
  ['no-cache of nothing', 'no-cache=""', { isNoCache: true }],
  ['CK-20', 'no-cache="Set-Cookie"', { noCacheFields: ['set-cookie'] }],
  [
    'CK-20: several',
    'no-cache="Set-Cookie, X-A", max-age=9',
    { noCacheFields: ['set-cookie', 'x-a'], maxAge: 9 },
  ],
  ['CK-20: without quotes', 'no-cache=Set-Cookie', { noCacheFields: ['set-cookie'] }],
  ['CK-20: repeated', 'no-cache="A", no-cache="B"', { noCacheFields: ['a', 'b'] }],
  ['CK-20: beside the plain one', 'no-cache, no-cache="A"', { isNoCache: true, noCacheFields: ['a'] }],
  ['TTL-14: zero', 'max-age=0', { maxAge: 0 }],
  ['TTL-14: negative', 'max-age=-1, s-maxage=-60', {}],
  ['TTL-14: not a number', 'max-age=soon, s-maxage=', {}],
  ['TTL-14: not whole', 'max-age=1.5, s-maxage=1e3', {}],
  ['TTL-14: no value', 'max-age, s-maxage', {}],
  ['TTL-14: an unusable age gives way', 'max-age=x, max-age=7', { maxAge: 7 }],
  ['beyond counting', `max-age=${'9'.repeat(400)}`, { maxAge: 2_147_483_648 }],
  ['an open quote', 'no-cache="set-cookie, max-age=5', { noCacheFields: ['set-cookie', 'max-age=5'] }],
])('%s', (_name, value, expected) => {
  expect(parseCacheControl(value)).toEqual({ ...NONE, ...expected });
});

test('one value leaves no trace in the next', () => {
  parseCacheControl('no-store, no-cache="A"');
  expect(parseCacheControl('x')).toEqual(NONE);
});

test('TTL-14: an age is null or a whole number of seconds, whatever stands there', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.integer().map(String), fc.double().map(String)), (age) => {
      const { maxAge } = parseCacheControl(`max-age=${age}`);
      if (maxAge !== null) expect(Number.isSafeInteger(maxAge) && maxAge >= 0).toBe(true);
    }),
  );
});

test('the order of different directives does not matter', () => {
  const directive = fc.constantFrom(
    'max-age=5',
    's-maxage=6',
    'no-cache',
    'no-store',
    'private',
    'must-revalidate',
  );
  fc.assert(
    fc.property(fc.uniqueArray(directive), (list) => {
      expect(parseCacheControl(list.join(', '))).toEqual(parseCacheControl(list.toReversed().join(',')));
    }),
  );
});
