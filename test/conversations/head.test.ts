/** HEAD: answered from what a GET left, asked as HEAD when there is nothing, and never with a body (RG-17). */
import { expect, test } from 'vitest';
import { conversation } from '../harness/conversation.ts';
import { glance } from '../harness/glance.ts';
import { chunked, gate, partial, received, reply, scriptedOrigin } from '../harness/scripted-origin.ts';
import { requestText, testEdge, withEase } from '../harness/test-edge.ts';

const MINUTE = { 'Cache-Control': 'max-age=60', ETag: '"1"' };
/** An answer to HEAD: it speaks of a body it does not send. */
const headOf = (bytes: number, headers = {}) =>
  partial(200, { 'Content-Length': String(bytes), ...MINUTE, ...headers });

test('RG-17 CK-5: HEAD is a hit on what a GET left', async () => {
  const { origin, edge, later } = await conversation([reply(200, MINUTE, 'LOGO')]);
  await later(0);
  edge.clock.advance(5);
  const head = await edge.ask('HEAD', '/a');
  expect(glance(head)).toBe('200 Hit 5s');
  expect(head.header('content-length')).toBe('4');
  expect(origin.requests).toHaveLength(1);
});

test('RG-17: a HEAD miss is asked as HEAD, and its headers are kept for other HEADs', async () => {
  const { origin, edge, later } = await conversation([headOf(4), reply(200, MINUTE, 'LOGO')]);
  const miss = await edge.ask('HEAD', '/a');
  expect([glance(miss), miss.header('content-length')]).toEqual(['200 Miss', '4']);
  edge.clock.advance(5);
  const hit = await edge.ask('HEAD', '/a');
  expect([glance(hit), hit.header('content-length')]).toEqual(['200 Hit 5s', '4']);
  expect(origin.requests.map(({ method }) => method)).toEqual(['HEAD']);

  expect(await later(0)).toBe('200 Miss LOGO');
  expect(origin.requests.map(({ method }) => method)).toEqual(['HEAD', 'GET']);
});

test('RG-17: a range means nothing to HEAD', async () => {
  const { origin, edge, later } = await conversation([headOf(4), reply(200, MINUTE, 'LOGO')]);
  expect(glance(await edge.ask('HEAD', '/a', { Range: 'bytes=1-2' }))).toBe('200 Miss');
  expect(received(origin.requests[0], 'range')).toEqual([]);
  await later(0);
  expect(glance(await edge.ask('HEAD', '/a', { Range: 'bytes=1-2' }))).toBe('200 Hit 0s');
});

test('RG-17 OR-48: nothing follows the head on the connection, whatever the length is told by', async () => {
  const { edge } = await conversation([reply(200, {}, 'LOGO'), chunked(200, {}, 'LOGO')]);
  for (const path of ['/length', '/chunks']) await edge.get(path);
  const viewer = await edge.viewer();
  await viewer.send(
    requestText('HEAD', '/length') + requestText('HEAD', '/chunks') + requestText('GET', '/length'),
  );
  expect(glance(withEase(await viewer.readResponse({ head: true })))).toBe('200 Hit 0s');
  const unknown = withEase(await viewer.readResponse({ head: true }));
  expect([glance(unknown), unknown.header('transfer-encoding')]).toEqual(['200 Hit 0s', undefined]);
  expect(glance(withEase(await viewer.readResponse()))).toBe('200 Hit 0s LOGO');
});

test('RG-17 TTL-22 TTL-23: HEAD on a stale object confirms it for the GETs after it', async () => {
  const { origin, edge, later } = await conversation([reply(200, MINUTE, 'LOGO'), reply(304)]);
  await later(0);
  edge.clock.advance(60);
  expect(glance(await edge.ask('HEAD', '/a'))).toBe('200 RefreshHit');
  expect(origin.requests[1]).toMatchObject({ method: 'GET' });
  expect(received(origin.requests[1], 'if-none-match')).toEqual(['"1"']);
  expect(await later(0)).toBe('200 Hit 0s LOGO');
});

test('RG-17 TTL-24: HEAD on a stale object brings the new one', async () => {
  const { edge, later } = await conversation([reply(200, MINUTE, 'LOGO'), reply(200, MINUTE, 'NEW')]);
  await later(0);
  edge.clock.advance(60);
  const head = await edge.ask('HEAD', '/a');
  expect([glance(head), head.header('content-length')]).toEqual(['200 Miss', '3']);
  expect(await later(0)).toBe('200 Hit 0s NEW');
});

test('RG-17 TTL-23: kept headers are confirmed, too', async () => {
  const { origin, edge } = await conversation([headOf(4), reply(304, { 'X-Own': 'new' })]);
  await edge.ask('HEAD', '/a');
  edge.clock.advance(60);
  const head = await edge.ask('HEAD', '/a');
  expect([glance(head), head.header('x-own'), head.header('content-length')]).toEqual([
    '200 RefreshHit',
    'new',
    '4',
  ]);
  expect(origin.requests[1]).toMatchObject({ method: 'HEAD' });
  expect(received(origin.requests[1], 'if-none-match')).toEqual(['"1"']);
});

test('RG-17 TTL-25: kept headers stand in for an origin that fails', async () => {
  const { edge } = await conversation([headOf(4), partial(503, { 'Content-Length': '9' }), headOf(5)]);
  await edge.ask('HEAD', '/a');
  edge.clock.advance(60);
  const head = await edge.ask('HEAD', '/a');
  expect([glance(head), head.header('content-length')]).toEqual(['200 Hit 60s', '4']);
  edge.clock.advance(300);
  expect((await edge.ask('HEAD', '/a')).header('content-length')).toBe('5');
});

test('RG-17: what GET would be too large to keep is kept as headers', async () => {
  const { origin, edge } = await conversation([headOf(1_000_000)], { edges: [{ cacheBytes: 100_000 }] });
  await edge.ask('HEAD', '/a');
  const head = await edge.ask('HEAD', '/a');
  expect([glance(head), head.header('content-length')]).toEqual(['200 Hit 0s', '1000000']);
  expect(origin.requests).toHaveLength(1);
});

test('RG-17 ER-2: an error to a HEAD is kept for HEADs', async () => {
  const { edge, later } = await conversation([
    partial(404, { 'Content-Length': '4' }),
    reply(200, {}, 'LOGO'),
  ]);
  expect(glance(await edge.ask('HEAD', '/a'))).toBe('404 Error');
  expect(glance(await edge.ask('HEAD', '/a'))).toBe('404 Error 0s');
  expect(await later(0)).toBe('200 Miss LOGO');
  expect(glance(await edge.ask('HEAD', '/a'))).toBe('200 Hit 0s');
});

test('RG-17 OR-49: HEAD joins a GET on its way, and does not wait for the body', async () => {
  const hold = gate();
  const origin = await scriptedOrigin([partial(200, { 'Content-Length': '4', ...MINUTE }, 'LO', hold, 'GO')]);
  const edge = await testEdge({ origin });
  const whole = edge.get('/a');
  await origin.received(1);
  const head = await edge.ask('HEAD', '/a');
  expect([glance(head), head.header('content-length')]).toEqual(['200 Hit', '4']);
  hold.open();
  expect(glance(await whole)).toBe('200 Miss LOGO');
  expect(origin.requests).toHaveLength(1);
});

test('RG-17 OR-47: a HEAD that joined and has its answer does not stop the fetch when the GET leaves', async () => {
  const hold = gate();
  const origin = await scriptedOrigin([partial(200, { 'Content-Length': '4', ...MINUTE }, 'LO', hold, 'GO')]);
  const edge = await testEdge({ origin });
  const viewer = await edge.viewer();
  await viewer.send(requestText('GET', '/a'));
  await viewer.read(10);
  await edge.ask('HEAD', '/a');
  viewer.abort();
  await edge.until(() => edge.records.length === 2);
  hold.open();
  await edge.until(() => edge.location.fills.count === 0);
  expect(glance(await edge.get('/a'))).toBe('200 Hit 0s LOGO');
});

test('RG-17 IN-18: an invalidation removes kept headers', async () => {
  const { edge } = await conversation([headOf(4), headOf(5)]);
  await edge.ask('HEAD', '/a');
  await edge.invalidate(['/a']);
  expect((await edge.ask('HEAD', '/a')).header('content-length')).toBe('5');
});
