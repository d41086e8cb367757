import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Era } from '../../src/distribution/api-version.ts';
import { formatHttpDate } from '../../src/http/http-date.ts';
import {
  compileFreshness,
  decideKeep,
  ERROR_TTL_SECONDS,
  isErrorKept,
  type Keep,
} from '../../src/policy/freshness.ts';

const RECEIVED_AT = Date.UTC(2012, 4, 13, 12);
const inSeconds = (seconds: number) => formatHttpDate(RECEIVED_AT + seconds * 1000);

interface Case {
  minTTL?: number;
  era?: Era;
  status?: number;
}

function judge(headers: string[], { minTTL = 0, era = '12', status = 200 }: Case = {}): Keep {
  return decideKeep(compileFreshness(minTTL, era), { status, headers, receivedAt: RECEIVED_AT });
}

function ttlOf(headers: string[], differences: Case = {}): number | string {
  const keep = judge(headers, differences);
  return keep.keep ? keep.ttlSeconds : keep.because;
}

const control = (value: string) => ['Cache-Control', value];

describe('the check table, era 12', () => {
  const TABLE: [id: string, minTTL: number, headers: string[], ttl: number | string][] = [
    ['TTL-17a', 0, [], 86_400],
    ['TTL-17b', 0, [], 86_400],
    ['TTL-17c', 3600, [], 86_400],
    ['TTL-17d', 3600, control('max-age=10'), 3600],
    ['TTL-17e', 0, control('max-age=1000'), 1000],
    ['TTL-17f', 0, control('max-age=1000, s-maxage=5'), 5],
    ['TTL-17g', 86_400, control('no-store'), 86_400],
    ['TTL-17h', 0, control('private'), 'private'],
    ['TTL-17i', 0, control('max-age=0'), 0],
    ['TTL-17j', 172_800, [], 172_800],
  ];

  test.each(TABLE)('%s: MinTTL %i and %j give %s', (_id, minTTL, headers, ttl) => {
    expect(ttlOf(headers, { minTTL })).toBe(ttl);
  });
});

describe('lifetimes in era 12', () => {
  const RULES: [ids: string, headers: string[], withoutMin: number | string, withMin: number][] = [
    ['TTL-6', control('max-age=10'), 10, 3600],
    ['TTL-6', control('max-age=7200'), 7200, 7200],
    ['TTL-3', control('max-age=1000000000'), 1_000_000_000, 1_000_000_000],
    ['TTL-7', control('s-maxage=10'), 10, 3600],
    ['TTL-7', control('s-maxage=7200, max-age=5'), 7200, 7200],
    ['TTL-7', control('max-age=7200, s-maxage=0'), 0, 3600],
    ['TTL-7 TTL-14', control('max-age=7200, s-maxage=soon'), 7200, 7200],
    ['TTL-8', ['Expires', inSeconds(60)], 60, 3600],
    ['TTL-8', ['Expires', inSeconds(7200)], 7200, 7200],
    ['TTL-9', [], 86_400, 86_400],
    ['TTL-9', control('public'), 86_400, 86_400],
    ['TTL-10', control('no-cache'), 0, 3600],
    ['TTL-10', control('no-store'), 'no-store', 3600],
    ['TTL-10', control('private'), 'private', 3600],
    ['TTL-10', control('no-cache, no-store'), 'no-store', 3600],
    ['TTL-11', [...control('max-age=10'), 'Expires', inSeconds(7200)], 10, 3600],
    ['TTL-11', [...control('max-age=7200'), 'Expires', '0'], 7200, 7200],
    ['TTL-12', control('max-age=7200, no-cache'), 0, 3600],
    ['TTL-12', control('no-store, s-maxage=7200'), 'no-store', 3600],
    ['TTL-13', ['Expires', inSeconds(-60)], 0, 3600],
    ['TTL-13', ['Expires', '0'], 0, 3600],
    ['TTL-13', ['Expires', '-1'], 0, 3600],
    ['TTL-13', ['Expires', ''], 0, 3600],
    ['TTL-14', control('max-age=0'), 0, 3600],
    ['TTL-14', control('max-age=-5'), 86_400, 86_400],
    ['TTL-14', control('max-age=soon'), 86_400, 86_400],
    ['TTL-14', [...control('max-age=soon'), 'Expires', inSeconds(7200)], 7200, 7200],
    ['TTL-15', ['Pragma', 'no-cache'], 86_400, 86_400],
    ['TTL-16', control('must-revalidate, max-age=7200'), 7200, 7200],
    ['TTL-16', control('proxy-revalidate'), 86_400, 86_400],
    ['TTL-20', [...control('max-age=7200'), 'Age', '7000'], 7200, 7200],
    ['TTL-30', control('max-age=7200, stale-while-revalidate=60'), 7200, 7200],
    ['TTL-33', ['Vary', 'User-Agent, Cookie'], 86_400, 86_400],
    ['CK-20', control('no-cache="Set-Cookie"'), 86_400, 86_400],
  ];

  test.each(RULES)('%s: %j gives %s, or %i with MinTTL 3600', (_ids, headers, withoutMin, withMin) => {
    expect(ttlOf(headers)).toBe(withoutMin);
    expect(ttlOf(headers, { minTTL: 3600 })).toBe(withMin);
  });

  test('TTL-8 D-1: Expires is measured against the moment of receipt, not against Date', () => {
    expect(ttlOf(['Date', inSeconds(-600), 'Expires', inSeconds(60)])).toBe(60);
  });

  test('TTL-7: several Cache-Control headers count as one', () => {
    expect(ttlOf([...control('max-age=60'), ...control('s-maxage=5')])).toBe(5);
  });
});

describe('floors of the older eras', () => {
  const FLOORS: [ids: string, era: Era, headers: string[], ttl: number][] = [
    ['TTL-1', '08', [], 86_400],
    ['TTL-1 TTL-6', '08', control('max-age=60'), 86_400],
    ['TTL-1 TTL-6', '08', control('max-age=172800'), 172_800],
    ['TTL-1 TTL-8', '08', ['Expires', inSeconds(60)], 86_400],
    ['TTL-1 TTL-8', '08', ['Expires', inSeconds(172_800)], 172_800],
    ['TTL-1 TTL-13', '08', ['Expires', '0'], 86_400],
    ['TTL-1 TTL-10', '08', control('no-store'), 86_400],
    ['TTL-1 TTL-10', '08', control('no-cache'), 86_400],
    ['TTL-1 TTL-10', '08', control('private, max-age=172800'), 86_400],
    ['TTL-1 TTL-15', '08', ['Pragma', 'no-cache'], 86_400],
    ['TTL-2 TTL-9', '10', [], 86_400],
    ['TTL-2', '10', control('max-age=60'), 3600],
    ['TTL-2', '10', control('max-age=7200'), 7200],
    ['TTL-2', '10', control('no-store'), 3600],
    ['TTL-2', '10', ['Expires', inSeconds(60)], 3600],
  ];

  test.each(FLOORS)('%s: in era %s %j gives %i', (_ids, era, headers, ttl) => {
    expect(ttlOf(headers, { era })).toBe(ttl);
  });
});

describe('after expiry', () => {
  const LATER: [
    title: string,
    headers: string[],
    minTTL: number,
    servesStale: boolean,
    revalidates: boolean,
  ][] = [
    [
      'TTL-22 TTL-25: an ordinary object is confirmed, and may stand in',
      control('max-age=60'),
      0,
      true,
      true,
    ],
    ['TTL-25: so is one without a lifetime', control('max-age=0'), 0, true, true],
    ['TTL-16 TTL-25: must-revalidate changes nothing', control('must-revalidate'), 0, true, true],
    [
      'TTL-10 TTL-27: no-cache is kept to be confirmed, and never stands in',
      control('no-cache'),
      0,
      false,
      true,
    ],
    ['TTL-27: with a MinTTL no-store may stand in', control('no-store'), 60, true, true],
    ['TTL-27: unless stale-if-error=0', control('no-store, Stale-If-Error=0'), 60, false, true],
    ['TTL-30: any other stale-if-error means nothing', control('no-store, stale-if-error=9'), 60, true, true],
    ['TTL-30: nor does it for other objects', control('max-age=60, stale-if-error=0'), 0, true, true],
    ['TTL-32: Vary: * without MinTTL has no validators', ['Vary', 'Accept, *'], 0, true, false],
    ['TTL-32 TTL-10: nor has it with no-cache', [...control('no-cache'), 'Vary', '*'], 0, false, false],
    ['TTL-32: Vary: * with MinTTL is an ordinary object', ['Vary', '*'], 60, true, true],
  ];

  test.each(LATER)('%s', (_title, headers, minTTL, servesStale, revalidates) => {
    expect(judge(headers, { minTTL })).toMatchObject({ keep: true, servesStale, revalidates });
  });

  test('TTL-32: Vary: * without MinTTL goes to the origin each time, whatever its lifetime', () => {
    expect(ttlOf(['Vary', '*', ...control('max-age=60')])).toBe(0);
    expect(ttlOf(['Vary', '*', ...control('max-age=60')], { minTTL: 10 })).toBe(60);
    expect(ttlOf(['Vary', '*', ...control('no-store')])).toBe('no-store');
  });
});

describe('statuses', () => {
  test.each([200, 203, 204, 300, 301, 302, 303, 307, 308])(
    'OR-45 TTL-9: %i is kept by the ordinary rules',
    (status) => {
      expect(ttlOf([], { status })).toBe(86_400);
      expect(ttlOf(control('max-age=5'), { status })).toBe(5);
      expect(judge([], { status })).toMatchObject({ servesStale: true, revalidates: true });
    },
  );

  test.each([100, 101, 103, 206, 304])('RG-3 TTL-36: %i is not kept, whatever its headers', (status) => {
    expect(ttlOf(control('max-age=60'), { status })).toBe('status');
    expect(ttlOf(control('max-age=60'), { status, minTTL: 60 })).toBe('status');
  });

  const KEPT: [id: string, status: number][] = [
    ['ER-1', 400],
    ['ER-1', 403],
    ['ER-1', 405],
    ['ER-2', 404],
    ['ER-2', 414],
    ['ER-3', 500],
    ['ER-3', 501],
    ['ER-3 ER-12', 502],
    ['ER-3', 503],
    ['ER-3 ER-12', 504],
  ];

  test.each(KEPT)('%s ER-7: %i is kept for 300 seconds', (_id, status) => {
    expect(isErrorKept(status)).toBe(true);
    expect(judge([], { status })).toEqual({
      keep: true,
      ttlSeconds: 300,
      servesStale: false,
      revalidates: false,
    });
  });

  const NOT_KEPT: [id: string, status: number][] = [
    ['ER-5', 416],
    ['ER-6', 401],
    ['ER-6', 402],
    ['ER-6', 410],
    ['ER-6', 412],
    ['ER-6', 415],
    ['ER-6', 429],
    ['ER-6', 505],
    ['ER-6', 599],
  ];

  test.each(NOT_KEPT)('%s: %i is never kept', (_id, status) => {
    expect(isErrorKept(status)).toBe(false);
    expect(ttlOf(control('max-age=600'), { status })).toBe('status');
  });
});

describe('how long errors stay', () => {
  const ERRORS: [id: string, headers: string[], ttl: number][] = [
    ['ER-9', control('max-age=600'), 600],
    ['ER-9', control('max-age=10'), 300],
    ['ER-9', control('max-age=10, s-maxage=600'), 600],
    ['ER-9', control('max-age=600, s-maxage=10'), 300],
    ['ER-9', ['Expires', inSeconds(600)], 600],
    ['ER-9', ['Expires', inSeconds(-600)], 300],
    ['ER-9', control('no-store'), 300],
    ['ER-9', control('private, no-cache'), 300],
    ['ER-9', control('no-store, max-age=600'), 600],
    ['ER-9', ['Vary', '*'], 300],
  ];

  test.each(ERRORS)('%s: an error with %j stays %i seconds', (_id, headers, ttl) => {
    expect(ttlOf(headers, { status: 404 })).toBe(ttl);
  });

  test('ER-7 ER-8: five minutes, in every era', () => {
    expect(ERROR_TTL_SECONDS).toBe(300);
    for (const era of ['08', '10', '12'] as const) expect(ttlOf([], { status: 404, era })).toBe(300);
  });

  test('ER-10: MinTTL and the day of objects without headers do not apply', () => {
    expect(ttlOf([], { status: 404, minTTL: 86_400 })).toBe(300);
    expect(ttlOf(control('max-age=600'), { status: 503, minTTL: 86_400 })).toBe(600);
  });
});

describe('for any answer', () => {
  const headers = fc.array(
    fc.constantFrom(
      control('max-age=60'),
      control('s-maxage=999999999999'),
      control('no-cache'),
      control('no-store'),
      control('private'),
      control('no-cache="Set-Cookie"'),
      ['Expires', '0'],
      ['Expires', inSeconds(90_000)],
      ['Vary', '*'],
      ['Pragma', 'no-cache'],
    ),
    { maxLength: 4 },
  );
  const era = fc.constantFrom('08' as const, '10' as const, '12' as const);
  const minTTL = fc.integer({ min: 0, max: 3_153_600_000 });

  test('TTL-1 TTL-2 TTL-3: a kept object stays at least its floor, and a floor keeps every object', () => {
    fc.assert(
      fc.property(headers, era, minTTL, (list, someEra, min) => {
        const rule = compileFreshness(min, someEra);
        const keep = judge(list.flat(), { minTTL: min, era: someEra });
        expect(keep.keep || rule.minSeconds === 0).toBe(true);
        if (keep.keep) expect(keep.ttlSeconds).toBeGreaterThanOrEqual(rule.minSeconds);
      }),
    );
  });

  test('ER-7 ER-9: an error that is kept stays at least 300 seconds, a whole number', () => {
    fc.assert(
      fc.property(headers, era, minTTL, fc.integer({ min: 400, max: 599 }), (list, someEra, min, status) => {
        const keep = judge(list.flat(), { minTTL: min, era: someEra, status });
        expect(keep.keep).toBe(isErrorKept(status));
        if (!keep.keep) return;
        expect(keep.ttlSeconds).toBeGreaterThanOrEqual(300);
        expect(Number.isSafeInteger(keep.ttlSeconds)).toBe(true);
      }),
    );
  });

  test('any header text at all is judged without failing, in finite seconds', () => {
    const name = fc.constantFrom('Cache-Control', 'Expires', 'Vary', 'Age', 'Pragma');
    fc.assert(
      fc.property(fc.array(fc.tuple(name, fc.string())), fc.nat({ max: 700 }), (list, status) => {
        const keep = judge(list.flat(), { status });
        if (keep.keep) expect(Number.isFinite(keep.ttlSeconds) && keep.ttlSeconds >= 0).toBe(true);
      }),
    );
  });
});
