/** What of a viewer's request reaches the origin, header by header, as the origin read it off the wire. */
import { describe, expect, test } from 'vitest';
import { conversation } from '../harness/conversation.ts';
import { glance } from '../harness/glance.ts';
import { type RecordedRequest, received, reply } from '../harness/scripted-origin.ts';
import { DOMAIN_NAME, ORIGIN_NAME, withEase } from '../harness/test-edge.ts';

/** Sends one request with these header lines and gives back what the origin received. */
async function sent(lines: readonly string[], target = '/a'): Promise<RecordedRequest> {
  const { origin, edge } = await conversation([reply(200, {}, 'A')]);
  const viewer = await edge.viewer();
  const head = [`GET ${target} HTTP/1.1`, `Host: ${DOMAIN_NAME}`, ...lines];
  await viewer.send(`${head.join('\r\n')}\r\n\r\n`);
  expect(glance(withEase(await viewer.readResponse()))).toMatch(/^[23]\d\d Miss/);
  return origin.requests[0]!;
}

describe('a header of the viewer passes', () => {
  test.each<[title: string, name: string, value: string]>([
    ['OR-11', 'X-Own', 'any; thing="at all"'],
    ['OR-11', 'DNT', '1'],
    ['OR-11', 'X-Latin', 'caf\u00e9'],
    ['OR-27', 'Cache-Control', 'no-cache'],
    ['OR-27', 'Pragma', 'no-cache'],
    ['OR-30', 'Max-Forwards', '3'],
    ['OR-30a', 'Warning', '199 - "x"'],
    ['OR-31', 'Content-MD5', 'Q2hlY2s='],
    ['OR-31', 'Content-Type', 'text/plain'],
    ['OR-31', 'Date', 'Sat, 01 Jun 2013 00:00:00 GMT'],
    ['OR-31', 'From', 'me@example.com'],
    ['OR-31', 'Origin', 'http://a.example'],
  ])('%s: %s', async (_id, name, value) => {
    expect(received(await sent([`${name}: ${value}`]), name.toLowerCase())).toEqual([value]);
  });

  test('OR-11: each of several with one name, in order', async () => {
    const lines = ['X-Own: 1', 'X-Other: 2', 'x-own: 3'];
    expect(received(await sent(lines), 'x-own')).toEqual(['1', '3']);
  });
});

describe('a header of the viewer ends at the edge', () => {
  test.each<[title: string, name: string, value: string]>([
    ['OR-18', 'Authorization', 'Basic eDp5'],
    ['OR-19', 'Cookie', 'a=1'],
    ['OR-21', 'Accept', 'text/html'],
    ['OR-21', 'Accept-Charset', 'utf-8'],
    ['OR-21', 'Accept-Language', 'de'],
    ['OR-21', 'Referer', 'http://a.example/'],
    ['OR-22', 'Expect', '100-continue'],
    ['OR-22', 'Expect', 'something-else'],
    ['OR-23', 'Proxy-Authenticate', 'Basic'],
    ['OR-23', 'Proxy-Authorization', 'Basic eDp5'],
    ['OR-23', 'Proxy-Connection', 'keep-alive'],
    ['OR-23', 'TE', 'trailers'],
    ['OR-23', 'Trailer', 'X-Own'],
    ['OR-24', 'Upgrade', 'websocket'],
    ['OR-25', 'X-Edge-Own', '1'],
    ['OR-25', 'X-Real-IP', '192.0.2.1'],
    ['OR-25', 'X-Forwarded-Proto', 'https'],
    ['OR-26', 'X-HTTP-Method-Override', 'DELETE'],
    ['OR-28 D-4', 'If-Match', '"1"'],
    ['OR-28 D-4', 'If-None-Match', '"1"'],
    ['OR-28 D-4', 'If-Modified-Since', 'Sat, 01 Jun 2013 00:00:00 GMT'],
    ['OR-28 D-4', 'If-Unmodified-Since', 'Sat, 01 Jun 2033 00:00:00 GMT'],
    ['OR-28 D-4', 'If-Range', '"1"'],
    ['OR-32', 'CloudFront-Is-Mobile-Viewer', 'true'],
    ['OR-14', 'Keep-Alive', 'timeout=5'],
    ['OR-30', 'Content-Length', '0'],
    ['OR-30', 'Request-Range', 'bytes=1-2'],
    ['D-15', 'X-Edgefront-Pop', 'IAD2'],
  ])('%s: %s', async (_id, name, value) => {
    const request = await sent([`${name}: ${value}`]);
    expect(received(request, name.toLowerCase())).toEqual([]);
  });

  test('OR-14: and so does what Connection names', async () => {
    const request = await sent(['Connection: keep-alive, X-Hop', 'X-Hop: 1', 'X-Own: 2']);
    expect([received(request, 'x-hop'), received(request, 'x-own')]).toEqual([[], ['2']]);
  });
});

describe('a header that the edge writes', () => {
  test('OR-12: Host is the origin, once, whatever name the viewer used', async () => {
    expect(received(await sent([]), 'host')).toEqual([ORIGIN_NAME]);
    expect(received(await sent([], `http://${DOMAIN_NAME}:8080/a`), 'host')).toEqual([ORIGIN_NAME]);
  });

  test.each<[title: string, lines: string[]]>([
    ['none', []],
    ['one', ['User-Agent: curl/7.30']],
  ])('OR-13: User-Agent, for a viewer that sent %s', async (_title, lines) => {
    expect(received(await sent(lines), 'user-agent')).toEqual(['Amazon CloudFront']);
  });

  test.each(['close', 'keep-alive', 'X-Own'])(
    'OR-14: Connection, for a viewer that sent %s',
    async (value) => {
      const connection = received(await sent([`Connection: ${value}`]), 'connection');
      expect(connection.map((one) => one.toLowerCase())).toEqual(['keep-alive']);
    },
  );

  test('OR-15: Via, behind those it came through', async () => {
    const own = /^1\.1 [0-9a-f]{32}\.cloudfront\.net \(CloudFront\)$/;
    expect(received(await sent([]), 'via')).toEqual([expect.stringMatching(own)]);
    const [via] = received(await sent(['Via: 1.0 one', 'Via: 1.1 two']), 'via');
    expect(via).toMatch(/^1\.0 one, 1\.1 two, 1\.1 [0-9a-f]{32}\.cloudfront\.net \(CloudFront\)$/);
  });

  test.each<[lines: string[], expected: string]>([
    [[], '127.0.0.1'],
    [['X-Forwarded-For: 192.0.2.4,192.0.2.3'], '192.0.2.4,192.0.2.3,127.0.0.1'],
    [['X-Forwarded-For: 192.0.2.4', 'X-Forwarded-For: 192.0.2.3'], '192.0.2.4,192.0.2.3,127.0.0.1'],
  ])('OR-16: X-Forwarded-For, after %j', async (lines, expected) => {
    expect(received(await sent(lines), 'x-forwarded-for')).toEqual([expected]);
  });

  test('OR-17 AL-33: X-Amz-Cf-Id is that of the answer and the log, not one that the viewer made up', async () => {
    const { origin, edge } = await conversation([reply(200, {}, 'A')]);
    const answer = await edge.get('/a', { 'X-Amz-Cf-Id': 'forged' });
    const id = answer.header('x-amz-cf-id')!;
    expect(received(origin.requests[0], 'x-amz-cf-id')).toEqual([id]);
    expect(edge.records[0]!.requestId).toBe(id);
  });

  test.each<[value: string, expected: string[]]>([
    ['gzip', ['gzip']],
    ['deflate, gzip;q=0.8, br', ['gzip']],
    ['br', []],
    ['gzip;q=0', []],
  ])('OR-20: Accept-Encoding: %s', async (value, expected) => {
    expect(received(await sent([`Accept-Encoding: ${value}`]), 'accept-encoding')).toEqual(expected);
  });

  test('OR-19 CK-17 CK-22: Cookie, where cookies are forwarded', async () => {
    const { origin, edge } = await conversation([reply(200, {}, 'A')], {
      behavior: {
        ForwardedValues: {
          QueryString: false,
          Cookies: { Forward: 'whitelist', WhitelistedNames: ['b', 'a'] },
        },
      },
    });
    await edge.get('/a', { Cookie: 'c=3; b=2; a=1' });
    expect(received(origin.requests[0], 'cookie')).toEqual(['a=1; b=2']);
  });

  test('RG-2 OR-29: no Range, for a part that begins at byte 0', async () => {
    const { origin, edge } = await conversation([reply(200, {}, 'LOGO')]);
    expect(glance(await edge.get('/a', { Range: 'bytes=0-1' }))).toBe('206 Miss LO');
    expect(received(origin.requests[0], 'range')).toEqual([]);
  });

  test('RG-3 OR-29 OR-28 D-4: Range and conditions, for a later part, which passes through', async () => {
    const part = reply(206, { 'Content-Range': 'bytes 2-3/4', ETag: '"1"' }, 'GO');
    const { origin, edge } = await conversation([part]);
    const asked = { Range: 'bytes=2-3', 'If-Range': '"1"', 'If-Match': '"1"' };
    expect(glance(await edge.get('/a', asked))).toBe('206 Miss GO');
    for (const [name, value] of Object.entries(asked)) {
      expect(received(origin.requests[0], name.toLowerCase())).toEqual([value]);
    }
  });
});

test('OR-11: nothing but the request line and these headers reaches the origin', async () => {
  const { origin, edge } = await conversation([reply(200, {}, 'A')]);
  await edge.get('/a');
  const names = origin.requests[0]!.headers.filter((_, index) => index % 2 === 0);
  expect(names.map((name) => name.toLowerCase()).sort()).toEqual([
    'connection',
    'host',
    'user-agent',
    'via',
    'x-amz-cf-id',
    'x-forwarded-for',
  ]);
  expect(origin.requests[0]!.head).toMatch(/^GET \/a HTTP\/1\.1\r\n/);
});
