/** What stands in for an origin that fails, and for how long; and what ends it. */
import { describe, expect, test } from 'vitest';
import { conversation } from '../harness/conversation.ts';
import { glance } from '../harness/glance.ts';
import type { ReplyHeaders } from '../harness/origin-reply.ts';
import { chunked, partial, RESET, received, reply } from '../harness/scripted-origin.ts';
import type { TestEdge } from '../harness/test-edge.ts';

const MINUTE: ReplyHeaders = { 'Cache-Control': 'max-age=60', ETag: '"1"' };

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
