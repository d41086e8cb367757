/** One fetch however many viewers ask: who waits, who reads along, what happens when some of them leave. */
import { expect, test } from 'vitest';
import { glance } from '../harness/glance.ts';
import type { RawViewer } from '../harness/raw-viewer.ts';
import { chunk, gate, partial, received, reply, scriptedOrigin } from '../harness/scripted-origin.ts';
import { requestText, type TestEdge, testEdge, withEase } from '../harness/test-edge.ts';

const MINUTE = { 'Cache-Control': 'max-age=60', ETag: '"1"' };

type Headers = Readonly<Record<string, string>>;

/** A viewer that has asked for `/a` and not yet read anything. */
async function ask(edge: TestEdge, headers: Headers = {}, at = 0): Promise<RawViewer> {
  const viewer = await edge.viewer(at);
  await viewer.send(requestText('GET', '/a', headers));
  return viewer;
}

/** As `ask`, and the edge has the request and waits for somebody's fetch. */
async function follow(edge: TestEdge, headers: Headers = {}): Promise<RawViewer> {
  const { location } = edge;
  const wanted = location.totals.followers + 1;
  const viewer = await ask(edge, headers);
  await edge.until(() => location.totals.followers === wanted);
  return viewer;
}

async function see(viewer: RawViewer): Promise<string> {
  return glance(withEase(await viewer.readResponse()));
}

test('OR-49 OR-50: who asks while the fetch is on its way waits for it, and is logged as a Hit', async () => {
  const hold = gate();
  const origin = await scriptedOrigin([[hold, ...reply(200, MINUTE, 'LOGO')]]);
  const edge = await testEdge({ origin });
  const leader = await ask(edge);
  await origin.received(1);
  const followers = [await follow(edge), await follow(edge)];
  hold.open();
  expect(await see(leader)).toBe('200 Miss LOGO');
  for (const follower of followers) expect(await see(follower)).toBe('200 Hit LOGO');
  await edge.until(() => edge.records.length === 3);
  expect(edge.records.map(({ resultType }) => resultType).sort()).toEqual(['Hit', 'Hit', 'Miss']);
  expect(origin.requests).toHaveLength(1);
  expect(edge.mistakes).toEqual([]);
});

test('OR-49: an expired object is asked for once as well', async () => {
  const hold = gate();
  const origin = await scriptedOrigin([reply(200, MINUTE, 'LOGO'), [hold, ...partial(304, MINUTE)]]);
  const edge = await testEdge({ origin });
  await edge.get('/a');
  edge.clock.advance(60);
  const leader = await ask(edge);
  await origin.received(2);
  const follower = await follow(edge);
  hold.open();
  expect([await see(leader), await see(follower)]).toEqual(['200 RefreshHit LOGO', '200 Hit LOGO']);
  expect(origin.requests).toHaveLength(2);
});

test.each<[string, Headers]>([
  ['no-cache', { 'Cache-Control': 'no-cache' }],
  ['no-store', { 'Cache-Control': 'no-store' }],
  ['max-age=0', { 'Cache-Control': 'max-age=0' }],
  ['a status that is not kept', {}],
])('OR-51: %s: those who waited share the answer, the next one asks again', async (what, headers) => {
  const hold = gate();
  const status = what.startsWith('a status') ? 429 : 200;
  const origin = await scriptedOrigin([[hold, ...reply(status, headers, 'ONE')], reply(200, headers, 'TWO')]);
  const edge = await testEdge({ origin });
  const leader = await ask(edge);
  await origin.received(1);
  const follower = await follow(edge);
  hold.open();
  expect((await see(leader)).slice(-3)).toBe('ONE');
  expect((await see(follower)).slice(-3)).toBe('ONE');
  expect((await see(await ask(edge))).slice(-3)).toBe('TWO');
});

test.each(['no-store', 'no-cache', 'max-age=0'])(
  'OR-51: %s is joined only until its head is here',
  async (control) => {
    const [head, rest] = [gate(), gate()];
    const headers = { 'Content-Length': '6', 'Cache-Control': control };
    const origin = await scriptedOrigin([
      [head, ...partial(200, headers, rest, 'ONEONE')],
      reply(200, {}, 'TWO'),
    ]);
    const edge = await testEdge({ origin });
    const leader = await ask(edge);
    head.open();
    await leader.readHead();
    expect(await see(await ask(edge))).toBe('200 Miss TWO');
    rest.open();
    expect(String(await leader.read(6))).toBe('ONEONE');
    await edge.until(() => edge.location.fills.count === 0);
    expect(await see(await ask(edge))).toBe('200 Hit 0s TWO');
  },
);

test('OR-53: where cookies are forwarded everybody has a fetch of his own', async () => {
  const hold = gate();
  const origin = await scriptedOrigin(() => [hold, ...reply(200, MINUTE, 'LOGO')]);
  const Cookies = { Forward: 'all', WhitelistedNames: [] } as const;
  const edge = await testEdge({ origin, behavior: { ForwardedValues: { QueryString: false, Cookies } } });
  const viewers = [await ask(edge), await ask(edge)];
  await origin.received(2);
  hold.open();
  for (const viewer of viewers) expect(await see(viewer)).toBe('200 Miss LOGO');
});

test('OR-54: two edge locations fetch separately', async () => {
  const hold = gate();
  const origin = await scriptedOrigin(() => [hold, ...reply(200, MINUTE, 'LOGO')]);
  const edge = await testEdge({ origin, edges: [{}, {}] });
  const viewers = [await ask(edge, {}, 0), await ask(edge, {}, 1)];
  await origin.received(2);
  hold.open();
  for (const viewer of viewers) expect(await see(viewer)).toBe('200 Miss LOGO');
  expect(await see(await ask(edge, {}, 1))).toBe('200 Hit 0s LOGO');
});

test('RG-18: the head goes out before the first byte of the body is here', async () => {
  const hold = gate();
  const origin = await scriptedOrigin([partial(200, { 'Content-Length': '4', ...MINUTE }, hold, 'LOGO')]);
  const edge = await testEdge({ origin });
  const viewer = await ask(edge);
  expect(await viewer.readHead()).toMatch(/^HTTP\/1\.1 200 OK\r\n/);
  hold.open();
  expect(String(await viewer.read(4))).toBe('LOGO');
});

test('RG-18: leader and followers have the first bytes before the origin sent the last', async () => {
  const [head, rest] = [gate(), gate()];
  const origin = await scriptedOrigin([
    [head, ...partial(200, { 'Content-Length': '4', ...MINUTE }, 'LO', rest, 'GO')],
  ]);
  const edge = await testEdge({ origin });
  const leader = await ask(edge);
  await origin.received(1);
  const follower = await follow(edge);
  head.open();
  const viewers = [leader, follower];
  for (const viewer of viewers) {
    await viewer.readHead();
    expect(String(await viewer.read(2))).toBe('LO');
  }
  // Who comes in the middle has what is here at once, too.
  const late = await follow(edge);
  expect(await late.readHead()).toContain('X-Cache: Hit from cloudfront');
  expect(String(await late.read(2))).toBe('LO');
  rest.open();
  for (const viewer of [...viewers, late]) expect(String(await viewer.read(2))).toBe('GO');
  expect(origin.requests).toHaveLength(1);
  expect(await see(await ask(edge))).toBe('200 Hit 0s LOGO');
});

test('OR-47: the leader leaves, the followers complete and the object is kept', async () => {
  const [head, rest] = [gate(), gate()];
  const origin = await scriptedOrigin([
    [head, ...partial(200, { 'Content-Length': '4', ...MINUTE }, 'LO', rest, 'GO')],
  ]);
  const edge = await testEdge({ origin });
  const leader = await ask(edge);
  await origin.received(1);
  const follower = await follow(edge);
  head.open();
  await follower.readHead();
  leader.abort();
  await edge.until(() => edge.records.length === 1);
  rest.open();
  expect(String(await follower.read(4))).toBe('LOGO');
  expect(await see(await ask(edge))).toBe('200 Hit 0s LOGO');
  expect(edge.records[0]).toMatchObject({ resultType: 'Error', status: 200 });
});

test('OR-47: the leader leaves before the answer, the follower still gets it', async () => {
  const hold = gate();
  const origin = await scriptedOrigin([[hold, ...reply(200, MINUTE, 'LOGO')]]);
  const edge = await testEdge({ origin });
  const leader = await ask(edge);
  await origin.received(1);
  const follower = await follow(edge);
  leader.abort();
  await edge.until(() => edge.records.length === 1);
  hold.open();
  expect(await see(follower)).toBe('200 Hit LOGO');
  expect(origin.requests).toHaveLength(1);
});

test.each(['before the answer', 'within the body'])(
  'OR-47: all leave %s: the origin is told to stop, nothing is kept',
  async (when) => {
    const [head, rest] = [gate(), gate()];
    const slow = [head, ...partial(200, { 'Content-Length': '4', ...MINUTE }, 'LO', rest, 'GO')];
    const origin = await scriptedOrigin([slow, reply(200, MINUTE, 'NEW')]);
    const edge = await testEdge({ origin });
    const viewers = [await ask(edge)];
    await origin.received(1);
    viewers.push(await follow(edge));
    if (when === 'within the body') {
      head.open();
      for (const viewer of viewers) await viewer.readHead();
    }
    for (const viewer of viewers) viewer.abort();
    await origin.closedTo(0);
    await edge.until(() => edge.records.length === 2);
    expect([edge.location.fills.count, edge.location.fills.pinnedBytes, edge.location.store.count]).toEqual([
      0, 0, 0,
    ]);
    expect(await see(await ask(edge))).toBe('200 Miss NEW');
  },
);

test('TTL-34 D-5: a follower that has it already gets 304 while the fill goes on', async () => {
  const [head, rest] = [gate(), gate()];
  const origin = await scriptedOrigin([
    [head, ...partial(200, { 'Content-Length': '4', ...MINUTE }, 'LO', rest, 'GO')],
  ]);
  const edge = await testEdge({ origin });
  const leader = await ask(edge);
  await origin.received(1);
  const conditional = await follow(edge, { 'If-None-Match': '"1"' });
  const impossible = await follow(edge, { 'If-Match': '"2"' });
  head.open();
  expect(await see(conditional)).toBe('304 Hit');
  expect(await see(impossible)).toMatch(/^412 Error/);
  rest.open();
  expect(await see(leader)).toBe('200 Miss LOGO');
});

test('OR-28 D-4 D-5: the one conditional viewer gets its 304; the whole object is fetched and kept', async () => {
  const rest = gate();
  const origin = await scriptedOrigin([partial(200, { 'Content-Length': '4', ...MINUTE }, 'LO', rest, 'GO')]);
  const edge = await testEdge({ origin });
  expect(await see(await ask(edge, { 'If-None-Match': '"1"', 'If-Range': '"1"' }))).toBe('304 Miss');
  expect(received(origin.requests[0], 'if-none-match')).toEqual([]);
  expect(received(origin.requests[0], 'if-range')).toEqual([]);
  rest.open();
  await edge.until(() => edge.location.store.count === 1);
  expect(await see(await ask(edge))).toBe('200 Hit 0s LOGO');
});

test('a connection to the origin is used again after an answer that is not kept', async () => {
  const origin = await scriptedOrigin(() => reply(200, { 'Cache-Control': 'no-store' }, 'LOGO'));
  const edge = await testEdge({ origin, workers: 1 });
  for (let i = 0; i < 3; i++) expect(await see(await ask(edge))).toBe('200 Miss LOGO');
  expect([origin.requests.length, origin.connections]).toEqual([3, 1]);
});

test('OR-46: all see the break, and the next one asks anew', async () => {
  const [head, rest] = [gate(), gate()];
  const headers = { 'Transfer-Encoding': 'chunked', ...MINUTE };
  const origin = await scriptedOrigin([
    [head, ...partial(200, headers, chunk('LO'), rest, 'not a chunk size')],
    reply(200, MINUTE, 'LOGO'),
  ]);
  const edge = await testEdge({ origin });
  const leader = await ask(edge);
  await origin.received(1);
  const follower = await follow(edge);
  head.open();
  await follower.readHead();
  rest.open();
  await expect(follower.readResponse()).rejects.toThrow();
  await expect(leader.readResponse()).rejects.toThrow('ended before');
  expect(await see(await ask(edge))).toBe('200 Miss LOGO');
});

test('D-12: one fill more than allowed is answered 503 CapacityExceeded', async () => {
  const hold = gate();
  const origin = await scriptedOrigin(() => [hold, ...reply(200, MINUTE, 'LOGO')]);
  const edge = await testEdge({ origin, limits: { fills: 1 } });
  const leader = await ask(edge);
  await origin.received(1);
  const other = await edge.get('/b');
  expect([other.status, other.header('x-cache')]).toEqual([503, 'CapacityExceeded from cloudfront']);
  hold.open();
  expect(await see(leader)).toBe('200 Miss LOGO');
  expect((await edge.get('/b')).status).toBe(200);
});

test('D-12: one reader more than allowed is answered 503 CapacityExceeded', async () => {
  const hold = gate();
  const origin = await scriptedOrigin(() => [hold, ...reply(200, MINUTE, 'LOGO')]);
  const edge = await testEdge({ origin, limits: { readersPerFill: 2 } });
  const leader = await ask(edge);
  await origin.received(1);
  const follower = await follow(edge);
  expect(await see(await ask(edge))).toMatch(/^503 CapacityExceeded/);
  hold.open();
  expect([await see(leader), await see(follower)]).toEqual(['200 Miss LOGO', '200 Hit LOGO']);
});
