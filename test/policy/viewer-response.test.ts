import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { findHeader, type HeaderList, headerLines } from '../../src/http/header-list.ts';
import { RESULT_TYPES } from '../../src/policy/result-type.ts';
import {
  compileEdgeLines,
  compileViewerResponse,
  describesBody,
  edgeLines,
  keptHeaders as keptOf,
  notModifiedLines,
  relayedHeaders,
  type ViewerResponseRecipe,
} from '../../src/policy/viewer-response.ts';
import { behavior } from './behavior.ts';

const ANSWERED_AT = Date.UTC(2012, 4, 13, 12);
const ANSWERED_DATE = 'Sun, 13 May 2012 12:00:00 GMT';
const PLAIN = compileViewerResponse(behavior(), '12');
const WITH_COOKIES = compileViewerResponse(behavior({ cookies: 'all' }), '12');
/** Present so that nothing is added. */
const OWN = ['Server', 'nginx', 'Date', 'Sat, 12 May 2012 12:00:00 GMT'];
const relayed = (recipe: ViewerResponseRecipe, headers: HeaderList, answeredAt: number) =>
  relayedHeaders(recipe, { headers }, answeredAt);
const keptHeaders = (...asked: Parameters<typeof relayed>) => keptOf(relayed(...asked));
const kept = (...origin: string[]) => keptHeaders(PLAIN, [...origin, ...OWN], ANSWERED_AT);

describe('what passes', () => {
  const PASSING: [ids: string, name: string, value: string][] = [
    ['RH-1', 'X-Anything', 'of the origin'],
    ['RH-1', 'Accept-Ranges', 'bytes'],
    ['RH-16 TTL-21', 'Cache-Control', 'no-cache, max-age=5'],
    ['RH-16 TTL-21', 'Expires', '-1'],
    ['RH-16', 'ETag', 'W/"a b"'],
    ['RH-16', 'Last-Modified', 'yesterday'],
    ['RH-17', 'x-amz-meta-colour', 'blue'],
    ['RH-17', 'x-amz-request-id', 'ABC'],
    ['OR-45', 'Location', 'http://elsewhere.example.com/a?b#c'],
    ['CP-1', 'Content-Encoding', 'gzip'],
    ['RH-1', 'X-Latin', 'caf\u00e9\tcr\u00e8me'],
    ['RH-1', 'X-Empty', ''],
  ];

  test.each(PASSING)('%s: %s passes unchanged', (_ids, name, value) => {
    expect(kept(name, value)).toEqual([name, value, ...OWN]);
  });

  test('RH-1: repeated headers and their order survive', () => {
    expect(kept('Link', 'a', 'X-B', '1', 'Link', 'b')).toEqual([
      'Link',
      'a',
      'X-B',
      '1',
      'Link',
      'b',
      ...OWN,
    ]);
  });

  test('RH-8 RH-9: Server and Date of the origin are replayed, and added where missing', () => {
    expect(kept()).toEqual(OWN);
    expect(keptHeaders(PLAIN, [], ANSWERED_AT)).toEqual(['Server', 'CloudFront', 'Date', ANSWERED_DATE]);
  });

  test('RH-15 CP-1 RH-18: neither Content-Type nor Content-Encoding nor Alt-Svc is invented', () => {
    const names = keptHeaders(PLAIN, ['X-A', '1'], ANSWERED_AT).filter((_text, index) => index % 2 === 0);
    expect(names).toEqual(['X-A', 'Server', 'Date']);
  });
});

describe('what ends at the edge', () => {
  const DROPPED: [id: string, name: string, value: string][] = [
    ['RH-4', 'Via', '1.1 varnish'],
    ['RH-2', 'X-Cache', 'HIT from proxy'],
    ['RH-5', 'X-Amz-Cf-Id', 'forged'],
    ['RH-6', 'x-amz-cf-pop', 'FRA2'],
    ['RH-7', 'Age', '77'],
    ['RH-10', 'Connection', 'close'],
    ['RH-10', 'Keep-Alive', 'timeout=5'],
    ['RH-10', 'Proxy-Connection', 'keep-alive'],
    ['RH-13', 'Trailer', 'X-Sum'],
    ['RH-13', 'UPGRADE', 'h2c'],
    ['RH-14', 'Transfer-Encoding', 'gzip, chunked'],
    ['RH-14', 'Content-Length', '5'],
    ['RH-1', 'Content-Range', 'bytes 0-4/5'],
    ['RH-1', 'Proxy-Authenticate', 'Basic'],
    ['RH-1', 'X-Split', 'a\r\nX-Injected: 1'],
    ['RH-1', 'X-Nul', 'a\0b'],
    ['RH-1', 'X-Wide', 'a\u010ab'],
    ['RH-1', 'X Bad Name', 'a'],
    ['RH-11 CK-19', 'Set-Cookie', 'a=1'],
  ];

  test.each(DROPPED)('%s: %s does not reach the viewer', (_id, name, value) => {
    expect(kept(name, value)).toEqual(OWN);
  });

  test('RH-10: neither do headers that Connection names', () => {
    expect(kept('Connection', 'close, X-Hop', 'x-hop', '1', 'Connection', 'x-too', 'X-Too', '2')).toEqual(
      OWN,
    );
  });
});

describe('Vary', () => {
  const VARY: [sent: string, left: string[]][] = [
    ['Accept-Encoding', ['Vary', 'Accept-Encoding']],
    ['accept-encoding,COOKIE', ['Vary', 'accept-encoding, COOKIE']],
    ['Accept, Accept-Encoding, User-Agent', ['Vary', 'Accept-Encoding']],
    ['User-Agent', []],
    ['Origin, Accept-Language', []],
    ['', []],
    ['*', []],
  ];

  test.each(VARY)('RH-12: of "%s" stays %j', (sent, left) => {
    expect(kept('Vary', sent)).toEqual([...left, ...OWN]);
  });
});

describe('Set-Cookie', () => {
  const COOKIES = ['Set-Cookie', 'a=1; Path=/', 'Set-Cookie', 'b=2'];
  const UNKEPT = ['Cache-Control', 'max-age=5, no-cache="Set-Cookie"'];

  test('CK-19 RH-11: kept and replayed where cookies are forwarded', () => {
    const listed = compileViewerResponse(behavior({ cookies: 'whitelist', names: ['a'] }), '12');
    for (const recipe of [WITH_COOKIES, listed]) {
      expect(keptHeaders(recipe, [...COOKIES, ...OWN], ANSWERED_AT)).toEqual([...COOKIES, ...OWN]);
    }
  });

  test('CK-20: no-cache="Set-Cookie" keeps the object without it', () => {
    expect(keptHeaders(WITH_COOKIES, [...COOKIES, ...UNKEPT, ...OWN], ANSWERED_AT)).toEqual([
      ...UNKEPT,
      ...OWN,
    ]);
  });

  test('CK-20: the viewer who caused the request still gets it, where cookies are forwarded', () => {
    const origin = [...COOKIES, ...UNKEPT, ...OWN];
    expect(relayed(WITH_COOKIES, origin, ANSWERED_AT)).toEqual(origin);
    expect(relayed(PLAIN, origin, ANSWERED_AT)).toEqual([...UNKEPT, ...OWN]);
  });

  test.each(['08', '10'] as const)('CK-19 CK-7: era %s forwards no cookies, whatever the behavior', (era) => {
    const recipe = compileViewerResponse(behavior({ cookies: 'all' }), era);
    expect(keptHeaders(recipe, [...COOKIES, ...OWN], ANSWERED_AT)).toEqual(OWN);
  });
});

describe('304 made at the edge', () => {
  test('TTL-34: it keeps validators, dates and caching headers and describes no body', () => {
    const caching = ['ETag', '"a"', 'Cache-Control', 'max-age=5', 'Expires', '0', 'Vary', 'Cookie', ...OWN];
    const body = ['Content-Type', 'text/html', 'Content-Encoding', 'gzip', 'content-language', 'en'];
    expect(notModifiedLines(headerLines([...body, ...caching]))).toBe(headerLines(caching));
  });

  test('TTL-34: exactly the lines with such a name go, whatever stands in the others', () => {
    const name = fc.constantFrom('Content-Type', 'CONTENT-MD5', 'X-Content-Type', 'Content-Types', 'ETag');
    const value = fc.constantFrom('', 'content-type: a', 'Content-Length: 5', 'a: b', '\xe4', ' ');
    fc.assert(
      fc.property(fc.array(fc.tuple(name, value)), (lines) => {
        const left = lines.filter(([each]) => !describesBody(each.toLowerCase()));
        expect(notModifiedLines(headerLines(lines.flat()))).toBe(headerLines(left.flat()));
      }),
    );
  });
});

describe("the edge's own lines", () => {
  const compiled = compileEdgeLines({ via: '1.1 a.cloudfront.net (CloudFront)', pop: 'FRA2' });
  const answer = { resultType: 'Hit', requestId: 'ID==' } as const;
  const own = [
    'X-Cache: Hit from cloudfront',
    'Via: 1.1 a.cloudfront.net (CloudFront)',
    'X-Amz-Cf-Pop: FRA2',
    'X-Amz-Cf-Id: ID==',
    '',
  ].join('\r\n');

  test('RH-2 RH-4 RH-5 RH-6 RH-7 RH-19 TTL-19: X-Cache, Via, Pop, Id, and Age last', () => {
    expect(edgeLines(compiled, { ...answer, ageSeconds: 17 })).toBe(`${own}Age: 17\r\n`);
    expect(edgeLines(compiled, { ...answer, ageSeconds: 0 })).toBe(`${own}Age: 0\r\n`);
  });

  test('RH-7: a miss has no Age', () => {
    expect(edgeLines(compiled, { ...answer, ageSeconds: null })).toBe(own);
  });

  test.each(RESULT_TYPES)('RH-2 RH-3: %s is told in X-Cache', (resultType) => {
    const lines = edgeLines(compiled, { ...answer, resultType, ageSeconds: null });
    expect(lines).toBe(own.replace('Hit', resultType));
  });
});

test('RH-1 RH-10 RH-13: whatever an origin sends, no forbidden name and no control character gets through', () => {
  const name = fc.oneof(
    fc.constantFrom('Connection', 'TE', 'Via', 'Age', 'X-Cache', 'X-Amz-Cf-Id', 'Trailer', 'X-Hop', 'Vary'),
    fc.string({ maxLength: 6 }),
  );
  const value = fc.oneof(fc.constantFrom('close, X-Hop', 'keep-alive', '*'), fc.string({ unit: 'binary' }));
  fc.assert(
    fc.property(fc.array(fc.tuple(name, value)), fc.boolean(), (pairs, forwardsCookies) => {
      const origin = pairs.flat();
      const block = keptHeaders(forwardsCookies ? WITH_COOKIES : PLAIN, origin, ANSWERED_AT);
      for (const lowerName of ['connection', 'te', 'via', 'age', 'x-cache', 'x-amz-cf-id', 'trailer']) {
        expect(findHeader(block, lowerName)).toBeUndefined();
      }
      if (findHeader(origin, 'connection') === 'close, X-Hop')
        expect(findHeader(block, 'x-hop')).toBeUndefined();
      for (const text of block) expect(text).toMatch(/^[\t\x20-\x7e\x80-\xff]*$/);
      expect(findHeader(block, 'server')).toBeDefined();
      expect(findHeader(block, 'date')).toBeDefined();
    }),
  );
});
