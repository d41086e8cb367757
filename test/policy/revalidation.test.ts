import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { findHeader } from '../../src/http/header-list.ts';
import {
  decideStale,
  refreshedHeaders,
  type StaleOutcome,
  validatorsOf,
} from '../../src/policy/revalidation.ts';

describe('an expired object and the answer about it', () => {
  const TABLE: [ids: string, status: number, servesStale: boolean, outcome: StaleOutcome][] = [
    ['TTL-23', 304, true, 'refresh'],
    ['TTL-23', 304, false, 'refresh'],
    ['TTL-24', 200, true, 'replace'],
    ['TTL-24 OR-45', 301, true, 'replace'],
    ['TTL-25', 500, true, 'serve-stale'],
    ['TTL-25', 502, true, 'serve-stale'],
    ['TTL-25', 503, true, 'serve-stale'],
    ['TTL-25', 504, true, 'serve-stale'],
    ['TTL-25', 505, true, 'serve-stale'],
    ['TTL-27 ER-3', 503, false, 'replace'],
    ['TTL-27 ER-12', 504, false, 'replace'],
    ['TTL-27 ER-6', 505, false, 'drop-and-relay'],
    ['TTL-26', 403, true, 'replace'],
    ['TTL-26', 404, true, 'replace'],
    ['TTL-26', 414, false, 'replace'],
    ['D-8 ER-6', 401, true, 'drop-and-relay'],
    ['D-8 ER-6', 410, true, 'drop-and-relay'],
    ['D-8 ER-6', 429, true, 'drop-and-relay'],
    ['D-8 ER-5', 416, true, 'drop-and-relay'],
    ['RG-3', 206, true, 'drop-and-relay'],
  ];

  test.each(TABLE)('%s: %i, may stand in: %s, means %s', (_ids, status, servesStale, outcome) => {
    expect(decideStale(status, servesStale)).toBe(outcome);
  });
});

describe('validators', () => {
  test('TTL-22: ETag and Last-Modified are kept as sent', () => {
    const date = 'Sun, 13 May 2012 12:00:00 GMT';
    expect(validatorsOf(['ETag', 'W/"a"', 'Last-Modified', date])).toEqual({
      etag: 'W/"a"',
      lastModified: date,
    });
  });

  test('TTL-22 TTL-35: what is missing, empty or unfit for a header is null', () => {
    expect(validatorsOf([])).toEqual({ etag: null, lastModified: null });
    expect(validatorsOf(['ETag', '', 'Last-Modified', 'a\r\nb'])).toEqual({ etag: null, lastModified: null });
  });
});

describe('a 304', () => {
  const STORED = [
    'Content-Type',
    'text/plain',
    'Cache-Control',
    'max-age=60',
    'Date',
    'Sun, 13 May 2012 12:00:00 GMT',
    'X-Kept',
    'old',
    'Server',
    'nginx',
  ];

  test('TTL-23: its headers replace those of the same name, and the rest stays', () => {
    expect(refreshedHeaders(STORED, ['cache-control', 'max-age=5', 'X-New', '1'])).toEqual([
      'Content-Type',
      'text/plain',
      'Date',
      'Sun, 13 May 2012 12:00:00 GMT',
      'X-Kept',
      'old',
      'Server',
      'nginx',
      'cache-control',
      'max-age=5',
      'X-New',
      '1',
    ]);
  });

  test('TTL-23: what describes the stored body stays as it was', () => {
    const from304 = ['Content-Type', 'text/html', 'Content-Encoding', 'gzip', 'Content-Length', '0'];
    expect(refreshedHeaders(STORED, from304)).toEqual(STORED);
  });

  test('TTL-23 RH-1 RH-11: what may not pass in an answer does not come in by a 304 either', () => {
    const from304 = [
      'Connection',
      'X-Hop',
      'X-Hop',
      '1',
      'Via',
      '1.1 x',
      'Set-Cookie',
      'a=1',
      'Vary',
      'Accept',
    ];
    expect(refreshedHeaders(STORED, [...from304, 'Age', '5', 'X-Cache', 'Hit', 'X-Kept', 'a\nb'])).toEqual(
      STORED,
    );
  });

  test('TTL-23: refreshing twice with the same 304 is refreshing once', () => {
    const name = fc.constantFrom('X-Kept', 'Cache-Control', 'Content-Type', 'X-New', 'Date');
    const list = fc.array(fc.tuple(name, fc.stringMatching(/^[a-z]{1,4}$/)), { maxLength: 6 });
    fc.assert(
      fc.property(list, (pairs) => {
        const from304 = pairs.flat();
        const once = refreshedHeaders(STORED, from304);
        expect(refreshedHeaders(once, from304)).toEqual(once);
        expect(findHeader(once, 'content-type')).toBe('text/plain');
      }),
    );
  });
});
