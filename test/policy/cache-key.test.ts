import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { CacheBehavior } from '../../src/distribution/distribution-config.ts';
import {
  type CacheKeyRecipe,
  cacheKeyOf,
  compileCacheKey,
  forwardedCookies,
  forwardedQuery,
  invalidationPath,
  type KeyedRequest,
} from '../../src/policy/cache-key.ts';
import { HeaderSection } from '../../src/policy/header-section.ts';
import { behavior } from './behavior.ts';

const SCOPE = { distributionId: 'EDFDVBD6EXAMPLE' };
const era12 = (differences: Parameters<typeof behavior>[0]) =>
  compileCacheKey(SCOPE, behavior(differences), '12');
const PLAIN = era12({});
const QUERY = era12({ queryString: true });
const SIGNED = era12({ queryString: true, isSigned: true });
const LISTED = era12({ cookies: 'whitelist', names: ['a', 'B', 'c*'] });
const ALL = era12({ cookies: 'all' });
const EVERYTHING = era12({ queryString: true, cookies: 'all' });

function request(path: string, query: string | null = null, headers: readonly string[] = []): KeyedRequest {
  return { path, query, section: new HeaderSection(headers) };
}
const withCookie = (cookie: string) => request('/a', null, ['Cookie', cookie]);

/** Two requests, and whether they share an object. */
function expectSame(recipe: CacheKeyRecipe, pair: [KeyedRequest, KeyedRequest], isSame: boolean): void {
  expect(cacheKeyOf(recipe, pair[0]) === cacheKeyOf(recipe, pair[1])).toBe(isSame);
}

describe('base', () => {
  test('CK-1: another path is another object; case, encoding and a trailing slash count', () => {
    for (const other of ['/b', '/A', '/a/', '/%61', '//a']) {
      expectSame(PLAIN, [request('/a'), request(other)], false);
    }
    expectSame(PLAIN, [request('/a'), request('/a')], true);
  });

  test('CK-1 CK-3: another distribution is another object', () => {
    const other = compileCacheKey({ distributionId: 'EOTHER' }, behavior(), '12');
    expect(cacheKeyOf(other, request('/a'))).not.toBe(cacheKeyOf(PLAIN, request('/a')));
  });

  const UNKEYED: [ids: string, headers: string[]][] = [
    ['CK-2', ['Host', 'www.example.com']],
    ['CK-8 TTL-33', ['User-Agent', 'Other', 'Accept-Language', 'de']],
    ['TTL-18', ['Cache-Control', 'no-cache', 'Pragma', 'no-cache']],
    ['TTL-18', ['If-Modified-Since', 'Sun, 13 May 2012 12:00:00 GMT', 'Expires', '0']],
    ['CK-7', ['Cookie', 'a=1']],
  ];

  test.each(UNKEYED)('%s: %j makes no difference', (_ids, headers) => {
    expectSame(PLAIN, [request('/a'), request('/a', null, headers)], true);
  });

  test('CK-4 CK-5: neither scheme nor method makes a difference', () => {
    const get = { ...request('/a'), method: 'GET', isSecure: false };
    const head = { ...request('/a'), method: 'HEAD', isSecure: true };
    expectSame(PLAIN, [get, head], true);
  });

  test('CK-10: TTL, protocol policy and target origin are not part of the key', () => {
    const other: CacheBehavior = {
      ...behavior({ minTTL: 60, protocol: 'https-only' }),
      TargetOriginId: 'other',
      PathPattern: '/a*',
    };
    expect(cacheKeyOf(compileCacheKey(SCOPE, other, '12'), request('/a'))).toBe(
      cacheKeyOf(PLAIN, request('/a')),
    );
  });
});

describe('Accept-Encoding', () => {
  const gzip = (value: string) => request('/a', null, ['accept-encoding', value]);

  test('CK-9: viewers that take gzip have an object of their own', () => {
    expectSame(PLAIN, [request('/a'), gzip('gzip')], false);
    expectSame(PLAIN, [gzip('gzip'), gzip('deflate, gzip;q=0.5, br')], true);
    expectSame(PLAIN, [request('/a'), gzip('deflate, br')], true);
    expectSame(PLAIN, [request('/a'), gzip('gzip;q=0')], true);
  });

  test.each(['08', '10'] as const)('CK-9: in era %s too, so that nobody gets what he cannot read', (era) => {
    expectSame(compileCacheKey(SCOPE, behavior(), era), [request('/a'), gzip('gzip')], false);
  });
});

describe('query strings', () => {
  const FORWARDED: [ids: string, recipe: CacheKeyRecipe, query: string | null, forwarded: string | null][] = [
    ['CK-6 CK-16', PLAIN, 'a=1', null],
    ['CK-6', QUERY, 'a=1', 'a=1'],
    ['CK-6', QUERY, null, null],
    ['CK-13', QUERY, '', null],
    ['CK-11', QUERY, 'b=2&a=1&B=%2f', 'b=2&a=1&B=%2f'],
    ['CK-15', SIGNED, 'a=1&Expires=9&Signature=s&Key-Pair-Id=k', 'a=1'],
    ['CK-15', SIGNED, 'Policy=p&Signature=s&Key-Pair-Id=k&a=1&b=2', 'a=1&b=2'],
    ['CK-15', SIGNED, 'Expires=9&Signature=s&Key-Pair-Id=k', null],
    ['CK-15', SIGNED, 'expires=9&Policy2=x', 'expires=9&Policy2=x'],
    ['CK-15 SU-4', QUERY, 'a=1&Expires=9', 'a=1&Expires=9'],
    ['CK-12 CK-15', SIGNED, 'a=1;Expires=9', 'a=1;Expires=9'],
  ];

  test.each(FORWARDED)('%s: of the query the origin gets its own part', (_ids, recipe, query, forwarded) => {
    expect(forwardedQuery(recipe, query)).toBe(forwarded);
  });

  const PAIRS: [
    ids: string,
    recipe: CacheKeyRecipe,
    one: string | null,
    other: string | null,
    isSame: boolean,
  ][] = [
    ['CK-6', QUERY, 'a=1', 'a=2', false],
    ['CK-6', QUERY, 'a=1', null, false],
    ['CK-6 CK-16', PLAIN, 'a=1', 'a=2', true],
    ['CK-11', QUERY, 'a=1&b=2', 'b=2&a=1', false],
    ['CK-11', QUERY, 'a=x', 'a=X', false],
    ['CK-11', QUERY, 'a=1', 'A=1', false],
    ['CK-12', QUERY, 'color=red;size=large', 'color=red&size=large', false],
    ['CK-13', QUERY, '', null, true],
    ['CK-15', SIGNED, 'a=1&Expires=9&Signature=s&Key-Pair-Id=k', 'a=1', true],
    ['CK-15', SIGNED, 'Expires=9&Signature=s&Key-Pair-Id=k', null, true],
  ];

  test.each(PAIRS)('%s: %# two queries share an object, or not', (_ids, recipe, one, other, isSame) => {
    expectSame(recipe, [request('/a', one), request('/a', other)], isSame);
  });

  test.each(['08', '10'] as const)(
    'CK-6 CK-16: era %s drops the query, whatever the behavior says',
    (era) => {
      const recipe = compileCacheKey(SCOPE, behavior({ queryString: true }), era);
      expect(forwardedQuery(recipe, 'a=1')).toBeNull();
      expectSame(recipe, [request('/a', 'a=1'), request('/a')], true);
    },
  );
});

describe('cookies', () => {
  const FORWARDED: [ids: string, recipe: CacheKeyRecipe, sent: string, forwarded: string | null][] = [
    ['CK-17', PLAIN, 'a=1', null],
    ['CK-17', LISTED, 'x=1; a=2; y=3', 'a=2'],
    ['CK-17', LISTED, 'x=1', null],
    ['CK-17', ALL, 'x=1; a=2', 'a=2; x=1'],
    ['CK-21', LISTED, 'A=1; b=2; B=3', 'B=3'],
    ['CK-22', LISTED, 'a=1; B=2', 'B=2; a=1'],
    ['CK-22', ALL, 'b=1; a=2', 'a=2; b=1'],
    ['CK-23', ALL, '$Version=1; a=1; $Path=/', 'a=1'],
    ['CK-23', ALL, 'nonsense', null],
    ['CK-24', ALL, 'b=9; a=2; a=1', 'a=2; a=1; b=9'],
    ['CK-25', LISTED, 'c1=1; c*=2', 'c*=2'],
    ['CK-27', ALL, 'a=1; CloudFront-Policy=p; CloudFront-Key-Pair-Id=k', 'a=1'],
    ['CK-29', LISTED, 'a=', 'a='],
  ];

  test.each(FORWARDED)('%s: %# of %s the origin gets %s', (_ids, recipe, sent, forwarded) => {
    expect(forwardedCookies(recipe, new HeaderSection(['Cookie', sent]))).toBe(forwarded);
  });

  test('CK-27: not even listed are cookies of CloudFront forwarded', () => {
    const recipe = era12({ cookies: 'whitelist', names: ['CloudFront-Policy', 'a'] });
    expect(forwardedCookies(recipe, new HeaderSection(['Cookie', 'CloudFront-Policy=p; a=1']))).toBe('a=1');
  });

  const PAIRS: [ids: string, recipe: CacheKeyRecipe, one: string, other: string, isSame: boolean][] = [
    ['CK-18', LISTED, 'a=1', 'a=2', false],
    ['CK-18', LISTED, 'a=1; x=1', 'a=1; x=2', true],
    ['CK-18', ALL, 'a=1; x=1', 'a=1; x=2', false],
    ['CK-18', ALL, 'a=1', 'b=1', false],
    ['CK-7', PLAIN, 'a=1', 'a=2', true],
    ['CK-21', ALL, 'a=x', 'a=X', false],
    ['CK-21', ALL, 'a=1', 'A=1', false],
    ['CK-22', ALL, 'b=1; a=2', 'a=2; b=1', true],
    ['CK-24', ALL, 'a=1; a=2', 'a=2; a=1', false],
    ['CK-23', ALL, '$Version=1; a=1', 'a=1', true],
    ['CK-27', ALL, 'a=1; CloudFront-Expires=9', 'a=1', true],
    ['CK-29', LISTED, 'x=1', 'a=', false],
  ];

  test.each(PAIRS)('%s: %# "%s" and "%s"', (...row) => {
    const [, recipe, one, other, isSame] = row;
    expectSame(recipe, [withCookie(one), withCookie(other)], isSame);
  });

  test('CK-22: several Cookie headers count as one', () => {
    expect(forwardedCookies(ALL, new HeaderSection(['Cookie', 'b=1', 'X-A', '1', 'cookie', 'a=2']))).toBe(
      'a=2; b=1',
    );
  });

  test('CK-26 OR-53: the recipe says whether cookies are forwarded', () => {
    expect([PLAIN, LISTED, ALL].map((recipe) => recipe.forwardsCookies)).toEqual([false, true, true]);
  });

  test('CK-28: origins are not looked at, so S3 is keyed like any other', () => {
    const toS3 = compileCacheKey(SCOPE, { ...behavior({ cookies: 'all' }), TargetOriginId: 's3' }, '12');
    expectSame(toS3, [withCookie('a=1'), withCookie('a=2')], false);
  });

  test.each(['08', '10'] as const)('CK-7 CK-17: era %s forwards no cookies, whatever the behavior', (era) => {
    const recipe = compileCacheKey(SCOPE, behavior({ cookies: 'all' }), era);
    expect(recipe.forwardsCookies).toBe(false);
    expect(forwardedCookies(recipe, new HeaderSection(['Cookie', 'a=1']))).toBeNull();
    expectSame(recipe, [withCookie('a=1'), withCookie('a=2')], true);
  });
});

describe('invalidation', () => {
  const NAMES: [ids: string, recipe: CacheKeyRecipe, request: KeyedRequest, name: string][] = [
    ['IN-8', PLAIN, request('/A.jpg'), '/A.jpg'],
    ['IN-9', PLAIN, request('/a.jpg', 'x=1'), '/a.jpg'],
    ['IN-9', QUERY, request('/a.jpg', 'x=1'), '/a.jpg?x=1'],
    ['IN-9 CK-13', QUERY, request('/a.jpg', ''), '/a.jpg'],
    ['IN-9 SU-25', SIGNED, request('/a.jpg', 'x=1&Expires=9'), '/a.jpg?x=1'],
    ['IN-10', EVERYTHING, request('/a', 'x', ['Cookie', 'a=1', 'Accept-Encoding', 'gzip']), '/a?x'],
    ['IN-12', PLAIN, request('/a%20b/../c'), '/a%20b/../c'],
  ];

  test.each(NAMES)(
    '%s: %# an object is named by its path and forwarded query',
    (_ids, recipe, keyed, name) => {
      expect(invalidationPath(recipe, keyed)).toBe(name);
      expect(cacheKeyOf(recipe, keyed).split('\n')[1]).toBe(name);
    },
  );
});

/** Few letters, so that near misses are frequent. */
const path = fc.stringMatching(/^\/[a&=;%/]{0,3}$/);
const query = fc.option(fc.stringMatching(/^[a&=;?/]{0,3}$/));
const cookie = fc.stringMatching(/^[ab=; $"]{0,6}$/);
const encoding = fc.constantFrom('gzip', 'br', 'identity, gzip', '');
const keyed = fc.record({ path, query, cookie, encoding });
type Keyed = typeof keyed extends fc.Arbitrary<infer T> ? T : never;

const toRequest = (parts: Keyed): KeyedRequest =>
  request(parts.path, parts.query, ['Cookie', parts.cookie, 'Accept-Encoding', parts.encoding]);

/** What the key must tell apart, without its form: a list compared member by member. */
function identity(recipe: CacheKeyRecipe, parts: Keyed): string {
  const { section } = toRequest(parts);
  const cookies = forwardedCookies(recipe, section);
  return JSON.stringify([
    parts.path,
    forwardedQuery(recipe, parts.query),
    cookies,
    parts.encoding.includes('gzip'),
  ]);
}

test('CK-1 CK-6 CK-9 CK-18: keys are equal exactly when path, query, cookies and gzip are', () => {
  fc.assert(
    fc.property(
      keyed,
      keyed,
      fc.constantFrom(PLAIN, QUERY, SIGNED, LISTED, EVERYTHING),
      (one, other, recipe) => {
        const isSame = identity(recipe, one) === identity(recipe, other);
        expectSame(recipe, [toRequest(one), toRequest(other)], isSame);
      },
    ),
    { numRuns: 500 },
  );
});

test('CK-22 CK-24: any order of different cookies makes the same key', () => {
  const pairs = fc.uniqueArray(
    fc.tuple(fc.stringMatching(/^[a-zA-Z]{1,3}$/), fc.stringMatching(/^[0-9]{0,3}$/)),
    {
      selector: ([name]) => name,
      maxLength: 6,
    },
  );
  const shuffled = pairs.chain((list) =>
    fc.tuple(fc.constant(list), fc.shuffledSubarray(list, { minLength: list.length })),
  );
  const textOf = (list: readonly [string, string][]) =>
    list.map(([name, value]) => `${name}=${value}`).join('; ');
  fc.assert(
    fc.property(shuffled, ([list, reordered]) => {
      expectSame(ALL, [withCookie(textOf(list)), withCookie(textOf(reordered))], true);
    }),
  );
});

test('CK-15: signing parameters anywhere in the query change nothing', () => {
  const signing = fc.constantFrom(
    'Expires=1',
    'Policy=a~b',
    'Signature=x_-',
    'Key-Pair-Id=K',
    'Expires',
    'Policy=',
  );
  const own = fc.constantFrom('a=1', 'expires=1', 'Expires2=1', 'b', '=', 'a=Expires=1');
  fc.assert(
    fc.property(fc.array(fc.oneof(signing, own)), (parameters) => {
      const names = ['Expires', 'Policy', 'Signature', 'Key-Pair-Id'];
      const rest = parameters.filter((parameter) => !names.includes(parameter.split('=')[0]!));
      expectSame(SIGNED, [request('/a', parameters.join('&')), request('/a', rest.join('&'))], true);
    }),
  );
});
