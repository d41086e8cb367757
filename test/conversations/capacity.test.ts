/** What the edge answers when it has no room: 503, at once, kept nowhere (D-12). */
import { expect, test } from 'vitest';
import { gate, partial, reply, scriptedOrigin } from '../harness/scripted-origin.ts';
import { ORIGIN_NAME, requestText, testEdge, withEase } from '../harness/test-edge.ts';

test('RH-3: one connection too many is answered 503 before it asks, and there is room again afterwards', async () => {
  const origin = await scriptedOrigin(() => reply(200, {}, 'A'));
  const edge = await testEdge({ origin, limits: { connections: 1 } });
  const first = await edge.viewer();
  await first.send(requestText('GET', '/a'));
  expect(await first.readResponse()).toMatchObject({ status: 200 });
  const second = await edge.viewer();
  const answer = withEase(await second.readResponse());
  expect([answer.status, answer.header('x-cache')]).toEqual([503, 'CapacityExceeded from cloudfront']);
  expect(answer.header('connection')).toBe('close');
  expect(await second.readUntilClosed()).toHaveLength(0);
  expect(edge.location.totals.requests.CapacityExceeded).toBe(1);
  first.finish();
  second.finish();
  expect(await first.readUntilClosed()).toHaveLength(0);
  let answered = await edge.get('/a');
  // The edge may learn of an end a moment later than the viewer.
  while (answered.status === 503) answered = await edge.get('/a');
  expect(answered.status).toBe(200);
});

test('RH-3 AL-35: one fill too many is answered 503, logged, and not kept', async () => {
  const hold = gate();
  const origin = await scriptedOrigin(({ target }) => [
    ...(target === '/slow' ? [hold] : []),
    ...reply(200, {}, target),
  ]);
  const edge = await testEdge({ origin, limits: { fills: 1 } });
  const slow = edge.get('/slow');
  await origin.received(1);
  const refused = await edge.get('/b');
  expect([refused.status, refused.header('x-cache')]).toEqual([503, 'CapacityExceeded from cloudfront']);
  expect(edge.records.at(-1)).toMatchObject({ path: '/b', status: 503, resultType: 'CapacityExceeded' });
  hold.open();
  expect((await slow).text).toBe('/slow');
  expect((await edge.get('/b')).text).toBe('/b');
});

test('RH-3: one reader of a fill too many is answered 503', async () => {
  const hold = gate();
  const origin = await scriptedOrigin([[hold, ...reply(200, {}, 'A')]]);
  const edge = await testEdge({ origin, limits: { readersPerFill: 2 }, workers: 1 });
  const taken = [edge.get('/a'), edge.get('/a')];
  await edge.until(() => edge.location.totals.inFlight === 2);
  expect((await edge.get('/a')).status).toBe(503);
  hold.open();
  for (const one of taken) expect((await one).text).toBe('A');
});

test('RH-3: with too much in memory only what is stored is answered', async () => {
  const hold = gate();
  const origin = await scriptedOrigin([
    reply(200, {}, 'STORED'),
    partial(200, { 'Content-Length': '10000' }, 'a'.repeat(5000), hold, 'a'.repeat(5000)),
    reply(200, {}, 'C'),
  ]);
  const edge = await testEdge({ origin, limits: { pinnedBytes: 4096 } });
  await edge.get('/a');
  const large = edge.get('/b');
  await edge.until(() => edge.location.fills.pinnedBytes > 4096);
  expect((await edge.get('/c')).status).toBe(503);
  expect((await edge.get('/a')).text).toBe('STORED');
  hold.open();
  expect((await large).body).toHaveLength(10_000);
  expect((await edge.get('/c')).text).toBe('C');
});

test('LQ-20 RH-3 AL-35: over a configured rate 503 LimitExceeded, until the next second', async () => {
  const origin = await scriptedOrigin(() => reply(200, {}, 'A'));
  const edge = await testEdge({ origin, limits: { requestsPerSecond: 2 } });
  const said = [];
  for (let at = 0; at < 4; at++) said.push((await edge.get('/a')).header('x-cache'));
  const [limited, hit] = ['LimitExceeded from cloudfront', 'Hit from cloudfront'];
  expect(said).toEqual(['Miss from cloudfront', hit, limited, limited]);
  expect(edge.records.at(-1)).toMatchObject({ status: 503, resultType: 'LimitExceeded' });
  edge.clock.advance(1);
  expect((await edge.get('/a')).header('x-cache')).toBe(hit);
});

test('LQ-20: no rate is enforced unless one is configured', async () => {
  const origin = await scriptedOrigin(() => reply(200, {}, 'A'));
  const edge = await testEdge({ origin });
  const viewer = await edge.viewer();
  for (let at = 0; at < 200; at++) {
    await viewer.send(requestText('GET', '/a'));
    expect((await viewer.readResponse()).status).toBe(200);
  }
});

test('OR-15: a request that passed this edge location before is refused', async () => {
  const origin = await scriptedOrigin(() => reply(200, {}, 'A'));
  const edge = await testEdge({ origin });
  const refused = await edge.get('/a', { Via: `1.0 a.example, ${edge.location.via}` });
  expect([refused.status, refused.header('x-cache')]).toEqual([403, 'Error from cloudfront']);
  expect(origin.requests).toHaveLength(0);
});

test.each([
  [10, 200],
  [11, 403],
])('OR-15: a request with %i hops gets %i', async (hops, status) => {
  const origin = await scriptedOrigin(() => reply(200, {}, 'A'));
  const edge = await testEdge({ origin });
  const via = Array.from({ length: hops }, (_, at) => `1.1 hop${at}`);
  expect((await edge.get('/a', { Via: via.join(', ') })).status).toBe(status);
  const lines = via.map((one) => `Via: ${one}\r\n`).join('');
  const viewer = await edge.viewer();
  await viewer.send(requestText('GET', '/a').replace(/\r\n$/, `${lines}\r\n`));
  expect((await viewer.readResponse()).status).toBe(status);
});

test('OR-15: an origin that leads back to its own edge does not go round', async () => {
  const endpoint = { host: '127.0.0.1', port: 0 };
  const edge = await testEdge({ origin: { endpoint }, config: { Aliases: [ORIGIN_NAME] } });
  endpoint.port = edge.ports[0]!;
  expect((await edge.get('/a')).status).toBe(403);
  expect(edge.location.totals.originRequests).toBe(1);
});
