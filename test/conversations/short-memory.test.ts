/** What is too large to keep, and what happens while memory is short (D-12). */
import { describe, expect, test } from 'vitest';
import { glance } from '../harness/glance.ts';
import { wholeReply } from '../harness/range-origin.ts';
import type { RawViewer } from '../harness/raw-viewer.ts';
import {
  chunk,
  gate,
  partial,
  type Reply,
  reply,
  responseHead,
  scriptedOrigin,
} from '../harness/scripted-origin.ts';
import { ask, KIB, LARGE, MIB, MINUTE, untilStuck, WINDOW } from '../harness/slow-viewing.ts';
import { requestText, testEdge } from '../harness/test-edge.ts';

describe('too large to keep', () => {
  const SMALL = { edges: [{ cacheBytes: MIB, maxObjectShare: 0.5 }] };
  const BODY = LARGE.subarray(0, 600 * KIB);

  test.each<[how: string, answer: () => Reply]>([
    ['by its length', () => wholeReply(BODY, MINUTE)],
    [
      'as it turns out half way',
      () => [responseHead(200, { ...MINUTE, 'Transfer-Encoding': 'chunked' }), chunk(BODY), '0\r\n\r\n'],
    ],
  ])('%s: passed on and not kept', async (_how, answer) => {
    const origin = await scriptedOrigin(answer);
    const edge = await testEdge({ origin, ...SMALL });
    for (let i = 0; i < 2; i++) {
      const response = await edge.get('/a');
      expect([response.header('x-cache'), response.body.equals(BODY)]).toEqual([
        'Miss from cloudfront',
        true,
      ]);
    }
    await edge.until(() => edge.location.fills.count === 0);
    expect([edge.location.store.count, edge.location.fills.pinnedBytes]).toEqual([0, 0]);
  });

  test('the range viewer that has its part of one does not keep it coming', async () => {
    const never = gate();
    const origin = await scriptedOrigin(() =>
      partial(200, { ...MINUTE, 'Content-Length': String(MIB) }, BODY.subarray(0, 1000), never),
    );
    const edge = await testEdge({ origin, ...SMALL });
    expect((await edge.get('/a', { Range: 'bytes=0-9' })).body.equals(BODY.subarray(0, 10))).toBe(true);
    await origin.closedTo(0);
    expect(edge.location.fills.count).toBe(0);
  });
});

describe('memory is short (D-12)', () => {
  test('a fill that was to be kept passes on, and new ones are refused, until there is room', async () => {
    const rest = gate();
    const origin = await scriptedOrigin((request) =>
      request.target === '/a'
        ? partial(
            200,
            { ...MINUTE, 'Content-Length': String(LARGE.length) },
            LARGE.subarray(0, MIB),
            rest,
            LARGE.subarray(MIB),
          )
        : reply(200, MINUTE, 'SMALL'),
    );
    const limits = { ...WINDOW, pinnedBytes: 512 * KIB };
    const edge = await testEdge({ origin, limits, edges: [{ cacheBytes: 20 * MIB }] });
    const { fills, store } = edge.location;
    const slow = await ask(edge);
    await slow.readHead();
    rest.open();
    await untilStuck(edge);
    expect(fills.pinnedBytes).toBeLessThanOrEqual(512 * KIB + 64 * KIB);
    expect((await slow.read(LARGE.length)).equals(LARGE)).toBe(true);
    await edge.until(() => fills.count === 0);
    expect([store.count, fills.pinnedBytes]).toEqual([0, 0]);
    expect(glance(await edge.get('/b'))).toBe('200 Miss SMALL');
    expect(glance(await edge.get('/b'))).toBe('200 Hit 0s SMALL');
  });

  test('pinned by slow viewers: misses are refused with CapacityExceeded, followers and hits go on', async () => {
    const rest = gate();
    const origin = await scriptedOrigin((request) => {
      if (request.target.startsWith('/large')) return wholeReply(LARGE, MINUTE);
      return request.target === '/b' ? reply(200, MINUTE, 'SMALL') : [rest, ...reply(200, MINUTE, 'LATE')];
    });
    const edge = await testEdge({
      origin,
      limits: { pinnedBytes: 9 * MIB },
      edges: [{ cacheBytes: 64 * MIB }],
    });
    const { location } = edge;
    await edge.get('/b');
    const late = edge.get('/late');
    const slow: RawViewer[] = [];
    for (const target of ['/large/1', '/large/2']) {
      await edge.get(target);
      const viewer = await edge.viewer();
      await viewer.send(requestText('GET', target));
      await viewer.readHead();
      slow.push(viewer);
    }
    await edge.invalidate(['/large/*'], { expands: true });
    location.store.sweep();
    const refused = await edge.get('/large/1');
    expect([location.isMemoryShort(), refused.status, refused.header('x-cache')]).toEqual([
      true,
      503,
      'CapacityExceeded from cloudfront',
    ]);
    expect(glance(await edge.get('/b'))).toBe('200 Hit 0s SMALL');
    const follower = edge.get('/late');
    await edge.until(() => location.totals.followers === 1);
    rest.open();
    expect(glance(await late)).toBe('200 Miss LATE');
    expect(glance(await follower)).toBe('200 Hit LATE');
    for (const viewer of slow) expect((await viewer.read(LARGE.length)).equals(LARGE)).toBe(true);
    await edge.until(() => !location.isMemoryShort());
    expect((await edge.get('/large/1')).status).toBe(200);
  });
});
