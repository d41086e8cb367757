import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { InvalidationLog } from '../../src/cache/invalidation-log.ts';
import type { Place } from '../../src/cache/place.ts';

const place = (invalidationPath: string, invalidationStamp = 0, distributionId = 'E1'): Place => ({
  key: invalidationPath,
  distributionId,
  invalidationPath,
  invalidationStamp,
});

describe('an invalidation log', () => {
  test('covers nothing at first', () => {
    const log = new InvalidationLog();
    expect([log.stamp, log.size, log.covers(place('/a'))]).toEqual([0, 0, false]);
  });

  test.each<[title: string, path: string, named: string, expands: boolean, isCovered: boolean]>([
    ['IN-8: by case', '/a', '/A', false, false],
    ['IN-11: a directory apart from its slash', '/images', '/images/', false, false],
    ['IN-12: bytes, not what they decode to', '/a b', '/a%20b', false, false],
    ['IN-3: * as itself', '/a*', '/a*', false, true],
    ['IN-3: * as itself, and as nothing else', '/ab', '/a*', false, false],
    ['IN-13: * as any run', '/a/b/c?d', '/a*', true, true],
    ['IN-13: * as none', '/a', '/a*', true, true],
    ['IN-13: a slash before * is needed', '/dir', '/dir/*', true, false],
    ['IN-9: ? as itself beside a *', '/aXb', '/a?*', true, false],
    ['IN-9: ? where the query begins', '/a?b', '/a?*', true, true],
    ['IN-3: no * to expand', '/a', '/a', true, true],
  ])('%s', (_title, path, named, expands, isCovered) => {
    const log = new InvalidationLog();
    log.add('E1', [named], expands);
    expect(log.covers(place(path))).toBe(isCovered);
  });

  test('IN-19: covers what was fetched before, not what is fetched since', () => {
    const log = new InvalidationLog();
    for (const [named, expands] of [
      ['/a', false],
      ['/*', true],
    ] as const) {
      const before = place('/a', log.stamp);
      log.add('E1', [named], expands);
      const since = place('/a', log.stamp);
      log.add('E1', ['/other'], false);
      expect([log.covers(before), log.covers(since)]).toEqual([true, false]);
    }
  });

  test('IN-19: the younger of two that name one path counts', () => {
    const log = new InvalidationLog();
    log.add('E1', ['/a'], false);
    const between = place('/a', log.stamp);
    log.add('E1', ['/a'], false);
    expect(log.covers(between)).toBe(true);
  });

  test('IN-19: asked again, it looks only at what came since', () => {
    const log = new InvalidationLog();
    log.add('E1', ['/a', '/*'], true);
    const checked = log.stamp;
    expect(log.covers(place('/a'), checked)).toBe(false);
    log.add('E1', ['/b'], true);
    expect(log.covers(place('/a'), checked)).toBe(false);
    log.add('E1', ['/*'], true);
    expect(log.covers(place('/a'), checked)).toBe(true);
  });

  test('keeps distributions apart', () => {
    const log = new InvalidationLog();
    log.add('E1', ['/a', '/*'], true);
    expect(log.covers(place('/a', 0, 'E2'))).toBe(false);
  });

  test('forgets paths, and goes on counting', () => {
    const log = new InvalidationLog();
    log.add('E1', ['/a', '/b*'], true);
    log.add('E2', ['/a'], true);
    expect([log.size, log.stamp]).toEqual([3, 2]);
    log.forget();
    expect([log.size, log.stamp, log.covers(place('/a'))]).toEqual([0, 2, false]);
    log.add('E1', ['/a'], false);
    expect(log.covers(place('/a', 2))).toBe(true);
  });

  test('forgets up to a stamp, and remembers what came later', () => {
    const log = new InvalidationLog();
    log.add('E1', ['/a', '/b*'], true);
    log.add('E1', ['/c', '/b*', '/d*'], true);
    log.forget(1);
    expect([log.size, log.covers(place('/a')), log.covers(place('/c')), log.covers(place('/b1'))]).toEqual([
      3,
      false,
      true,
      true,
    ]);
  });

  test('one made from its history goes on where it stands', () => {
    const log = new InvalidationLog();
    log.add('E1', ['/a', '/b*'], true);
    log.add('E2', ['/a*'], false);
    const copy = new InvalidationLog(structuredClone(log.history));
    expect([copy.stamp, copy.size]).toEqual([2, 3]);
    for (const at of [
      place('/a'),
      place('/b1'),
      place('/a', 1),
      place('/a*', 1, 'E2'),
      place('/ab', 0, 'E2'),
    ])
      expect(copy.covers(at)).toBe(log.covers(at));
  });

  test('remembers a repeated path once, so that repeating cannot fill it', () => {
    const log = new InvalidationLog();
    for (let time = 0; time < 5; time++) log.add('E1', ['/a', '/b*'], true);
    expect(log.size).toBe(2);
    expect(log.covers(place('/b', 4))).toBe(true);
  });
});

test('IN-9 IN-13 IN-19: agrees with a list of everything that ever happened', () => {
  const word = fc.stringMatching(/^\/[ab?]{0,3}$/);
  const named = fc.tuple(word, fc.boolean()).map(([path, hasStar]) => (hasStar ? `${path}*` : path));
  const event = fc.oneof(
    fc.record({ kind: fc.constant('fetch' as const), path: word }),
    fc.record({
      kind: fc.constant('invalidate' as const),
      paths: fc.array(named, { maxLength: 3 }),
      expands: fc.boolean(),
    }),
  );
  fc.assert(
    fc.property(fc.array(event, { maxLength: 20 }), (events) => {
      const log = new InvalidationLog();
      const fetched: { place: Place; isGone: boolean }[] = [];
      for (const one of events) {
        if (one.kind === 'fetch') fetched.push({ place: place(one.path, log.stamp), isGone: false });
        else {
          log.add('E1', one.paths, one.expands);
          for (const object of fetched) {
            const path = object.place.invalidationPath;
            object.isGone ||= one.paths.some((each) =>
              one.expands && each.endsWith('*') ? path.startsWith(each.slice(0, -1)) : path === each,
            );
          }
        }
      }
      for (const { place: at, isGone } of fetched) expect(log.covers(at)).toBe(isGone);
    }),
  );
});
