/** What becomes of an object that has expired: the origin is asked about it, and may fail. */
import { describe, expect, test } from 'vitest';
import { conversation } from '../harness/conversation.ts';
import { glance } from '../harness/glance.ts';
import type { ReplyHeaders } from '../harness/origin-reply.ts';
import { chunked, partial, RESET, received, reply } from '../harness/scripted-origin.ts';
import type { TestEdge } from '../harness/test-edge.ts';

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

describe('an expired object stands in for an origin that fails', () => {
  /** Lets the deadlines of an attempt pass, if the origin leaves it to them. */
  async function failing(edge: TestEdge, isSilent: boolean, asked: () => Promise<void>): Promise<string> {
    const answer = edge.get('/a');
    if (isSilent) {
      for (let attempt = 0; attempt < 3; attempt++) {
        await asked();
        edge.clock.tick(30_000);
      }
    }
    return glance(await answer);
  }

  test.each([500, 501, 502, 503, 504, 505, 599])(
    'TTL-25 TTL-30 D-10: %i: for 300 seconds, then the origin is asked again',
    async (status) => {
      const { origin, later } = await conversation([
        reply(200, MINUTE, 'A'),
        reply(status, { 'Cache-Control': 'max-age=900' }, 'broken'),
        reply(304, MINUTE),
      ]);
      await later(0);
      expect(await later(60)).toBe('200 Hit 60s A');
      expect(await later(299)).toBe('200 Hit 359s A');
      expect(origin.requests).toHaveLength(2);
      expect(await later(1)).toBe('200 RefreshHit A');
      expect(received(origin.requests[2], 'if-none-match')).toEqual(['"1"']);
    },
  );

  test('TTL-25 OR-42: it is silent, through all attempts', async () => {
    const { origin, edge, later } = await conversation([reply(200, MINUTE, 'A'), [], [], [], reply(304)]);
    await later(0);
    edge.clock.advance(60);
    let asked = 1;
    expect(await failing(edge, true, () => origin.received(++asked))).toBe('200 Hit 150s A');
    expect(await later(299)).toBe('200 Hit 449s A');
    expect(origin.requests).toHaveLength(4);
    expect(await later(1)).toBe('200 RefreshHit A');
  });

  test('TTL-25 OR-42: it hangs up, and later refuses connections', async () => {
    const { origin, edge, later } = await conversation([reply(200, MINUTE, 'A'), [RESET], [RESET], [RESET]]);
    await later(0);
    expect(await later(60)).toBe('200 Hit 60s A');
    await origin.close();
    expect(await later(300)).toBe('200 Hit 360s A');
    expect(await later(300)).toBe('200 Hit 660s A');
    expect(edge.location.totals.originFaults).toBe(3);
  });

  test('TTL-25: what it sends is not HTTP', async () => {
    const { later } = await conversation([reply(200, MINUTE, 'A'), ['SSH-2.0-OpenSSH\r\n\r\n']]);
    await later(0);
    expect(await later(60)).toBe('200 Hit 60s A');
  });

  test('TTL-25 OR-46: its new body breaks off: that viewer sees the break, the old object stays', async () => {
    const cut = partial(200, { 'Content-Length': '10', ...MINUTE }, 'NEW', RESET);
    const { edge, later } = await conversation([reply(200, MINUTE, 'A'), cut, reply(503)]);
    await later(0);
    edge.clock.advance(60);
    await expect(edge.get('/a')).rejects.toThrow();
    expect(await later(0)).toBe('200 Hit 60s A');
  });

  test('TTL-25: an object without validators stands in as well', async () => {
    const { later } = await conversation([reply(200, { 'Cache-Control': 'max-age=1' }, 'A'), reply(503)]);
    await later(0);
    expect(await later(60)).toBe('200 Hit 60s A');
  });

  test('TTL-27: a no-store object with a positive MinTTL stands in', async () => {
    const { later } = await conversation([reply(200, { 'Cache-Control': 'no-store' }, 'A'), reply(503)], {
      behavior: { MinTTL: 60 },
    });
    await later(0);
    expect(await later(60)).toBe('200 Hit 60s A');
  });

  test('TTL-27: unless it says stale-if-error=0', async () => {
    const never = { 'Cache-Control': 'no-store, stale-if-error=0' };
    const { later } = await conversation([reply(200, never, 'A'), reply(503, {}, 'down')], {
      behavior: { MinTTL: 60 },
    });
    await later(0);
    expect(await later(60)).toBe('503 Error down');
  });

  test('TTL-27: a no-cache object with MinTTL 0 does not, and the error takes its place', async () => {
    const { later } = await conversation([
      reply(200, { 'Cache-Control': 'no-cache', ETag: '"1"' }, 'A'),
      reply(503, {}, 'down'),
      reply(200, {}, 'B'),
    ]);
    await later(0);
    expect(await later(0)).toBe('503 Error down');
    expect(await later(299)).toBe('503 Error 299s down');
    expect(await later(1)).toBe('200 Miss B');
  });

  test('TTL-30: stale-while-revalidate means nothing', async () => {
    const { later } = await conversation([
      reply(200, { 'Cache-Control': 'max-age=60, stale-while-revalidate=900' }, 'A'),
      reply(200, {}, 'B'),
    ]);
    await later(0);
    expect(await later(60)).toBe('200 Miss B');
  });

  test('TTL-30: stale-if-error does not shorten how long it stands in', async () => {
    const { later } = await conversation([
      reply(200, { 'Cache-Control': 'max-age=60, stale-if-error=1' }, 'A'),
      reply(503),
    ]);
    await later(0);
    expect(await later(100)).toBe('200 Hit 100s A');
  });
});

describe('an expired object ends', () => {
  test.each([400, 403, 404, 405, 414])('TTL-26: %i is passed on and kept in its place', async (status) => {
    const { origin, later } = await conversation([
      reply(200, MINUTE, 'A'),
      reply(status, { ETag: '"e"' }, 'gone'),
      reply(200, {}, 'B'),
    ]);
    await later(0);
    expect(await later(60)).toBe(`${status} Error gone`);
    expect(await later(299)).toBe(`${status} Error 299s gone`);
    expect(await later(1)).toBe('200 Miss B');
    expect(received(origin.requests[2], 'if-none-match')).toEqual([]);
  });

  test.each([401, 402, 409, 410, 412, 415, 416, 429])(
    'D-8 TTL-26: %i is passed on, and nothing is kept',
    async (status) => {
      const { origin, edge, later } = await conversation([
        reply(200, MINUTE, 'A'),
        reply(status, {}, 'no'),
        reply(503, {}, 'down'),
      ]);
      await later(0);
      expect(await later(60)).toBe(`${status} Error no`);
      expect(edge.location.store.count).toBe(0);
      expect(await later(0)).toBe('503 Error down');
      expect(received(origin.requests[2], 'if-none-match')).toEqual([]);
    },
  );

  test('TTL-26 TTL-10: an answer that must not be kept takes it along', async () => {
    const { edge, later } = await conversation([
      reply(200, MINUTE, 'A'),
      reply(200, { 'Cache-Control': 'private' }, 'mine'),
      reply(503, {}, 'down'),
    ]);
    await later(0);
    expect(await later(60)).toBe('200 Miss mine');
    expect(edge.location.store.count).toBe(0);
    expect(await later(0)).toBe('503 Error down');
  });

  test('TTL-24: so does one that is too large only with its headers', async () => {
    const large = reply(200, { ...MINUTE, 'X-Own': 'x'.repeat(3000) }, 'B'.repeat(8000));
    const { edge, later } = await conversation([reply(200, MINUTE, 'A'), large, reply(503, {}, 'down')], {
      edges: [{ cacheBytes: 20_000 }],
    });
    await later(0);
    expect(await later(60)).toBe(`200 Miss ${'B'.repeat(8000)}`);
    expect(edge.location.store.count).toBe(0);
    expect(await later(0)).toBe('503 Error down');
  });

  test('TTL-24: so does one that turns out too large to be kept', async () => {
    const large = chunked(200, MINUTE, 'B'.repeat(8000), 'B'.repeat(8000));
    const { edge, later } = await conversation([reply(200, MINUTE, 'A'), large, reply(503, {}, 'down')], {
      edges: [{ cacheBytes: 20_000 }],
    });
    await later(0);
    expect(await later(60)).toBe(`200 Miss ${'B'.repeat(16_000)}`);
    expect(edge.location.store.count).toBe(0);
    expect(await later(0)).toBe('503 Error down');
  });
});
