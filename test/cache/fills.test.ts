import { describe, expect, test } from 'vitest';
import { SLAB_BYTES } from '../../src/cache/bytes.ts';
import type { Fill, FillReader } from '../../src/cache/fill.ts';
import { type Claim, type FillLimits, Fills } from '../../src/cache/fills.ts';
import { InvalidationLog } from '../../src/cache/invalidation-log.ts';
import { answer, place } from './objects.ts';

const MIB = 1024 ** 2;
const LIMITS: FillLimits = { fills: 10, readersPerFill: 3, fillWindowBytes: MIB, pinnedBytes: 100 * MIB };

function fillOf(claim: Claim): Fill {
  if (claim.role === 'refused') throw new Error('refused');
  return claim.fill;
}

function reader(): FillReader {
  return { position: 0, onFillAnswered: () => undefined, onFillMoved: () => undefined };
}

function stream(fill: Fill, isKept = true): void {
  fill.answer({ kind: 'stream', answer: answer(), ttlSeconds: 60 }, isKept);
}

describe('who leads, who follows', () => {
  test('OR-49: one key, one fill; another key, another', () => {
    const fills = new Fills({ limits: LIMITS });
    const claims = ['/a', '/a', '/b'].map((path) => fills.claim(place(path)));
    expect(claims.map(({ role }) => role)).toEqual(['leader', 'follower', 'leader']);
    expect(fillOf(claims[1]!)).toBe(fillOf(claims[0]!));
    expect(fills.count).toBe(2);
  });

  test('OR-53: a fill of its own is not joined', () => {
    const fills = new Fills({ limits: LIMITS });
    fills.begin({ place: place('/a'), isShared: false });
    expect([fills.find('key of /a'), fills.claim(place('/a')).role, fills.count]).toEqual([
      null,
      'leader',
      2,
    ]);
  });

  test('OR-51: a closed fill is not joined, and goes on', () => {
    const fills = new Fills({ limits: LIMITS });
    const first = fillOf(fills.claim(place('/a')));
    fills.close(first);
    expect([fills.claim(place('/a')).role, fills.count, first.state]).toEqual(['leader', 2, 'waiting']);
  });

  test('a fill whose beginning is gone is not joined, and its end does not close its successor', () => {
    const fills = new Fills({ limits: LIMITS });
    const first = fillOf(fills.claim(place('/a')));
    const fast = reader();
    first.join(fast);
    stream(first, false);
    fast.position = 2 * MIB;
    first.write(Buffer.alloc(2 * MIB));
    const second = fillOf(fills.claim(place('/a')));
    expect(second).not.toBe(first);
    first.complete();
    first.finish(fast);
    expect([fills.find('key of /a'), fills.count]).toEqual([second, 1]);
  });

  test.each(['complete', 'cut'] as const)('a fill is gone when it is %s and read', (ending) => {
    const fills = new Fills({ limits: LIMITS });
    const fill = fillOf(fills.claim(place('/a')));
    const slow = reader();
    fill.join(slow);
    stream(fill);
    fill.write(Buffer.alloc(10));
    fill[ending]();
    expect([fills.count, fills.pinnedBytes]).toEqual([1, fill.bytes.allocatedBytes]);
    fill.leave(slow);
    expect([fills.count, fills.pinnedBytes, fills.find('key of /a')]).toEqual([0, 0, null]);
  });

  test('IN-19: an invalidation closes the fills it names, and only those', () => {
    const fills = new Fills({ limits: LIMITS });
    const invalidations = new InvalidationLog();
    const [a, b] = ['/a', '/b'].map((path) => fillOf(fills.claim(place(path, invalidations.stamp))));
    const own = fillOf(fills.begin({ place: place('/a', invalidations.stamp), isShared: false }));
    invalidations.add('EDFDVBD6EXAMPLE', ['/a'], false);
    fills.outdate(invalidations);
    expect([a!.isOutdated, own.isOutdated, b!.isOutdated]).toEqual([true, true, false]);
    expect([fills.find('key of /a'), fills.find('key of /b')]).toEqual([null, b]);
    const younger = fillOf(fills.claim(place('/a', invalidations.stamp)));
    fills.outdate(invalidations);
    expect(younger.isOutdated).toBe(false);
  });
});

describe('limits (D-12)', () => {
  test('fills in flight', () => {
    const fills = new Fills({ limits: { ...LIMITS, fills: 1 } });
    const fill = fillOf(fills.claim(place('/a')));
    expect([fills.claim(place('/b')).role, fills.claim(place('/a')).role]).toEqual(['refused', 'follower']);
    const only = reader();
    fill.join(only);
    fill.leave(only);
    expect(fills.claim(place('/b')).role).toBe('leader');
  });

  test('readers of one fill', () => {
    const fills = new Fills({ limits: LIMITS });
    const fill = fillOf(fills.claim(place('/a')));
    const readers = [reader(), reader(), reader()];
    for (const each of readers) fill.join(each);
    expect(fills.claim(place('/a')).role).toBe('refused');
    fill.leave(readers[0]!);
    expect(fills.claim(place('/a')).role).toBe('follower');
  });

  test('pinned bytes: no new fill, but the ones there may be joined', () => {
    const fills = new Fills({ limits: { ...LIMITS, pinnedBytes: SLAB_BYTES } });
    const fill = fillOf(fills.claim(place('/a')));
    fill.join(reader());
    stream(fill);
    fill.write(Buffer.alloc(SLAB_BYTES - 1));
    expect([fills.isMemoryShort(), fills.pinnedBytes]).toEqual([true, SLAB_BYTES]);
    expect([fills.claim(place('/b')).role, fills.claim(place('/a')).role]).toEqual(['refused', 'follower']);
  });

  test.each<[fills: number, windowBytes: number]>([
    [1, MIB],
    [4, MIB],
    [8, MIB / 2],
    [64, SLAB_BYTES],
    [1000, SLAB_BYTES],
  ])('the windows of %d fills share the pinned bytes: %d each', (count, windowBytes) => {
    const fills = new Fills({ limits: { ...LIMITS, fills: 1000, pinnedBytes: 4 * MIB } });
    for (let i = 0; i < count; i++) fills.claim(place(`/${i}`));
    expect(fills.windowBytes).toBe(windowBytes);
  });
});
