/** Errors, of origins and of the edge in their place: which are kept, and for how long. */
import { describe, expect, test } from 'vitest';
import { conversation } from '../harness/conversation.ts';
import { glance } from '../harness/glance.ts';
import { START_MS } from '../harness/manual-clock.ts';
import type { Reply, ReplyHeaders } from '../harness/origin-reply.ts';
import { chunked, partial, RESET, reply } from '../harness/scripted-origin.ts';

const OK = reply(200, { 'Cache-Control': 'max-age=60' }, 'A');
const inSeconds = (seconds: number) => new Date(START_MS + seconds * 1000).toUTCString();

describe('an error of the origin is kept', () => {
  test.each([
    ['ER-1', 400],
    ['ER-1', 403],
    ['ER-1', 405],
    ['ER-2', 404],
    ['ER-2', 414],
    ['ER-3', 500],
    ['ER-3', 501],
    ['ER-3', 502],
    ['ER-3', 503],
    ['ER-3', 504],
  ])('%s ER-7 ER-34 RH-7 AL-38: %i for 300 seconds, with its own body', async (_id, status) => {
    const { origin, later } = await conversation([reply(status, {}, 'own'), OK]);
    expect(await later(0)).toBe(`${status} Error own`);
    expect(await later(1)).toBe(`${status} Error 1s own`);
    expect(await later(298)).toBe(`${status} Error 299s own`);
    expect(origin.requests).toHaveLength(1);
    expect(await later(1)).toBe('200 Miss A');
  });

  test.each<[title: string, headers: ReplyHeaders, seconds: number]>([
    ['ER-9: as long as a longer max-age says', { 'Cache-Control': 'max-age=900' }, 900],
    ['ER-9: as long as a longer s-maxage says', { 'Cache-Control': 'max-age=1, s-maxage=900' }, 900],
    ['ER-9: as long as a later Expires says', { Expires: inSeconds(900) }, 900],
    ['ER-9: no shorter than 300 seconds for max-age', { 'Cache-Control': 'max-age=1' }, 300],
    ['ER-9: no shorter than 300 seconds for Expires', { Expires: inSeconds(1) }, 300],
    ['ER-9: 300 seconds despite no-store', { 'Cache-Control': 'no-store' }, 300],
    ['ER-9: 300 seconds despite private and no-cache', { 'Cache-Control': 'private, no-cache' }, 300],
    ['ER-9: 300 seconds despite Vary: *', { Vary: '*' }, 300],
  ])('%s', async (_title, headers, seconds) => {
    const { later } = await conversation([reply(404, headers, 'none'), OK]);
    await later(0);
    expect(await later(seconds - 1)).toBe(`404 Error ${seconds - 1}s none`);
    expect(await later(1)).toBe('200 Miss A');
  });

  test('ER-8 ER-10: 300 seconds, whatever MinTTL says', async () => {
    const { later } = await conversation([reply(404), OK], { behavior: { MinTTL: 3600 } });
    await later(0);
    expect(await later(299)).toBe('404 Error 299s');
    expect(await later(1)).toBe('200 Miss A');
  });
});

describe('an error of the origin is passed on and forgotten', () => {
  test.each([
    ['ER-4', 412],
    ['ER-4', 415],
    ['ER-5', 416],
    ['ER-6', 401],
    ['ER-6', 402],
    ['ER-6', 410],
    ['ER-6', 429],
    ['ER-6', 451],
    ['ER-6', 505],
    ['ER-6', 599],
  ])('%s: %i, even with a max-age', async (_id, status) => {
    const { edge, later } = await conversation([
      reply(status, { 'Cache-Control': 'max-age=900' }, 'own'),
      reply(200, {}, 'A'),
    ]);
    expect(await later(0)).toBe(`${status} Error own`);
    expect(edge.location.store.count).toBe(0);
    expect(await later(0)).toBe('200 Miss A');
  });
});

describe('an error of the edge, for lack of an answer, counts as one of the origin', () => {
  test.each<[title: string, replies: Reply[], status: number]>([
    ['ER-30: the origin hangs up', [[RESET], [RESET], [RESET]], 502],
    ['ER-30: it speaks something else', [['HELLO\r\n\r\n']], 502],
    ['ER-30: its head is endless', [[`HTTP/1.1 200 OK\r\nX: ${'x'.repeat(40_000)}\r\n\r\n`]], 502],
    ['OR-46: it contradicts itself about length', [partial(200, { 'Content-Length': ['1', '2'] }, 'A')], 502],
    ['RG-4: a part that nobody asked for', [reply(206, { 'Content-Range': 'bytes 0-0/9' }, 'A')], 502],
  ])('ER-12 ER-21: %s', async (_title, replies, status) => {
    const { origin, edge, later } = await conversation([...replies, OK]);
    const first = await edge.get('/a');
    expect(glance(first)).toBe(`${status} Error (page)`);
    edge.clock.advance(299);
    const second = await edge.get('/a');
    expect(glance(second)).toBe(`${status} Error 299s (page)`);
    expect(origin.requests).toHaveLength(replies.length);

    for (const answer of [first, second]) {
      expect(answer.text).toContain(`Request ID: ${answer.header('x-amz-cf-id')}\n`);
      expect(answer.header('content-type')).toBe('text/html');
      expect(answer.header('server')).toBe('CloudFront');
      expect(Date.parse(answer.header('date')!)).toBe(START_MS);
    }
    expect(second.header('x-amz-cf-id')).not.toBe(first.header('x-amz-cf-id'));
    expect(await later(1)).toBe('200 Miss A');
  });

  test('ER-12 OR-37 OR-38 OR-42: silence becomes a 504 after three tries of 30 seconds', async () => {
    const { origin, edge, later } = await conversation([[], [], [], OK]);
    const answer = edge.get('/a');
    for (let attempt = 1; attempt <= 3; attempt++) {
      await origin.received(attempt);
      edge.clock.tick(29_999);
      edge.clock.tick(1);
    }
    expect(glance(await answer)).toBe('504 Error (page)');
    expect(await later(299)).toBe('504 Error 299s (page)');
    expect(await later(1)).toBe('200 Miss A');
  });

  test('ER-12 RG-17: HEAD gets the same answer without the page', async () => {
    const { edge } = await conversation([['HELLO\r\n\r\n']]);
    const page = await edge.get('/a');
    const head = await edge.ask('HEAD', '/a');
    expect(glance(head)).toBe('502 Error 0s');
    expect(head.header('content-length')).toBe(String(page.body.length));
  });
});

describe('ER-13 IN-16: an invalidation removes', () => {
  test.each<[title: string, broken: Reply]>([
    ['an error of the origin', reply(404)],
    ['an error of the edge', ['HELLO\r\n\r\n']],
  ])('ER-13 IN-16: %s', async (_title, broken) => {
    const { edge, later } = await conversation([broken, OK]);
    expect(await later(0)).toContain('Error');
    await edge.invalidate(['/b']);
    expect(await later(1)).toContain('Error 1s');
    await edge.invalidate(['/a']);
    expect(await later(0)).toBe('200 Miss A');
  });
});

test('OR-46: a body that breaks off is neither kept nor shown as complete', async () => {
  const { edge, later } = await conversation([
    partial(200, { 'Content-Length': '10' }, 'HALF', RESET),
    chunked(200, {}, 'HALF').slice(0, 2).concat(RESET),
    OK,
  ]);
  for (const framing of ['length', 'chunked']) {
    const viewer = await edge.viewer();
    await viewer.send('GET /a HTTP/1.1\r\nHost: d111111abcdef8.cloudfront.net\r\n\r\n');
    await expect(viewer.readResponse(), framing).rejects.toThrow();
    expect(edge.records.at(-1)).toMatchObject({ status: 200, resultType: 'Error' });
  }
  expect(await later(0)).toBe('200 Miss A');
});
