/** What two workers of one edge location are told holds for both, their limits are of both together, and one may die. */
import { describe, expect, test } from 'vitest';
import { glance } from '../harness/glance.ts';
import { gate, reply, responseHead, scriptedOrigin } from '../harness/scripted-origin.ts';
import { ask } from '../harness/slow-viewing.ts';
import { requestText } from '../harness/test-edge.ts';
import { followers, KIB, MINUTE, see, twoWorkers } from '../harness/two-worker-talk.ts';

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
