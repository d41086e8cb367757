/** Several requests on one connection: answered in order, none lost, and nothing begun behind the last. */
import { describe, expect, test } from 'vitest';
import type { EdgeLimits } from '../../src/edge/limits.ts';
import { gate, partial, reply, scriptedOrigin } from '../harness/scripted-origin.ts';
import { DOMAIN_NAME, requestText, type TestEdge, testEdge, withEase } from '../harness/test-edge.ts';

const get = (target: string, headers: Record<string, string> = {}) => requestText('GET', target, headers);

/** Answers with the target, `/slow…` once the gate is open. */
async function edgeWithSlowPaths(limits: Partial<EdgeLimits> = {}) {
  const hold = gate();
  const origin = await scriptedOrigin(({ target }) => {
    const answer = reply(200, { 'Cache-Control': 'max-age=600' }, target);
    return target.startsWith('/slow') ? [hold, ...answer] : answer;
  });
  const edge = await testEdge({ origin, limits });
  await edge.get('/hit');
  return { edge, origin, hold };
}

/** Everything said until the edge closes: each answer's status and body. */
async function answers(edge: TestEdge, bytes: string, count: number): Promise<string[]> {
  const viewer = await edge.viewer();
  await viewer.send(bytes);
  const said: string[] = [];
  for (let at = 0; at < count; at++) {
    const { status, text } = withEase(await viewer.readResponse());
    said.push(status === 200 ? text : String(status));
  }
  expect((await viewer.readUntilClosed()).toString('latin1')).toBe('');
  expect(edge.mistakes).toEqual([]);
  return said;
}

test('hits and misses are answered in the order asked', async () => {
  const { edge, origin, hold } = await edgeWithSlowPaths();
  const viewer = await edge.viewer();
  await viewer.send(
    get('/slow1') + get('/hit') + get('/b') + get('/slow2') + get('/hit', { Connection: 'close' }),
  );
  await origin.received(2);
  expect(edge.records.map(({ path }) => path)).toEqual(['/hit']);
  hold.open();
  for (const body of ['/slow1', '/hit', '/b', '/slow2', '/hit']) {
    expect(withEase(await viewer.readResponse()).text).toBe(body);
  }
  expect(await viewer.readUntilClosed()).toHaveLength(0);
  expect(edge.records.map(({ path }) => path)).toEqual(['/hit', '/slow1', '/hit', '/b', '/slow2', '/hit']);
});

test('requests that arrive in pieces are as good as whole ones', async () => {
  const { edge } = await edgeWithSlowPaths();
  const viewer = await edge.viewer();
  for (const byte of get('/hit') + get('/a') + get('/hit')) await viewer.send(byte);
  for (const body of ['/hit', '/a', '/hit']) expect(withEase(await viewer.readResponse()).text).toBe(body);
});

describe('an unreadable request behind good ones is answered last', () => {
  test.each([
    ['garbage', 'GARBAGE\r\n\r\n', '400'],
    ['two spaces', get('/evil').replace(' ', '  '), '400'],
    ['CONNECT', `CONNECT a.example:443 HTTP/1.1\r\nHost: ${DOMAIN_NAME}\r\n\r\n`, '400'],
    ['a folded header', get('/evil', { 'X-Fold': 'a\r\n b' }), '400'],
    ['a head beyond all limits', get('/evil', { 'X-Big': 'a'.repeat(100_000) }), '413'],
    ['the end of another protocol', 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n', '400'],
  ])('VR-15 VR-18 ER-22: %s', async (_, bad, status) => {
    const { edge, hold, origin } = await edgeWithSlowPaths();
    expect(await answers(edge, get('/hit') + get('/hit') + bad, 3)).toEqual(['/hit', '/hit', status]);
    const slowly = answers(edge, get('/slow') + bad + get('/evil'), 2);
    await origin.received(2);
    hold.open();
    expect(await slowly).toEqual(['/slow', status]);
    expect(origin.requests.map(({ target }) => target)).toEqual(['/hit', '/slow']);
  });
});

describe('what stands behind the last request of a connection is never begun', () => {
  test.each([
    ['a body on GET', get('/hit', { 'Content-Length': '5' }), 'XXXXX', '403'],
    [
      'a body that reads like a request',
      get('/hit', { 'Content-Length': String(get('/evil').length) }),
      '',
      '403',
    ],
    ['a body in chunks', get('/hit', { 'Transfer-Encoding': 'chunked' }), '0\r\n\r\n', '403'],
    [
      'a body in chunks on GET of a miss',
      get('/new', { 'Transfer-Encoding': 'chunked' }),
      '1\r\nX\r\n0\r\n\r\n',
      '403',
    ],
    ['a body on POST', requestText('POST', '/hit', { 'Content-Length': '3' }), 'abc', '403'],
    ['a body on an unknown method', requestText('SEARCH', '/hit', { 'Content-Length': '3' }), 'abc', '400'],
    ['Connection: close', get('/hit', { Connection: 'close' }), '', '/hit'],
    ['Connection: close on a miss', get('/new', { Connection: 'close' }), '', '/new'],
    ['HTTP/1.0', get('/hit').replace('HTTP/1.1', 'HTTP/1.0'), '', '/hit'],
    ['a bad target', get('/hit#'), '', '400'],
    ['too long a target', get(`/${'a'.repeat(9000)}`), '', '413'],
    ['two Hosts', get('/hit', { Host: DOMAIN_NAME, host: DOMAIN_NAME }), '', '400'],
  ])('VR-16 VR-18: %s', async (_, last, body, said) => {
    const { edge, origin } = await edgeWithSlowPaths();
    expect(await answers(edge, last + body + get('/evil') + get('/hit'), 1)).toEqual([said]);
    expect(origin.requests.map(({ target }) => target)).not.toContain('/evil');
    expect(edge.records.map(({ path }) => path)).not.toContain('/evil');
    expect(edge.records.length).toBeLessThanOrEqual(2);
    expect(edge.location.totals.inFlight).toBe(0);
  });
});

test('VR-14 VR-15: a refusal that leaves no doubt about the next request keeps the connection', async () => {
  const { edge } = await edgeWithSlowPaths();
  const requests = requestText('POST', '/hit', { 'Content-Length': '0' }) + requestText('SEARCH', '/hit');
  const unknown = get('/hit', { Host: 'unknown.example' });
  const said = await answers(edge, requests + unknown + get('/hit', { Connection: 'close' }), 4);
  expect(said).toEqual(['403', '400', '403', '/hit']);
});

test('ER-22: a request behind an offer to upgrade is a request', async () => {
  const { edge, origin, hold } = await edgeWithSlowPaths();
  const offer = (target: string) => get(target, { Connection: 'Upgrade', Upgrade: 'h2c' });
  const said = answers(edge, offer('/slow') + offer('/hit') + get('/new', { Connection: 'close' }), 3);
  await origin.received(2);
  hold.open();
  expect(await said).toEqual(['/slow', '/hit', '/new']);
  const viewer = await edge.viewer();
  await viewer.send(offer('/hit'));
  expect(withEase(await viewer.readResponse()).header('upgrade')).toBeUndefined();
  await viewer.send(get('/hit'));
  expect(withEase(await viewer.readResponse()).text).toBe('/hit');
});

test('RH-3: a viewer that asks too far ahead is answered what was taken, then 503', async () => {
  const { edge, origin, hold } = await edgeWithSlowPaths({ pipelinedRequests: 3 });
  const said = answers(edge, get('/slow') + get('/hit').repeat(100), 5);
  await origin.received(2);
  hold.open();
  expect(await said).toEqual(['/slow', '/hit', '/hit', '/hit', '503']);
});

test('OR-47: requests that wait for their turn are dropped when the viewer leaves', async () => {
  const { edge, origin, hold } = await edgeWithSlowPaths();
  const viewer = await edge.viewer();
  await viewer.send(get('/slow') + get('/evil'));
  await origin.received(2);
  // Of several workers, the other keeps the connection that carried the first.
  const open = origin.open.size;
  viewer.abort();
  await edge.until(() => edge.records.length === 2);
  hold.open();
  await origin.closedTo(open - 1);
  expect(origin.requests.map(({ target }) => target)).toEqual(['/hit', '/slow']);
  expect(edge.location.totals.inFlight).toBe(0);
});

test('RG-18: a cut answer is the last one', async () => {
  const origin = await scriptedOrigin([partial(200, { 'Content-Length': '9' }, 'HALF', 'FIN' as never)]);
  const edge = await testEdge({ origin });
  const viewer = await edge.viewer();
  await viewer.send(get('/a') + get('/evil'));
  await origin.received(1);
  for (const socket of origin.open) socket.destroy();
  await expect(viewer.readResponse()).rejects.toThrow();
  await edge.until(() => edge.location.totals.inFlight === 0);
  expect(origin.requests).toHaveLength(1);
});
