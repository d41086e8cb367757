/** An object that has expired is confirmed by its origin, or replaced. */
import { describe, expect, test } from 'vitest';
import { conversation } from '../harness/conversation.ts';
import { glance } from '../harness/glance.ts';
import type { ReplyHeaders } from '../harness/origin-reply.ts';
import { received, reply } from '../harness/scripted-origin.ts';

const MINUTE: ReplyHeaders = { 'Cache-Control': 'max-age=60', ETag: '"1"' };
const MODIFIED = 'Sat, 01 Jun 2013 00:00:00 GMT';

describe('an expired object is confirmed', () => {
  test.each<[title: string, validators: Record<string, string>, sent: [string[], string[]]]>([
    ['If-None-Match from its ETag', { ETag: 'W/"1"' }, [['W/"1"'], []]],
    ['If-Modified-Since from its Last-Modified', { 'Last-Modified': MODIFIED }, [[], [MODIFIED]]],
    ['both', { ETag: '"1"', 'Last-Modified': MODIFIED }, [['"1"'], [MODIFIED]]],
    ['neither, having none', {}, [[], []]],
  ])('TTL-22 OR-28: by %s', async (_title, validators, sent) => {
    const first = reply(200, { 'Cache-Control': 'max-age=60', ...validators }, 'A');
    const { origin, later } = await conversation([first, reply(200, {}, 'B')]);
    await later(0);
    expect(await later(60, { 'If-None-Match': '"other"', 'If-Modified-Since': 'x' })).toBe('200 Miss B');
    const [fresh, again] = origin.requests;
    expect([received(fresh, 'if-none-match'), received(fresh, 'if-modified-since')]).toEqual([[], []]);
    expect([received(again, 'if-none-match'), received(again, 'if-modified-since')]).toEqual(sent);
  });

  test('TTL-23: 304 keeps the body, renews headers and lifetime, and is a RefreshHit', async () => {
    const confirmation = reply(304, {
      'Cache-Control': 'max-age=120',
      ETag: '"1"',
      'X-Own': 'new',
      'Content-Type': 'text/other',
      'Content-Length': '0',
    });
    const first = reply(
      200,
      { ...MINUTE, 'X-Own': 'old', 'X-Left': 'alone', 'Content-Type': 'text/plain' },
      'A',
    );
    const { origin, edge, later } = await conversation([first, confirmation]);
    await later(0);
    edge.clock.advance(60);
    const refreshed = await edge.get('/a');
    expect(glance(refreshed)).toBe('200 RefreshHit A');
    for (const answer of [refreshed, await edge.get('/a')]) {
      const values = ['cache-control', 'x-own', 'x-left', 'content-type', 'content-length'].map(
        answer.header,
      );
      expect(values).toEqual(['max-age=120', 'new', 'alone', 'text/plain', '1']);
    }
    expect(await later(119)).toBe('200 Hit 119s A');
    expect(origin.requests).toHaveLength(2);
    await later(1);
    expect(origin.requests).toHaveLength(3);
  });

  test('TTL-23: a new validator in the 304 is the one asked with next', async () => {
    const { origin, later } = await conversation([
      reply(200, MINUTE, 'A'),
      reply(304, { ETag: 'W/"1"' }),
      reply(304),
    ]);
    for (const seconds of [0, 60, 60]) await later(seconds);
    expect(received(origin.requests[2], 'if-none-match')).toEqual(['W/"1"']);
  });

  test('TTL-23: a 304 that forbids keeping is the last answer from the stored body', async () => {
    const { origin, later } = await conversation([
      reply(200, MINUTE, 'A'),
      reply(304, { 'Cache-Control': 'no-store' }),
      reply(200, {}, 'B'),
    ]);
    await later(0);
    expect(await later(60)).toBe('200 RefreshHit A');
    expect(await later(0)).toBe('200 Miss B');
    expect(received(origin.requests[2], 'if-none-match')).toEqual([]);
  });

  test('OR-41 TTL-23: the connection of a 304 serves the next request', async () => {
    const answers = [reply(200, MINUTE, 'A'), reply(304), reply(304), reply(200, {}, 'B')];
    const { origin, later } = await conversation(answers, { workers: 1 });
    for (const expected of ['200 Miss A', '200 RefreshHit A', '200 RefreshHit A', '200 Miss B']) {
      expect(await later(60)).toBe(expected);
    }
    expect(origin.requests.map(({ connection }) => connection)).toEqual([1, 1, 1, 1]);
  });

  test('TTL-24: 200 takes its place, as a Miss', async () => {
    const { later } = await conversation([reply(200, MINUTE, 'A'), reply(200, MINUTE, 'B')]);
    await later(0);
    expect(await later(60)).toBe('200 Miss B');
    expect(await later(59)).toBe('200 Hit 59s B');
  });

  test('TTL-24: a redirect takes its place, too', async () => {
    const { later } = await conversation([reply(200, MINUTE, 'A'), reply(302, { Location: '/b' })]);
    await later(0);
    expect(await later(60)).toBe('302 Miss');
    expect(await later(1)).toBe('302 Hit 1s');
  });

  test('TTL-10 TTL-22: a no-cache object is confirmed each time it is asked for', async () => {
    const noCache = { 'Cache-Control': 'no-cache', ETag: '"1"' };
    const { origin, later } = await conversation([reply(200, noCache, 'A'), reply(304), reply(304)]);
    expect(await later(0)).toBe('200 Miss A');
    expect(await later(0)).toBe('200 RefreshHit A');
    expect(await later(0)).toBe('200 RefreshHit A');
    expect(received(origin.requests[2], 'if-none-match')).toEqual(['"1"']);
  });

  test('TTL-32: Vary: * is asked for without validators, so that the origin sends all of it', async () => {
    const varying = { ...MINUTE, Vary: '*', 'Last-Modified': MODIFIED };
    const { origin, later } = await conversation([reply(200, varying, 'A'), reply(200, varying, 'B')]);
    await later(0);
    expect(await later(0)).toBe('200 Miss B');
    expect(origin.requests[1]!.head).not.toMatch(/if-none-match|if-modified-since/i);
  });

  test('TTL-32: Vary: * in a confirmation counts from then on', async () => {
    const { origin, later } = await conversation([
      reply(200, MINUTE, 'A'),
      reply(304, { Vary: '*' }),
      reply(200, {}, 'B'),
    ]);
    await later(0);
    expect(await later(60)).toBe('200 RefreshHit A');
    expect(await later(0)).toBe('200 Miss B');
    expect(received(origin.requests[2], 'if-none-match')).toEqual([]);
  });

  test('TTL-32: with a positive MinTTL, Vary: * is filtered away and nothing else', async () => {
    const { origin, edge, later } = await conversation(
      [reply(200, { ...MINUTE, Vary: '*' }, 'A'), reply(304)],
      {
        behavior: { MinTTL: 30 },
      },
    );
    await later(0);
    expect((await edge.get('/a')).header('vary')).toBeUndefined();
    expect(await later(59)).toBe('200 Hit 59s A');
    expect(await later(1)).toBe('200 RefreshHit A');
    expect(received(origin.requests[1], 'if-none-match')).toEqual(['"1"']);
  });
});

describe('a 304 that nobody asked for confirms nothing', () => {
  test.each<[title: string, first: ReplyHeaders]>([
    ['the object has no validators', { 'Cache-Control': 'max-age=60' }],
    ['the object varies by everything', { ...MINUTE, Vary: '*' }],
  ])('TTL-23 TTL-32: %s, so it serves on as after any failure', async (_title, first) => {
    const { later } = await conversation([reply(200, first, 'A'), reply(304, {})]);
    await later(0);
    expect(await later(60)).toBe('200 Hit 60s A');
    expect(await later(299)).toBe('200 Hit 359s A');
  });

  test('TTL-23 ER-12: an error of the edge that expired is not confirmed, either', async () => {
    const { later } = await conversation([reply(206), reply(304), reply(200, {}, 'A')]);
    expect(await later(0)).toBe('502 Error (page)');
    expect(await later(300)).toBe('502 Error (page)');
    expect(await later(300)).toBe('200 Miss A');
  });

  test('TTL-36: on a miss it is a failure of the origin', async () => {
    const { origin, later } = await conversation([reply(304), reply(200, {}, 'A')]);
    expect(await later(0, { 'If-None-Match': '"1"' })).toBe('502 Error (page)');
    expect(received(origin.requests[0], 'if-none-match')).toEqual([]);
  });
});
