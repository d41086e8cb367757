/** What the first two eras did otherwise, whatever the document in memory says. */
import { describe, expect, test } from 'vitest';
import type { ApiVersion } from '../../src/distribution/api-version.ts';
import { conversation } from '../harness/conversation.ts';
import { glance } from '../harness/glance.ts';
import { START_MS } from '../harness/manual-clock.ts';
import type { ReplyHeaders } from '../harness/origin-reply.ts';
import { received, reply } from '../harness/scripted-origin.ts';
import { testCertificate } from '../harness/test-certificate.ts';
import { DOMAIN_NAME } from '../harness/test-edge.ts';

const HOUR = 3600;
const DAY = 24 * HOUR;
const at = (seconds: number) => new Date(START_MS + seconds * 1000).toUTCString();
const numbered = (_request: unknown, index: number) => reply(200, {}, `no. ${index}`);
const ASKING_MORE = {
  behavior: { ForwardedValues: { QueryString: true, Cookies: { Forward: 'all', WhitelistedNames: [] } } },
} as const;

describe('an object is fresh for', () => {
  test.each<[title: string, version: ApiVersion, headers: ReplyHeaders, seconds: number]>([
    ['TTL-1: a day without headers', '2008-06-30', {}, DAY],
    ['TTL-1: a day despite a shorter max-age', '2008-06-30', { 'Cache-Control': 'max-age=60' }, DAY],
    ['TTL-1: a day despite a nearer Expires', '2008-06-30', { Expires: at(60) }, DAY],
    ['TTL-1: a day despite an Expires that has passed', '2008-06-30', { Expires: '0' }, DAY],
    ['TTL-1: a day despite no-store', '2008-06-30', { 'Cache-Control': 'no-store' }, DAY],
    ['TTL-1: a day despite Pragma', '2008-06-30', { Pragma: 'no-cache' }, DAY],
    ['TTL-1: a longer max-age', '2008-06-30', { 'Cache-Control': `max-age=${2 * DAY}` }, 2 * DAY],
    ['TTL-1: a later Expires', '2008-06-30', { Expires: at(2 * DAY) }, 2 * DAY],
    ['TTL-2: a day without headers', '2010-08-01', {}, DAY],
    ['TTL-2: an hour at least', '2010-08-01', { 'Cache-Control': 'max-age=60' }, HOUR],
    ['TTL-2: an hour at least, in November', '2010-11-01', { Expires: at(60) }, HOUR],
    ['TTL-2: an hour despite no-cache', '2010-11-01', { 'Cache-Control': 'no-cache' }, HOUR],
    ['TTL-2: two hours when asked for', '2010-11-01', { 'Cache-Control': `max-age=${2 * HOUR}` }, 2 * HOUR],
    ['TTL-3: a minute in 2012', '2012-05-05', { 'Cache-Control': 'max-age=60' }, 60],
  ])('%s', async (_title, version, headers, seconds) => {
    const script = (_request: unknown, index: number) => reply(200, headers, `no. ${index}`);
    const { later } = await conversation(script, { version });
    await later(0);
    expect(await later(seconds - 1)).toBe(`200 Hit ${seconds - 1}s no. 0`);
    expect(await later(1)).toBe('200 Miss no. 1');
  });

  test.each<[version: ApiVersion, seconds: number]>([
    ['2008-06-30', DAY],
    ['2010-11-01', HOUR],
  ])('TTL-1 TTL-2: %s: no shorter floor, even where a document has one', async (version, seconds) => {
    const script = () => reply(200, { 'Cache-Control': 'max-age=1' }, 'A');
    const { later } = await conversation(script, { version, behavior: { MinTTL: 0 } });
    await later(0);
    expect(await later(seconds - 1)).toContain('Hit');
    expect(await later(1)).toContain('Miss');
  });
});

describe.each<ApiVersion>(['2008-06-30', '2010-08-01', '2010-11-01'])('version %s', (version) => {
  test('CK-6 CK-16: drops the query string', async () => {
    const { origin, see } = await conversation(numbered, { version, ...ASKING_MORE });
    expect(await see('/a?x=1')).toBe('200 Miss no. 0');
    expect(await see('/a?x=2')).toBe('200 Hit 0s no. 0');
    expect(origin.requests[0]!.target).toBe('/a');
  });

  test('CK-7 CK-19 OR-19: knows no cookies', async () => {
    const script = (_request: unknown, index: number) => reply(200, { 'Set-Cookie': 'a=1' }, `no. ${index}`);
    const { origin, edge, see } = await conversation(script, { version, ...ASKING_MORE });
    expect(await see('/a', { Cookie: 'a=1' })).toBe('200 Miss no. 0');
    const hit = await edge.get('/a', { Cookie: 'a=2' });
    expect([glance(hit), hit.header('set-cookie')]).toEqual(['200 Hit 0s no. 0', undefined]);
    expect(received(origin.requests[0], 'cookie')).toEqual([]);
  });

  test('CK-26 TTL-34: so it answers conditions itself', async () => {
    const { see } = await conversation([reply(200, { ETag: '"1"' }, 'A')], { version, ...ASKING_MORE });
    await see('/a');
    expect(await see('/a', { 'If-None-Match': '"1"' })).toBe('304 Hit 0s');
  });

  test('TTL-18: viewers cannot force anything', async () => {
    const { see } = await conversation([reply(200, {}, 'A')], { version });
    await see('/a');
    const wishes = { 'Cache-Control': 'no-cache', Pragma: 'no-cache', Expires: '0' };
    expect(await see('/a', { ...wishes, 'If-Modified-Since': at(-DAY) })).toBe('200 Hit 0s A');
  });

  test('TTL-22 TTL-25: confirms what expired, and lets it stand in', async () => {
    const first = reply(200, { ETag: '"1"' }, 'A');
    const { origin, later } = await conversation([first, reply(503), reply(304)], { version });
    await later(0);
    expect(await later(DAY)).toBe(`200 Hit ${DAY}s A`);
    expect(await later(300)).toBe('200 RefreshHit A');
    expect(received(origin.requests[2], 'if-none-match')).toEqual(['"1"']);
  });
});

test('VR-11 D-2: era 08 answers HTTPS as it answers a stranger', async () => {
  const certificates = await testCertificate(DOMAIN_NAME);
  const { origin, edge, see } = await conversation(numbered, { version: '2008-06-30', certificates });
  expect(await see('/a')).toBe('403 Error (page)');
  expect([origin.requests, edge.usage]).toEqual([[], []]);
});

test('CK-16 D-2: era 08 has no logs; era 10 has, with the query that it drops', async () => {
  for (const [version, queries] of [
    ['2008-06-30', []],
    ['2010-11-01', ['x=1']],
  ] as const) {
    const { edge, see } = await conversation(numbered, { version });
    await see('/a?x=1');
    expect(edge.records.map(({ query }) => query)).toEqual(queries);
    expect(edge.usage).toHaveLength(1);
  }
});

test.each<[version: ApiVersion, target: string]>([
  ['2008-06-30', '/'],
  ['2010-08-01', '/index.html'],
])('VR-35: the default root object came with %s → %s', async (version, target) => {
  const { origin, see } = await conversation(numbered, {
    version,
    config: { DefaultRootObject: 'index.html' },
  });
  await see('/');
  expect(origin.requests[0]!.target).toBe(target);
});
