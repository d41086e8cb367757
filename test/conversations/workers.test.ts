/**
 * Two workers of one edge location do as one would: what one fetches the other's viewers have, and what they are
 * told holds for both. Viewers come to them in turn.
 */
import { describe, expect, test } from 'vitest';
import { glance } from '../harness/glance.ts';
import { wholeReply } from '../harness/range-origin.ts';
import type { RawViewer } from '../harness/raw-viewer.ts';
import { gate, partial, RESET, reply, responseHead, scriptedOrigin } from '../harness/scripted-origin.ts';
import {
  requestText,
  type TestEdge,
  type TestEdgeOptions,
  testEdge,
  withEase,
} from '../harness/test-edge.ts';

const MINUTE = { 'Cache-Control': 'max-age=60', ETag: '"1"' };
const KIB = 1024;

async function twoWorkers(options: TestEdgeOptions): Promise<TestEdge> {
  return await testEdge({ ...options, workers: 2 });
}

/** A viewer of the next worker that has asked for `/a`. */
async function ask(edge: TestEdge, headers: Readonly<Record<string, string>> = {}): Promise<RawViewer> {
  const viewer = await edge.viewer();
  await viewer.send(requestText('GET', '/a', headers));
  return viewer;
}

async function see(viewer: RawViewer): Promise<string> {
  return glance(withEase(await viewer.readResponse()));
}

async function followers(edge: TestEdge, count: number): Promise<void> {
  await edge.until(() => edge.location.totals.followers === count);
}

/** Nothing is left in flight, held or counted as such. */
function expectQuiet({ location, mistakes }: TestEdge): void {
  const { fills, store, totals } = location;
  expect([fills.count, fills.pinnedBytes, store.pinnedBytes, totals.inFlight, mistakes]).toEqual([
    0,
    0,
    0,
    0,
    [],
  ]);
}

describe('what one worker has, the other has', () => {
  test('OR-49: an object that one stored is a hit at the other', async () => {
    const origin = await scriptedOrigin([reply(200, MINUTE, 'LOGO')]);
    const edge = await twoWorkers({ origin });
    const seen = [await edge.get('/a'), await edge.get('/a'), await edge.get('/a')].map(glance);
    expect(seen).toEqual(['200 Miss LOGO', '200 Hit 0s LOGO', '200 Hit 0s LOGO']);
  });

  test('OR-49 OR-50: viewers of both read one fetch', async () => {
    const hold = gate();
    const origin = await scriptedOrigin([[hold, ...reply(200, MINUTE, 'LOGO')]]);
    const edge = await twoWorkers({ origin });
    const leader = await ask(edge);
    await origin.received(1);
    const others = [await ask(edge), await ask(edge), await ask(edge)];
    await followers(edge, 3);
    hold.open();
    expect(await see(leader)).toBe('200 Miss LOGO');
    for (const other of others) expect(await see(other)).toBe('200 Hit LOGO');
    expect(origin.requests).toHaveLength(1);
    await edge.until(() => edge.location.fills.count === 0);
    expectQuiet(edge);
  });

  test('RG-18: bytes reach viewers of both as they come', async () => {
    const [first, second] = [gate(), gate()];
    const head = responseHead(200, { ...MINUTE, 'Content-Length': '8' });
    const origin = await scriptedOrigin([[head, first, 'LOGO', second, 'TYPE']]);
    const edge = await twoWorkers({ origin });
    const viewers = [await ask(edge), await ask(edge)];
    await followers(edge, 1);
    first.open();
    for (const viewer of viewers) {
      await viewer.readHead();
      expect((await viewer.read(4)).toString()).toBe('LOGO');
    }
    second.open();
    for (const viewer of viewers) expect((await viewer.read(4)).toString()).toBe('TYPE');
  });

  test('D-7: of a body that is not kept, viewers who both take it quickly both have the whole', async () => {
    const body = Buffer.alloc(4 * KIB * KIB, 'LOGOTYPE');
    const head = gate();
    const untellable = { 'Cache-Control': 'no-store', ETag: 'W/"1"' };
    const origin = await scriptedOrigin([[head, ...wholeReply(body, untellable)]]);
    const edge = await twoWorkers({ origin, limits: { fillWindowBytes: 32 * KIB } });
    const viewers = [await ask(edge), await ask(edge)];
    await followers(edge, 1);
    head.open();
    const answers = await Promise.all(viewers.map((viewer) => viewer.readResponse()));
    expect(answers.map((answer) => answer.body.equals(body))).toEqual([true, true]);
  });

  test('D-7: of a body that is not kept, a slow viewer of the other worker does not hold up a fast one', async () => {
    // More than sockets hold for who takes nothing.
    const body = Buffer.alloc(24 * KIB * KIB, 'LOGOTYPE');
    const head = gate();
    const untellable = { 'Cache-Control': 'no-store', ETag: 'W/"1"' };
    const origin = await scriptedOrigin([[head, ...wholeReply(body, untellable)]]);
    const edge = await twoWorkers({ origin, limits: { fillWindowBytes: 256 * KIB } });
    const fast = await ask(edge);
    await origin.received(1);
    const slow = await ask(edge);
    await followers(edge, 1);
    head.open();
    expect((await fast.readResponse()).body.equals(body)).toBe(true);
    // With nothing to tell versions by, there is no way to go on for who fell behind.
    await expect(slow.readResponse()).rejects.toThrow();
    await edge.until(() => edge.records.length === 2);
    expectQuiet(edge);
  });

  test('TTL-23 D-10: an expired object is confirmed once for both', async () => {
    const hold = gate();
    const origin = await scriptedOrigin([reply(200, MINUTE, 'LOGO'), [hold, ...partial(304, MINUTE)]]);
    const edge = await twoWorkers({ origin });
    await edge.get('/a');
    edge.clock.advance(60);
    const leader = await ask(edge);
    await origin.received(2);
    const follower = await ask(edge);
    await followers(edge, 1);
    hold.open();
    expect([await see(leader), await see(follower)]).toEqual(['200 RefreshHit LOGO', '200 Hit LOGO']);
    expect(origin.requests).toHaveLength(2);
  });

  test('TTL-25 ER-12: a stale object, or an error of the edge, is what both give', async () => {
    const hold = gate();
    const origin = await scriptedOrigin([reply(200, MINUTE, 'LOGO'), [hold, ...reply(500)]]);
    const edge = await twoWorkers({ origin });
    await edge.get('/a');
    edge.clock.advance(60);
    const leader = await ask(edge);
    await origin.received(2);
    const follower = await ask(edge);
    await followers(edge, 1);
    hold.open();
    expect([await see(leader), await see(follower)]).toEqual(['200 Hit 60s LOGO', '200 Hit 60s LOGO']);
  });

  test('RG-17 RG-3: a HEAD and a later part are served from what the other fetches', async () => {
    const hold = gate();
    const head = responseHead(200, { ...MINUTE, 'Content-Length': '8' });
    const origin = await scriptedOrigin([[head, 'LOGO', hold, 'TYPE']]);
    const edge = await twoWorkers({ origin });
    const leader = await ask(edge);
    await edge.until(() => edge.location.totals.originBytes === 4);
    const part = await ask(edge, { Range: 'bytes=6-7' });
    await followers(edge, 1);
    // The turn of the worker that fetches nothing.
    await edge.viewer();
    const head2 = await edge.ask('HEAD', '/a');
    expect(glance(head2)).toBe('200 Hit');
    hold.open();
    expect(await see(part)).toBe('206 Hit PE');
    expect(await see(leader)).toBe('200 Miss LOGOTYPE');
    expect(origin.requests).toHaveLength(1);
  });

  test('OR-46: a body that breaks off breaks off for viewers of both', async () => {
    const hold = gate();
    const origin = await scriptedOrigin([partial(200, { 'Content-Length': '8' }, 'LOGO', hold, RESET)]);
    const edge = await twoWorkers({ origin });
    const viewers = [await ask(edge), await ask(edge)];
    await followers(edge, 1);
    for (const viewer of viewers) await viewer.readHead();
    hold.open();
    for (const viewer of viewers) expect((await viewer.readUntilClosed()).toString()).toBe('LOGO');
    expect(edge.location.store.count).toBe(0);
  });

  test('OR-47 D-5: the last viewer of either to leave stops the fetch', async () => {
    const origin = await scriptedOrigin([[gate()]]);
    const edge = await twoWorkers({ origin });
    const viewers = [await ask(edge), await ask(edge)];
    await followers(edge, 1);
    viewers[0]!.abort();
    await edge.until(() => edge.location.totals.inFlight === 1);
    expect(edge.location.fills.count).toBe(2);
    viewers[1]!.abort();
    await edge.until(() => edge.location.fills.count === 0);
    expectQuiet(edge);
  });
});

describe('what they are told holds for both', () => {
  test('IN-18: an invalidation is complete at both when it is', async () => {
    const origin = await scriptedOrigin((_request, at) => reply(200, MINUTE, `no. ${at}`));
    const edge = await twoWorkers({ origin });
    await edge.get('/a');
    await edge.get('/a');
    await edge.invalidate(['/a']);
    expect([await edge.get('/a'), await edge.get('/a')].map(glance)).toEqual([
      '200 Miss no. 1',
      '200 Hit 0s no. 1',
    ]);
  });

  test('IN-19: what is on its way at one is not had by whoever asks the other afterwards', async () => {
    const hold = gate();
    const origin = await scriptedOrigin([[hold, ...reply(200, MINUTE, 'OLD')], reply(200, MINUTE, 'NEW')]);
    const edge = await twoWorkers({ origin });
    const [leader, follower] = [await ask(edge), await ask(edge)];
    await followers(edge, 1);
    // Who fetches has heard by now who reads along.
    await edge.advance(0);
    await edge.invalidate(['/a']);
    for (const _ of 'ab') expect(glance(await edge.get('/a'))).toContain('NEW');
    hold.open();
    expect([await see(leader), await see(follower)]).toEqual(['200 Miss OLD', '200 Hit OLD']);
    for (const _ of 'ab') expect(glance(await edge.get('/a'))).toContain('NEW');
    expect(origin.requests).toHaveLength(2);
  });

  test('IN-19: paths are forgotten when all know them and the store was swept, and nothing comes back', async () => {
    const origin = await scriptedOrigin((_request, at) => reply(200, MINUTE, `no. ${at}`));
    const edge = await twoWorkers({ origin });
    for (const _ of 'ab') await edge.get('/a');
    await edge.invalidate(['/a', ...Array.from({ length: 10_000 }, (_, at) => `/${at}`)]);
    await edge.advance(0);
    expect([edge.location.invalidations.size, edge.location.store.count]).toEqual([0, 0]);
    expect(glance(await edge.get('/a'))).toBe('200 Miss no. 1');
  });

  test('TTL-19: time is the same for both', async () => {
    const origin = await scriptedOrigin((_request, at) => reply(200, MINUTE, `no. ${at}`));
    const edge = await twoWorkers({ origin });
    await edge.get('/a');
    edge.clock.advance(59);
    for (const _ of 'ab') expect(glance(await edge.get('/a'))).toBe('200 Hit 59s no. 0');
    edge.clock.advance(1);
    expect(glance(await edge.get('/a'))).toBe('200 Miss no. 1');
  });

  test('TTL-31: bytes are those of the edge location, and what one asks for is recent for both', async () => {
    const body = 'x'.repeat(30 * KIB);
    const origin = await scriptedOrigin(() => reply(200, MINUTE, body));
    const edge = await twoWorkers({ origin, edges: [{ cacheBytes: 100 * KIB }] });
    for (const target of ['/1', '/2', '/3', '/1', '/4', '/1']) await edge.get(target);
    expect(edge.location.store.bytes).toBeLessThanOrEqual(100 * KIB);
    expect(edge.location.store.evictions).toBe(1);
    expect((await edge.get('/1')).header('x-cache')).toContain('Hit');
    expect((await edge.get('/2')).header('x-cache')).toContain('Miss');
  });

  test('D-12: a request that comes back by the other is recognised', async () => {
    const origin = await scriptedOrigin([]);
    const edge = await twoWorkers({ origin });
    for (const _ of 'ab') expect((await edge.get('/a', { Via: edge.location.via })).status).toBe(403);
  });
});

describe('limits are of both together', () => {
  test('LQ-20: requests of a second', async () => {
    const origin = await scriptedOrigin(() => reply(200, MINUTE, 'A'));
    const edge = await twoWorkers({ origin, limits: { requestsPerSecond: 3 } });
    const statuses = [];
    for (let at = 0; at < 5; at++) statuses.push((await edge.get('/a')).status);
    expect(statuses).toEqual([200, 200, 200, 503, 503]);
  });

  test('D-12: fills in flight', async () => {
    const origin = await scriptedOrigin(() => [gate()]);
    const edge = await twoWorkers({ origin, limits: { fills: 2 } });
    for (const target of ['/1', '/2']) await (await edge.viewer()).send(requestText('GET', target));
    await edge.until(() => edge.location.fills.count === 2);
    for (const _ of 'ab') expect((await edge.get('/3')).header('x-cache')).toContain('CapacityExceeded');
  });

  test('counters are added up', async () => {
    const origin = await scriptedOrigin(() => reply(200, MINUTE, 'A'));
    const edge = await twoWorkers({ origin });
    for (let at = 0; at < 4; at++) await edge.get('/a');
    expect(edge.location.totals).toMatchObject({
      requests: { Hit: 3, Miss: 1 },
      originRequests: 1,
      originBytes: 1,
    });
  });
});

describe('a worker that dies', () => {
  test('before the head: viewers of the other begin anew, and fetch themselves', async () => {
    const origin = await scriptedOrigin([[gate()], reply(200, MINUTE, 'LOGO')]);
    const edge = await twoWorkers({ origin });
    await ask(edge);
    await origin.received(1);
    const survivor = await ask(edge);
    await followers(edge, 1);
    await edge.kill(1);
    expect(await see(survivor)).toBe('200 Miss LOGO');
    expect(glance(await edge.get('/a'))).toBe('200 Hit 0s LOGO');
    expect(edge.mistakes).toEqual([]);
  });

  test('OR-46: amid the body: viewers of the other are cut, and the next fetches anew', async () => {
    const head = responseHead(200, { ...MINUTE, 'Content-Length': '8' });
    const origin = await scriptedOrigin([[head, 'LOGO', gate()], reply(200, MINUTE, 'LOGOTYPE')]);
    const edge = await twoWorkers({ origin });
    await ask(edge);
    await origin.received(1);
    const survivor = await ask(edge);
    await survivor.readHead();
    expect((await survivor.read(4)).toString()).toBe('LOGO');
    await edge.kill(1);
    expect(await survivor.readUntilClosed()).toHaveLength(0);
    expect(glance(await edge.get('/a'))).toBe('200 Miss LOGOTYPE');
  });

  test('what it held may be evicted, and its readers are nobody', async () => {
    const hold = gate();
    const origin = await scriptedOrigin([[hold, ...reply(200, MINUTE, 'LOGO')]]);
    const edge = await twoWorkers({ origin });
    // The first viewer is the second worker's.
    await ask(edge);
    await origin.received(1);
    await ask(edge);
    await followers(edge, 1);
    await edge.kill(0);
    hold.open();
    await edge.until(() => edge.location.store.count === 1);
    await edge.invalidate(['/a']);
    expect(edge.location.store.pinnedBytes).toBe(0);
  });
});
