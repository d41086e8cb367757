/** Which way an origin is asked, and what a viewer sees when that leads nowhere. */
import { describe, expect, onTestFinished, test } from 'vitest';
import type { Origin } from '../../src/distribution/origin.ts';
import { Listener } from '../../src/edge/listener.ts';
import { conversation } from '../harness/conversation.ts';
import { glance } from '../harness/glance.ts';
import { NOBODY } from '../harness/nobody.ts';
import { rawViewer } from '../harness/raw-viewer.ts';
import {
  chunked,
  gate,
  partial,
  reply,
  type ScriptedOrigin,
  scriptedOrigin,
  untilClose,
} from '../harness/scripted-origin.ts';
import { testCertificate } from '../harness/test-certificate.ts';
import { ORIGIN_NAME, requestText, type TestEdge, testEdge, withEase } from '../harness/test-edge.ts';

const custom = (OriginProtocolPolicy: 'http-only' | 'match-viewer'): Origin => ({
  Id: 'origin',
  DomainName: ORIGIN_NAME,
  S3OriginConfig: null,
  CustomOriginConfig: { HTTPPort: 80, HTTPSPort: 443, OriginProtocolPolicy },
});
const S3: Origin = {
  Id: 'origin',
  DomainName: ORIGIN_NAME,
  S3OriginConfig: { OriginAccessIdentity: '' },
  CustomOriginConfig: null,
};

/** An edge with a port for HTTP and one for HTTPS, before an origin with the same. */
async function bothWays(kind: Origin): Promise<{
  plain: ScriptedOrigin;
  secure: ScriptedOrigin;
  see: (scheme: 'http' | 'https', target: string) => Promise<string>;
}> {
  const own = await testCertificate(ORIGIN_NAME);
  const plain = await scriptedOrigin(() => reply(200, {}, 'plain'));
  const secure = await scriptedOrigin(() => reply(200, {}, 'secure'), { tls: own });
  const edge = await testEdge({
    origin: plain,
    config: { Origins: [kind] },
    originSettings: { https: secure.endpoint, ca: own.cert },
  });
  const port = await securePort(edge, own);
  const see = async (scheme: 'http' | 'https', target: string) => {
    const tls = scheme === 'https' ? { tls: { rejectUnauthorized: false } } : {};
    const viewer = await rawViewer({ port: scheme === 'https' ? port : edge.ports[0]!, ...tls });
    await viewer.send(requestText('GET', target));
    return glance(withEase(await viewer.readResponse()));
  };
  return { plain, secure, see };
}

async function securePort(edge: TestEdge, certificates: { cert: string; key: string }): Promise<number> {
  const { location } = edge;
  const listener = new Listener({
    host: '127.0.0.1',
    port: 0,
    certificates,
    pick: () => location,
    fallback: location,
    expectsProxyHeader: false,
  });
  onTestFinished(() => listener.close());
  return await listener.open();
}

describe('HTTP or HTTPS', () => {
  test.each<[title: string, kind: Origin, seen: string]>([
    ['OR-3: a custom origin that is http-only by HTTP', custom('http-only'), 'plain'],
    ['OR-3: a custom origin that matches the viewer by HTTPS', custom('match-viewer'), 'secure'],
    ['OR-2: an S3 origin by HTTPS', S3, 'secure'],
  ])('asks %s for a viewer on HTTPS', async (_title, kind, seen) => {
    const { plain, secure, see } = await bothWays(kind);
    expect(await see('https', '/a')).toBe(`200 Miss ${seen}`);
    expect([plain.requests.length, secure.requests.length]).toEqual(seen === 'plain' ? [1, 0] : [0, 1]);
  });

  test.each<[title: string, kind: Origin]>([
    ['OR-3: a custom origin that is http-only', custom('http-only')],
    ['OR-3: a custom origin that matches the viewer', custom('match-viewer')],
    ['OR-2: an S3 origin', S3],
  ])('%s is asked by HTTP for a viewer on HTTP', async (_title, kind) => {
    const { see } = await bothWays(kind);
    expect(await see('http', '/a')).toBe('200 Miss plain');
  });

  test('OR-4 CK-4: what was fetched by HTTP is served to HTTPS, and the other way round', async () => {
    const { see } = await bothWays(custom('match-viewer'));
    expect(await see('http', '/a')).toBe('200 Miss plain');
    expect(await see('https', '/a')).toBe('200 Hit 0s plain');
    expect(await see('https', '/b')).toBe('200 Miss secure');
    expect(await see('http', '/b')).toBe('200 Hit 0s secure');
  });
});

describe('an origin that cannot be reached', () => {
  test('OR-42 ER-29: refuses: 502', async () => {
    const edge = await testEdge({ origin: { endpoint: NOBODY } });
    const answer = await edge.get('/a');
    expect(glance(answer)).toBe('502 Error (page)');
    expect(answer.text).toContain("CloudFront wasn't able to connect to the origin.");
  });

  test('OR-43 OR-42 ER-28: has no address: 502, kept like any error', async () => {
    const asked: string[] = [];
    const edge = await testEdge({
      origin: null,
      originSettings: { http: { host: 'nowhere.test', port: 80 } },
      names: {
        addresses: async (name) => {
          asked.push(name);
          throw new Error('ENOTFOUND');
        },
        ttlSeconds: async () => 60,
      },
    });
    const answer = await edge.get('/a');
    expect(glance(answer)).toBe('502 Error (page)');
    expect(answer.text).toContain("CloudFront wasn't able to resolve the origin domain name.");
    expect(glance(await edge.get('/a'))).toBe('502 Error 0s (page)');
    expect(asked).toEqual(['nowhere.test']);
  });

  test('OR-42 OR-9 ER-29: has a certificate that nobody vouches for: 502', async () => {
    const own = await testCertificate(ORIGIN_NAME);
    const secure = await scriptedOrigin([], { tls: own });
    const edge = await testEdge({
      origin: secure,
      config: { Origins: [custom('match-viewer')] },
      certificates: own,
    });
    const answer = await edge.get('/a');
    expect(glance(answer)).toBe('502 Error (page)');
    expect(answer.text).toContain("CloudFront wasn't able to connect to the origin.");
    expect(secure.requests).toEqual([]);
  });

  test('OR-42 ER-30: takes the connection and stays silent: 504', async () => {
    const { origin, edge } = await conversation(() => []);
    const answer = edge.get('/a');
    for (let attempt = 1; attempt <= 3; attempt++) {
      await origin.received(attempt);
      edge.clock.tick(30_000);
    }
    expect(glance(await answer)).toBe('504 Error (page)');
    expect(origin.requests).toHaveLength(3);
  });
});

describe('redirects', () => {
  test.each([301, 302, 303, 307, 308])(
    'OR-45: %i is passed on unfollowed, and kept for a day',
    async (status) => {
      const { origin, edge, later } = await conversation([reply(status, { Location: '/b?c#d' }, 'there')]);
      const first = await edge.get('/a');
      expect([glance(first), first.header('location')]).toEqual([`${status} Miss there`, '/b?c#d']);
      expect(await later(86_399)).toBe(`${status} Hit 86399s there`);
      expect((await edge.get('/a')).header('location')).toBe('/b?c#d');
      expect(origin.requests).toHaveLength(1);
    },
  );

  test('OR-45 TTL-6: by the lifetime it states', async () => {
    const first = reply(302, { Location: '/b', 'Cache-Control': 'max-age=60' });
    const { later } = await conversation([first, reply(200, {}, 'A')]);
    await later(0);
    expect(await later(59)).toBe('302 Hit 59s');
    expect(await later(1)).toBe('200 Miss A');
  });
});

describe('bodies', () => {
  test('OR-46: one that ends with the connection is complete, and kept', async () => {
    const { later } = await conversation([untilClose(200, {}, ['LO', 'GO'])]);
    expect(await later(0)).toBe('200 Miss LOGO');
    expect(await later(1)).toBe('200 Hit 1s LOGO');
  });

  test('OR-48: one in chunks passes as it arrives, and is kept in that form', async () => {
    const hold = gate();
    const { edge, later } = await conversation([chunked(200, {}, 'LO', hold, 'GO')]);
    const viewer = await edge.viewer();
    await viewer.send(requestText('GET', '/a'));
    const answer = viewer.readResponse();
    await edge.until(() => edge.location.totals.originBytes === 2);
    hold.open();
    for (const each of [withEase(await answer), await edge.get('/a')]) {
      expect(each).toMatchObject({ status: 200, text: 'LOGO', framing: 'chunked' });
    }
    expect(await later(1)).toBe('200 Hit 1s LOGO');
  });

  test.each(['gzip', 'gzip, chunked', 'identity'])(
    'OR-48: the only coding is chunked: %s is no answer',
    async (coding) => {
      const { later } = await conversation([partial(200, { 'Transfer-Encoding': coding }, '0\r\n\r\n')]);
      expect(await later(0)).toBe('502 Error (page)');
    },
  );

  test('OR-47: a viewer that leaves during a miss ends it, and nothing is kept', async () => {
    const hold = gate();
    const { origin, edge, later } = await conversation([
      partial(200, { 'Content-Length': '4' }, 'LO', hold, 'GO'),
      reply(200, {}, 'A'),
    ]);
    const viewer = await edge.viewer();
    await viewer.send(requestText('GET', '/a'));
    await viewer.read(10);
    viewer.abort();
    await origin.closedTo(0);
    hold.open();
    expect(edge.location.fills.count).toBe(0);
    expect(edge.records.at(-1)).toMatchObject({ status: 200, resultType: 'Error' });
    expect(await later(0)).toBe('200 Miss A');
  });

  test('OR-47: one that leaves before any answer is logged without a status', async () => {
    const hold = gate();
    const { origin, edge } = await conversation([[hold]]);
    const viewer = await edge.viewer();
    await viewer.send(requestText('GET', '/a'));
    await origin.received(1);
    viewer.abort();
    await edge.until(() => edge.records.length === 1);
    expect(edge.records[0]).toMatchObject({ status: 0, resultType: 'Error', bytesSent: 0 });
    hold.open();
  });
});

describe('with the bucket in the path', () => {
  const PATHS: [title: string, target: string, seen: string, asked: string | null][] = [
    ['a key', '/a/b.txt', '200 Miss KEY', '/www.example.com/a/b.txt'],
    ['dots in names', '/a..b/..c/d../...', '200 Miss KEY', '/www.example.com/a..b/..c/d../...'],
    ['a query', '/a?/../b', '200 Miss KEY', '/www.example.com/a?/../b'],
    ['dot segments', '/a/../../other/key', '400 Error', null],
    ['at its end', '/..', '400 Error', null],
    ['escaped dots', '/%2e%2E/other/key', '400 Error', null],
    ['escaped slashes', '/..%2fother%2Fkey', '400 Error', null],
    ['backslashes', '/a/..%5c..\\other', '400 Error', null],
    ['broken escapes before', '/%ff/%/.%2e/../other', '400 Error', null],
  ];
  test.each(PATHS)('OR-1 D-21: nobody gets out of it: %s', async (_title, target, seen, asked) => {
    const { origin, see } = await conversation(() => reply(200, {}, 'KEY'), {
      config: { Origins: [S3] },
      behavior: {
        ForwardedValues: { QueryString: true, Cookies: { Forward: 'none', WhitelistedNames: [] } },
      },
      originSettings: { pathStyle: true },
    });
    expect(await see(target)).toMatch(new RegExp(`^${seen}`));
    expect(origin.requests.map((request) => request.target)).toEqual(asked === null ? [] : [asked]);
  });
});
