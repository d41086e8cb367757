import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { allHeaders, findHeader } from '../../src/http/header-list.ts';
import {
  compileOriginRequest,
  type OriginRequestParts,
  originHeaders,
} from '../../src/policy/origin-request.ts';
import { behavior, CUSTOM_ORIGIN, S3_ORIGIN } from './behavior.ts';

const RECIPE = compileOriginRequest(behavior(), CUSTOM_ORIGIN, '12');
const VIA = '1.1 edge.cloudfront.net (CloudFront)';
const PARTS: OriginRequestParts = {
  headers: [],
  clientAddress: '192.0.2.2',
  requestId: 'REQUEST-ID==',
  via: VIA,
  range: null,
  validators: null,
  passesConditions: false,
  cookies: null,
};

function send(headers: string[], differences: Partial<OriginRequestParts> = {}): string[] {
  return originHeaders(RECIPE, { ...PARTS, headers, ...differences });
}

const ALWAYS = send([]);

describe('what every request carries', () => {
  test('OR-12 OR-13 OR-14 OR-15 OR-16 OR-17: the edge speaks for itself', () => {
    expect(ALWAYS).toEqual([
      'Host',
      'www.example.com',
      'User-Agent',
      'Amazon CloudFront',
      'Connection',
      'Keep-Alive',
      'Via',
      VIA,
      'X-Forwarded-For',
      '192.0.2.2',
      'X-Amz-Cf-Id',
      'REQUEST-ID==',
    ]);
  });

  test('OR-1 OR-12 OR-16: an S3 origin is named by its bucket, and gets the same headers', () => {
    const toS3 = originHeaders(compileOriginRequest(behavior(), S3_ORIGIN, '12'), PARTS);
    expect(toS3).toEqual(ALWAYS.with(1, 'demo-bucket.s3.amazonaws.com'));
  });
});

describe('headers of the viewer', () => {
  const REMOVED: [ids: string, name: string, value: string][] = [
    ['OR-12', 'Host', 'd111111abcdef8.cloudfront.net'],
    ['OR-13', 'User-Agent', 'Mozilla/5.0'],
    ['OR-14', 'Connection', 'close'],
    ['OR-14', 'Keep-Alive', '300'],
    ['OR-17', 'X-Amz-Cf-Id', 'forged'],
    ['OR-18', 'Authorization', 'Basic eDp5'],
    ['OR-19', 'Cookie', 'a=1'],
    ['OR-20', 'Accept-Encoding', 'br, deflate'],
    ['OR-20', 'Accept-Encoding', 'gzip;q=0'],
    ['OR-21', 'Accept', '*/*'],
    ['OR-21', 'Accept-Charset', 'utf-8'],
    ['OR-21', 'Accept-Language', 'de'],
    ['OR-21', 'Referer', 'http://x/'],
    ['OR-22', 'Expect', '100-continue'],
    ['OR-23', 'Proxy-Authenticate', 'Basic'],
    ['OR-23', 'Proxy-Authorization', 'Basic eDp5'],
    ['OR-23', 'Proxy-Connection', 'keep-alive'],
    ['OR-23', 'TE', 'trailers'],
    ['OR-23', 'Trailer', 'X-Sum'],
    ['OR-24', 'Upgrade', 'websocket'],
    ['OR-25', 'X-Edge-Anything', '1'],
    ['OR-25', 'X-Real-IP', '192.0.2.9'],
    ['OR-25', 'X-Forwarded-Proto', 'https'],
    ['OR-26', 'X-HTTP-Method-Override', 'DELETE'],
    ['OR-30', 'Content-Length', '0'],
    ['OR-30', 'Transfer-Encoding', 'chunked'],
    ['OR-30', 'Request-Range', 'bytes=0-5'],
    ['OR-32', 'CloudFront-Viewer-Country', 'DE'],
    ['OR-25', 'X-Edgefront-Pop', 'FRA2'],
    ['OR-11', 'X-Split', 'a\r\nX-Injected: 1'],
  ];

  test.each(REMOVED)('%s: %s does not go on', (_ids, name, value) => {
    expect(send([name, value])).toEqual(ALWAYS);
    expect(send([name.toUpperCase(), value])).toEqual(ALWAYS);
  });

  const PASSED: [ids: string, name: string, value: string][] = [
    ['OR-11', 'X-Anything', 'at all'],
    ['OR-11', 'x-amz-meta-a', 'b'],
    ['OR-11', 'X-Edged', '1'],
    ['OR-27', 'Cache-Control', 'no-cache'],
    ['OR-27', 'Pragma', 'no-cache'],
    ['OR-30', 'Max-Forwards', '5'],
    ['OR-30a', 'Warning', '199 - x'],
    ['OR-31', 'Content-MD5', 'Q2hlY2sh'],
    ['OR-31', 'Content-Type', 'text/plain'],
    ['OR-31', 'Date', 'Sun, 13 May 2012 12:00:00 GMT'],
    ['OR-31', 'From', 'a@example.com'],
    ['OR-31', 'Origin', 'http://example.com'],
  ];

  test.each(PASSED)('%s: %s goes on unchanged', (_ids, name, value) => {
    expect(send([name, value])).toEqual(ALWAYS.toSpliced(6, 0, name, value));
  });

  test('OR-11: repeated headers go on in their order', () => {
    expect(allHeaders(send(['X-A', '1', 'X-B', '2', 'x-a', '3']), 'x-a')).toEqual(['1', '3']);
  });

  test('OR-14: headers that Connection names do not go on', () => {
    expect(send(['Connection', 'keep-alive, X-Hop', 'X-Hop', '1', 'x-hop', '2'])).toEqual(ALWAYS);
  });

  const FORWARDED_FOR: [sent: string[], forwarded: string][] = [
    [[], '192.0.2.2'],
    [['192.0.2.7'], '192.0.2.7,192.0.2.2'],
    [['192.0.2.4,192.0.2.3'], '192.0.2.4,192.0.2.3,192.0.2.2'],
    [['192.0.2.4', '192.0.2.3'], '192.0.2.4,192.0.2.3,192.0.2.2'],
    [[''], '192.0.2.2'],
  ];

  test.each(FORWARDED_FOR)('OR-16: X-Forwarded-For %j becomes %s', (sent, forwarded) => {
    const headers = sent.flatMap((value) => ['X-Forwarded-For', value]);
    expect(allHeaders(send(headers), 'x-forwarded-for')).toEqual([forwarded]);
  });

  test('OR-15: the edge adds itself behind the Via of the viewer', () => {
    expect(allHeaders(send(['Via', '1.0 a', 'via', '1.1 b']), 'via')).toEqual([`1.0 a, 1.1 b, ${VIA}`]);
  });

  test.each(['gzip', 'deflate, gzip;q=0.5', 'GZIP, br'])(
    'OR-20: Accept-Encoding "%s" becomes gzip',
    (value) => {
      expect(allHeaders(send(['Accept-Encoding', value]), 'accept-encoding')).toEqual(['gzip']);
    },
  );

  test('OR-19 CK-17: forwarded cookies are sent in the form given, the viewer’s own are not', () => {
    expect(allHeaders(send(['Cookie', 'b=1; a=2'], { cookies: 'a=2' }), 'cookie')).toEqual(['a=2']);
  });

  test('OR-29: the Range is the one decided, not the viewer’s', () => {
    expect(findHeader(send(['Range', 'bytes=0-5']), 'range')).toBeUndefined();
    expect(allHeaders(send(['Range', 'bytes=0-5'], { range: 'bytes=5-9' }), 'range')).toEqual(['bytes=5-9']);
  });
});

describe('conditions', () => {
  const DATE = 'Sun, 13 May 2012 12:00:00 GMT';
  const CONDITIONS = [
    'If-Match',
    '"a"',
    'If-Unmodified-Since',
    DATE,
    'If-Range',
    '"a"',
    'If-None-Match',
    '"b"',
    'If-Modified-Since',
    DATE,
  ];
  const VALIDATORS = { etag: 'W/"kept"', lastModified: 'Sat, 12 May 2012 12:00:00 GMT' };
  const OWN = ['If-None-Match', VALIDATORS.etag, 'If-Modified-Since', VALIDATORS.lastModified];

  test('D-4 TTL-36: a fetch that others may share carries none of the viewer’s', () => {
    expect(send(CONDITIONS)).toEqual(ALWAYS);
  });

  test('OR-28 D-4: one that passes through carries them all', () => {
    expect(send(CONDITIONS, { passesConditions: true })).toEqual(ALWAYS.toSpliced(6, 0, ...CONDITIONS));
  });

  test('OR-28 TTL-22: a refresh carries the validators of the object in their place, both where both exist', () => {
    expect(send(CONDITIONS, { validators: VALIDATORS })).toEqual([...ALWAYS, ...OWN]);
    expect(send(CONDITIONS, { validators: VALIDATORS, passesConditions: true })).toEqual([...ALWAYS, ...OWN]);
  });

  test('TTL-22: what the object has no validator for is not asked', () => {
    const { etag, lastModified } = VALIDATORS;
    expect(send([], { validators: { etag, lastModified: null } })).toEqual([...ALWAYS, ...OWN.slice(0, 2)]);
    expect(send([], { validators: { etag: null, lastModified } })).toEqual([...ALWAYS, ...OWN.slice(2)]);
    expect(send([], { validators: { etag: null, lastModified: null } })).toEqual(ALWAYS);
  });

  test('CK-26: where cookies are forwarded nothing is sent that could end in 304', () => {
    const recipe = compileOriginRequest(behavior({ cookies: 'all' }), CUSTOM_ORIGIN, '12');
    const passed = originHeaders(recipe, { ...PARTS, headers: CONDITIONS, passesConditions: true });
    expect(passed).toEqual(ALWAYS.toSpliced(6, 0, ...CONDITIONS.slice(0, 6)));
    expect(originHeaders(recipe, { ...PARTS, validators: VALIDATORS })).toEqual(ALWAYS);
  });

  test.each(['08', '10'] as const)('CK-26 CK-7: era %s forwards no cookies and so revalidates', (era) => {
    const recipe = compileOriginRequest(behavior({ cookies: 'all' }), CUSTOM_ORIGIN, era);
    expect(originHeaders(recipe, { ...PARTS, validators: VALIDATORS })).toEqual([...ALWAYS, ...OWN]);
  });
});

test('OR-12 OR-13 OR-14 OR-17 OR-18: whatever a viewer sends, the edge’s own headers are single and clean', () => {
  const name = fc.oneof(
    fc.constantFrom('Host', 'host', 'User-Agent', 'Connection', 'VIA', 'X-Forwarded-For', 'X-Amz-Cf-Id'),
    fc.constantFrom('Authorization', 'Cookie', 'Upgrade', 'X-Hop', 'TE'),
    fc.string({ maxLength: 6 }),
  );
  const value = fc.oneof(fc.constantFrom('X-Hop', 'close', 'gzip'), fc.string({ unit: 'binary' }));
  fc.assert(
    fc.property(fc.array(fc.tuple(name, value)), fc.boolean(), (pairs, passesConditions) => {
      const sent = send(pairs.flat(), { passesConditions });
      for (const lowerName of ['host', 'user-agent', 'connection', 'via', 'x-forwarded-for', 'x-amz-cf-id']) {
        expect(allHeaders(sent, lowerName)).toHaveLength(1);
      }
      for (const lowerName of ['authorization', 'cookie', 'upgrade', 'te']) {
        expect(findHeader(sent, lowerName)).toBeUndefined();
      }
      expect(findHeader(sent, 'via')!.endsWith(VIA)).toBe(true);
      expect(findHeader(sent, 'x-forwarded-for')!.endsWith('192.0.2.2')).toBe(true);
      for (const text of sent) expect(text).toMatch(/^[\t\x20-\x7e\x80-\xff]*$/);
    }),
  );
});
