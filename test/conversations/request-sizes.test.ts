/** Heads at their limit pass, one byte more does not; the viewer reads why even while it is still sending. */
import { describe, expect, test } from 'vitest';
import { DEFAULT_EDGE_LIMITS } from '../../src/edge/limits.ts';
import { reply, scriptedOrigin } from '../harness/scripted-origin.ts';
import { requestText, testEdge, withEase } from '../harness/test-edge.ts';

async function testedEdge() {
  const origin = await scriptedOrigin(() => reply(200, {}, 'OBJECT'));
  return { origin, edge: await testEdge({ origin }) };
}

/** A GET whose target, or whose whole head, has exactly so many bytes. */
const withUrl = (bytes: number) => requestText('GET', `/${'a'.repeat(bytes - 1)}`);
function withHead(bytes: number, lines = 1): string {
  const pad = (size: number) =>
    Object.fromEntries(
      Array.from({ length: lines }, (_, at) => [`X-${at}`, 'a'.repeat(at === 0 ? size : 10)]),
    );
  const bare = requestText('GET', '/a', pad(0)).length;
  return requestText('GET', '/a', pad(bytes - bare));
}

test('VR-18 LQ-16: the limits are CloudFront’s', () => {
  expect(DEFAULT_EDGE_LIMITS).toMatchObject({ requestHeaderBytes: 20_480, requestUrlBytes: 8192 });
});

describe('VR-18 VR-19 VR-20 ER-32: too large', () => {
  test.each([
    ['a target of 8192 bytes', withUrl(8192), 200],
    ['a target of 8193 bytes', withUrl(8193), 413],
    ['a target of 100000 bytes', withUrl(100_000), 413],
    ['a head of 20480 bytes', withHead(20_480), 200],
    ['a head of 20481 bytes', withHead(20_481), 413],
    ['a head of 20480 bytes in 500 lines', withHead(20_480, 500), 200],
    ['a head of 20481 bytes in 500 lines', withHead(20_481, 500), 413],
    ['a head of a megabyte', withHead(1_000_000), 413],
    ['two thousand headers', withHead(60_000, 2000), 413],
  ])('%s', async (_, bytes, status) => {
    const { edge, origin } = await testedEdge();
    const viewer = await edge.viewer();
    await viewer.send(bytes);
    const answer = withEase(await viewer.readResponse());
    expect(answer.status).toBe(status);
    const wasTaken = status === 200 ? 1 : 0;
    expect([origin.requests.length, edge.records.length]).toEqual([wasTaken, wasTaken]);
    if (status === 200) return;
    expect(answer.text).toContain('<H1>413 ERROR</H1>');
    expect(answer.header('x-cache')).toBe('Error from cloudfront');
    expect(answer.header('connection')).toBe('close');
    expect(await viewer.readUntilClosed()).toHaveLength(0);
  });
});

test('VR-18: a query string is part of the URL', async () => {
  const { edge } = await testedEdge();
  expect((await edge.get(`/?${'a'.repeat(8190)}`)).status).toBe(200);
  expect((await edge.get(`/?${'a'.repeat(8191)}`)).status).toBe(413);
});

test('VR-18: HEAD is refused without a page', async () => {
  const { edge } = await testedEdge();
  const answer = await edge.ask('HEAD', `/${'a'.repeat(9000)}`);
  expect([answer.status, answer.body.length]).toEqual([413, 0]);
});

test('VR-16: a large body is not read, and the viewer still gets its answer', async () => {
  const { edge, origin } = await testedEdge();
  const viewer = await edge.viewer();
  const sent = viewer.send(
    requestText('POST', '/a', { 'Content-Length': '20000000' }) + 'a'.repeat(20_000_000),
  );
  const answer = withEase(await viewer.readResponse());
  expect([answer.status, answer.header('connection')]).toEqual([403, 'close']);
  expect(await viewer.readUntilClosed()).toHaveLength(0);
  await sent;
  expect(origin.requests).toHaveLength(0);
});

test('VR-18: a viewer that never stops sending is cut in the end', async () => {
  const { edge } = await testedEdge();
  const viewer = await edge.viewer();
  await viewer.send(withHead(30_000));
  expect(await viewer.readResponse()).toMatchObject({ status: 413 });
  edge.clock.tick(edge.location.limits.viewerLingerSeconds * 1000 - 1);
  expect(edge.clock.pendingTimers).toBe(1);
  edge.clock.tick(1);
  await edge.until(() => edge.clock.pendingTimers === 0);
  await viewer.send('more');
  await expect(viewer.readUntilClosed()).resolves.toHaveLength(0);
});
