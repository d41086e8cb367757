/** How long an object is served without asking its origin, whatever viewers say. */
import { describe, expect, test } from 'vitest';
import { glance } from '../harness/glance.ts';
import { START_MS } from '../harness/manual-clock.ts';
import type { ReplyHeaders } from '../harness/origin-reply.ts';
import { reply, scriptedOrigin } from '../harness/scripted-origin.ts';
import { type TestEdgeOptions, testEdge } from '../harness/test-edge.ts';

/** Seconds for which an answer is served as a hit; 0: the next request goes to the origin. */
async function lifetime(
  headers: ReplyHeaders,
  options: Partial<TestEdgeOptions>,
  probes: readonly number[],
): Promise<number> {
  const origin = await scriptedOrigin(() => reply(200, headers, 'A'));
  const edge = await testEdge({ origin, ...options });
  await edge.get('/a');
  let lastHit = 0;
  let now = 0;
  for (const probe of probes) {
    edge.clock.advance(probe - now);
    now = probe;
    await edge.get('/a');
    if (origin.requests.length > 1) return lastHit;
    lastHit = probe + 1;
  }
  return lastHit;
}

const DAY = 86_400;
const at = (seconds: number) => new Date(START_MS + seconds * 1000).toUTCString();

describe('an object is fresh for', () => {
  test.each<[title: string, headers: ReplyHeaders, minTTL: number, seconds: number]>([
    ['TTL-6: max-age', { 'Cache-Control': 'max-age=60' }, 0, 60],
    ['TTL-6: max-age raised to MinTTL', { 'Cache-Control': 'max-age=10' }, 60, 60],
    ['TTL-7: s-maxage before max-age', { 'Cache-Control': 'max-age=1000, s-maxage=60' }, 0, 60],
    ['TTL-8: Expires', { Expires: at(60) }, 0, 60],
    ['TTL-8: Expires raised to MinTTL', { Expires: at(10) }, 60, 60],
    ['TTL-3 TTL-9: a day without caching headers', {}, 0, DAY],
    ['TTL-9: MinTTL when longer than a day', {}, 2 * DAY, 2 * DAY],
    ['TTL-9: a day when MinTTL is shorter', {}, 60, DAY],
    ['TTL-10: MinTTL over no-store', { 'Cache-Control': 'no-store' }, 60, 60],
    ['TTL-10: MinTTL over private', { 'Cache-Control': 'private, max-age=900' }, 60, 60],
    ['TTL-10: MinTTL over no-cache', { 'Cache-Control': 'no-cache' }, 60, 60],
    ['TTL-11: max-age before Expires', { 'Cache-Control': 'max-age=60', Expires: at(900) }, 0, 60],
    ['TTL-12: MinTTL over no-cache with max-age', { 'Cache-Control': 'no-cache, max-age=900' }, 60, 60],
    ['TTL-13: MinTTL over an Expires that has passed', { Expires: '0' }, 60, 60],
    ['TTL-15: a day despite Pragma', { Pragma: 'no-cache' }, 0, DAY],
    ['TTL-16: max-age with must-revalidate', { 'Cache-Control': 'max-age=60, must-revalidate' }, 0, 60],
    ['TTL-20: max-age, whatever Age the origin claims', { 'Cache-Control': 'max-age=60', Age: '50' }, 0, 60],
  ])('%s', async (_title, headers, MinTTL, seconds) => {
    const probes = [1, seconds - 1, seconds];
    expect(await lifetime(headers, { behavior: { MinTTL } }, probes)).toBe(seconds);
  });

  test.each<[title: string, headers: ReplyHeaders]>([
    ['TTL-10: no-store', { 'Cache-Control': 'no-store' }],
    ['TTL-10: private', { 'Cache-Control': 'private' }],
    ['TTL-10 TTL-12: no-cache with max-age', { 'Cache-Control': 'no-cache, max-age=60' }],
    ['TTL-13: Expires in the past', { Expires: at(-60) }],
    ['TTL-13: Expires that is no date', { Expires: '-1' }],
    ['TTL-14: max-age=0', { 'Cache-Control': 'max-age=0' }],
    ['TTL-32: Vary: *', { Vary: '*', 'Cache-Control': 'max-age=60' }],
  ])('no time at MinTTL 0: %s', async (_title, headers) => {
    expect(await lifetime(headers, {}, [0])).toBe(0);
  });
});

describe('what belongs to no kept answer is not kept', () => {
  test.each(['no-store', 'private', 'private, max-age=60'])(
    'TTL-10: %s with MinTTL 0 is passed on and never confirmed',
    async (directives) => {
      const origin = await scriptedOrigin((_request, index) =>
        reply(200, { 'Cache-Control': directives, ETag: '"1"' }, `no. ${index}`),
      );
      const edge = await testEdge({ origin });
      expect(glance(await edge.get('/a'))).toBe('200 Miss no. 0');
      expect(glance(await edge.get('/a'))).toBe('200 Miss no. 1');
      expect(origin.requests[1]!.head.toLowerCase()).not.toContain('if-none-match');
      expect(edge.location.store.count).toBe(0);
    },
  );
});

test('D-1: Expires is measured in real time, and then added to the simulated now', async () => {
  const origin = await scriptedOrigin(() => reply(200, { Expires: at(60) }, 'A'));
  const edge = await testEdge({ origin });
  edge.clock.advance(7 * DAY);
  await edge.get('/a');
  edge.clock.advance(59);
  expect(glance(await edge.get('/a'))).toBe('200 Hit 59s A');
  edge.clock.advance(1);
  expect(glance(await edge.get('/a'))).toBe('200 Miss A');
});

test('TTL-18 OR-27: no directive of a viewer goes past the cache, though the origin hears of it', async () => {
  const origin = await scriptedOrigin(() => reply(200, { 'Last-Modified': at(-60) }, 'A'));
  const edge = await testEdge({ origin });
  const wishes = {
    'Cache-Control': 'no-cache, no-store, max-age=0',
    Pragma: 'no-cache',
    Expires: '0',
  };
  expect(glance(await edge.get('/a', wishes))).toBe('200 Miss A');
  expect(glance(await edge.get('/a', wishes))).toBe('200 Hit 0s A');
  expect(glance(await edge.get('/a', { 'Cache-Control': 'only-if-cached' }))).toBe('200 Hit 0s A');
  expect(origin.requests).toHaveLength(1);
  expect(origin.requests[0]!.head).toContain('Cache-Control: no-cache, no-store, max-age=0');
  expect(origin.requests[0]!.head).toContain('Pragma: no-cache');
});

test('TTL-19 TTL-20 RH-7: Age counts the seconds since storing, and no others', async () => {
  const origin = await scriptedOrigin([reply(200, { Age: '1000' }, 'A')]);
  const edge = await testEdge({ origin });
  expect(glance(await edge.get('/a'))).toBe('200 Miss A');
  for (const age of [0, 1, 61]) {
    expect(glance(await edge.get('/a'))).toBe(`200 Hit ${age}s A`);
    edge.clock.advance(age === 0 ? 1 : 60);
  }
});

test('TTL-21 RH-16: caching headers reach the viewer as the origin wrote them, hit or miss', async () => {
  const written = {
    'Cache-Control': 'max-age=5,   s-maxage=1, x-own="a"',
    Expires: at(10),
    ETag: 'W/"v 1"',
    'Last-Modified': 'Sat, 01 Jun 2013 00:00:00 GMT',
  };
  const origin = await scriptedOrigin([reply(200, written, 'A')]);
  const edge = await testEdge({ origin, behavior: { MinTTL: 600 } });
  for (const expected of ['Miss', 'Hit']) {
    const answer = await edge.get('/a');
    expect(glance(answer)).toContain(expected);
    for (const [name, value] of Object.entries(written))
      expect(answer.header(name.toLowerCase())).toBe(value);
  }
});

test('TTL-31: what nobody asked for longest goes first when the edge is full', async () => {
  const origin = await scriptedOrigin((request) => reply(200, {}, request.target.repeat(10_000)));
  const edge = await testEdge({ origin, edges: [{ cacheBytes: 50_000 }] });
  for (const path of ['/a', '/b', '/a', '/c']) await edge.get(path);
  expect((await edge.get('/a')).header('x-cache')).toBe('Hit from cloudfront');
  expect((await edge.get('/b')).header('x-cache')).toBe('Miss from cloudfront');
});

test('TTL-33 RH-12: Vary by anything else splits nothing', async () => {
  const origin = await scriptedOrigin([reply(200, { Vary: 'Accept-Language, X-Own' }, 'A')]);
  const edge = await testEdge({ origin });
  await edge.get('/a', { 'Accept-Language': 'de', 'X-Own': '1' });
  expect(glance(await edge.get('/a', { 'Accept-Language': 'fr', 'X-Own': '2' }))).toBe('200 Hit 0s A');
});
