/** Viewers that take their time: over a head, over an answer, over nothing at all. */
import { expect, test } from 'vitest';
import { gate, partial, reply, scriptedOrigin } from '../harness/scripted-origin.ts';
import { requestText, type TestEdge, testEdge, withEase } from '../harness/test-edge.ts';

const GET = requestText('GET', '/a');
const MIB = 1024 ** 2;
/** Room for an object that no system's socket buffers can hold. */
const LARGE_CACHE = { edges: [{ cacheBytes: 128 * MIB }] };

async function edgeWithObject(body: string | Buffer = 'OBJECT') {
  const headers = { 'Cache-Control': 'max-age=600', Connection: 'close' };
  const origin = await scriptedOrigin(() => reply(200, headers, body));
  const edge = await testEdge({ origin, ...LARGE_CACHE });
  await edge.get('/a');
  await settled(edge);
  return edge;
}

/** Nothing waits any more: no head, no answer, no origin. */
async function settled(edge: TestEdge): Promise<void> {
  await edge.until(() => edge.clock.pendingTimers === 0);
}

test('ER-22: a head that does not end gets 408 after viewerHeaderSeconds, however it dribbles', async () => {
  const edge = await edgeWithObject();
  const viewer = await edge.viewer();
  await edge.until(() => edge.clock.pendingTimers === 1);
  for (const piece of ['GET /a HT', 'TP/1.1\r\n', 'Host: d1']) {
    await viewer.send(piece);
    edge.clock.tick(9999);
  }
  expect(edge.clock.pendingTimers).toBe(1);
  edge.clock.tick(3);
  const answer = withEase(await viewer.readResponse());
  expect([answer.status, answer.reason, answer.header('connection')]).toEqual([
    408,
    'Request Timeout',
    'close',
  ]);
  expect(await viewer.readUntilClosed()).toHaveLength(0);
  expect(edge.records).toHaveLength(1);
});

test('ER-22: a connection that never says anything ends the same way', async () => {
  const edge = await edgeWithObject();
  const viewer = await edge.viewer();
  await edge.until(() => edge.clock.pendingTimers === 1);
  edge.clock.tick(30_000);
  expect(await viewer.readResponse()).toMatchObject({ status: 408 });
});

test('ER-22: empty lines ahead of a head do not stop its time', async () => {
  const edge = await edgeWithObject();
  const viewer = await edge.viewer();
  await edge.until(() => edge.clock.pendingTimers === 1);
  await viewer.send('\r\n');
  // A whole request behind the line, on another connection, so that the line has been read.
  await edge.get('/a');
  await edge.until(() => edge.clock.pendingTimers <= 1);
  edge.clock.tick(30_000);
  expect(await viewer.readResponse()).toMatchObject({ status: 408 });
});

test('ER-22: each head has its own time', async () => {
  const edge = await edgeWithObject();
  const viewer = await edge.viewer();
  for (let at = 0; at < 3; at++) {
    await viewer.send(GET.slice(0, 10));
    await edge.until(() => edge.clock.pendingTimers === 1);
    edge.clock.tick(29_000);
    await viewer.send(GET.slice(10));
    expect(await viewer.readResponse()).toMatchObject({ status: 200 });
    await settled(edge);
    edge.clock.tick(29_000);
  }
});

test('ER-22: a slow head behind a good request does not cost the good answer', async () => {
  const hold = gate();
  const origin = await scriptedOrigin([partial(200, { 'Content-Length': '4' }, 'LO', hold, 'GO')]);
  const edge = await testEdge({ origin, limits: { viewerHeaderSeconds: 3 } });
  const viewer = await edge.viewer();
  await viewer.send(`${GET}GET /b`);
  await origin.received(1);
  edge.clock.tick(4000);
  hold.open();
  expect(withEase(await viewer.readResponse()).text).toBe('LOGO');
  expect(await viewer.readResponse()).toMatchObject({ status: 408 });
});

test('AL-37: a viewer that takes nothing is cut after viewerWriteSeconds', async () => {
  const edge = await edgeWithObject(Buffer.alloc(40 * MIB));
  const viewer = await edge.viewer();
  await viewer.send(GET);
  await edge.until(() => edge.location.totals.inFlight === 1 && edge.clock.pendingTimers === 1);
  edge.clock.tick(59_999);
  expect(edge.records).toHaveLength(1);
  edge.clock.tick(1);
  await edge.until(() => edge.records.length === 2);
  expect(edge.records[1]).toMatchObject({ status: 200, resultType: 'Error' });
  expect(edge.records[1]!.bytesSent).toBeLessThan(40 * MIB);
  await expect(viewer.readResponse()).rejects.toThrow();
  expect(edge.location.totals.inFlight).toBe(0);
});

test('AL-37: small answers that nobody takes are no way to hold a connection either', async () => {
  const edge = await edgeWithObject('a'.repeat(60_000));
  const viewer = await edge.viewer();
  await viewer.send(GET);
  await edge.until(() => edge.records.length === 2);
  for (let asked = 2; edge.clock.pendingTimers === 0; ) {
    await viewer.send(GET.repeat(100));
    asked += 100;
    await edge.until(() => edge.records.length === asked || edge.clock.pendingTimers > 0);
  }
  expect(edge.location.totals.inFlight).toBe(0);
  edge.clock.tick(60_000);
  await expect(viewer.readUntilClosed().then((bytes) => bytes.length)).resolves.toBeGreaterThan(60_000);
  expect(edge.clock.pendingTimers).toBe(0);
});

test('AL-37: waiting for a slow origin is not the viewer’s fault', async () => {
  const hold = gate();
  const part = Buffer.alloc(20 * MIB);
  const head = { 'Content-Length': String(2 * part.length) };
  const origin = await scriptedOrigin([partial(200, head, part, hold, part)]);
  const edge = await testEdge({ origin, ...LARGE_CACHE, limits: { viewerWriteSeconds: 1 } });
  const viewer = await edge.viewer();
  await viewer.send(GET);
  await edge.until(() => edge.location.totals.originBytes === part.length);
  const beforeReading = edge.clock.pendingTimers;
  await viewer.read(part.length);
  await edge.until(() => edge.clock.pendingTimers < beforeReading);
  edge.clock.tick(1500);
  hold.open();
  expect(await viewer.read(part.length)).toHaveLength(part.length);
  await edge.until(() => edge.records.length === 1);
  expect(edge.records[0]).toMatchObject({ status: 200, resultType: 'Miss' });
});
