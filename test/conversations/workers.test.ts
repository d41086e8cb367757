/** Two workers of one edge location do as one would: what one fetches the other’s viewers have. */
import { describe, expect, test } from 'vitest';
import { glance } from '../harness/glance.ts';
import { wholeReply } from '../harness/range-origin.ts';
import { gate, partial, RESET, reply, responseHead, scriptedOrigin } from '../harness/scripted-origin.ts';
import { ask } from '../harness/slow-viewing.ts';
import { requestText } from '../harness/test-edge.ts';
import { expectQuiet, followers, KIB, MINUTE, see, twoWorkers } from '../harness/two-worker-talk.ts';

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

  test('OR-49: of several fetches of one worker each viewer of the other has its own', async () => {
    const hold = gate();
    const origin = await scriptedOrigin(({ target }) => [hold, ...reply(200, MINUTE, target)]);
    const edge = await twoWorkers({ origin });
    const targets = ['/1', '/2', '/3'];
    const askEach = async () => {
      const viewers = [];
      for (const target of targets) {
        const viewer = await edge.viewer();
        await viewer.send(requestText('GET', target));
        viewers.push(viewer);
        // The other worker's turn.
        await edge.viewer();
      }
      return viewers;
    };
    const leaders = await askEach();
    await origin.received(targets.length);
    await edge.viewer();
    const others = await askEach();
    await followers(edge, targets.length);
    hold.open();
    for (const [at, target] of targets.entries()) {
      expect(await see(leaders[at]!)).toBe(`200 Miss ${target}`);
      expect(await see(others[at]!)).toBe(`200 Hit ${target}`);
    }
    expect(origin.requests).toHaveLength(targets.length);
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
