/** Bodies that end too early, and those that only look so: kept when whole, and a cut never looks whole. */
import { describe, expect, test } from 'vitest';
import { glance } from '../harness/glance.ts';
import type { RawResponse } from '../harness/raw-viewer.ts';
import {
  chunk,
  FIN,
  partial,
  RESET,
  type Reply,
  reply,
  scriptedOrigin,
  untilClose,
} from '../harness/scripted-origin.ts';
import { testCertificate } from '../harness/test-certificate.ts';
import {
  DOMAIN_NAME,
  requestText,
  type TestEdge,
  type TestEdgeOptions,
  testEdge,
} from '../harness/test-edge.ts';

const MINUTE = { 'Cache-Control': 'max-age=60' };
const CHUNKED = { 'Transfer-Encoding': 'chunked', ...MINUTE };

const CUT: [how: string, answer: Reply][] = [
  ['a length not reached, FIN', partial(200, { 'Content-Length': '9', ...MINUTE }, 'LOGO', FIN)],
  ['a length not reached, RST', partial(200, { 'Content-Length': '9', ...MINUTE }, 'LOGO', RESET)],
  ['no last chunk, FIN', partial(200, CHUNKED, chunk('LOGO'), FIN)],
  ['no last chunk, RST', partial(200, CHUNKED, chunk('LOGO'), RESET)],
  ['half a chunk', partial(200, CHUNKED, '8\r\nLOGO', FIN)],
  ['a chunk size that is none', partial(200, CHUNKED, chunk('LOGO'), 'x\r\n\r\n')],
  ['the connection as end, RST', untilClose(200, MINUTE, ['LOGO'], RESET)],
];

const WHOLE: [how: string, answer: Reply][] = [
  ['a length reached', reply(200, MINUTE, 'LOGO')],
  ['a length reached, then FIN', [...reply(200, MINUTE, 'LOGO'), FIN]],
  ['more than the length', partial(200, { 'Content-Length': '4', ...MINUTE }, 'LOGO and more')],
  ['the last chunk', partial(200, CHUNKED, chunk('LO'), chunk('GO'), '0\r\n\r\n')],
  ['the connection as end, FIN', untilClose(200, MINUTE, ['LO', 'GO'], FIN)],
];

const VIEWERS: [version: string, isSecure: boolean][] = [
  ['1.1', false],
  ['1.0', false],
  ['1.1', true],
  ['1.0', true],
];

const certificates = await testCertificate(DOMAIN_NAME);

function security(isSecure: boolean): Partial<TestEdgeOptions> {
  return isSecure ? { certificates } : {};
}

async function ask(edge: TestEdge, version: string): Promise<RawResponse> {
  const viewer = await edge.viewer();
  await viewer.send(requestText('GET', '/a').replace('HTTP/1.1', `HTTP/${version}`));
  return await viewer.readResponse();
}

describe.each(VIEWERS)('for a viewer of HTTP/%s, TLS %s', (version, isSecure) => {
  test.each(CUT)('OR-46 RH-20: %s: the viewer sees a broken body, nothing is kept', async (_how, answer) => {
    const origin = await scriptedOrigin([answer, reply(200, MINUTE, 'WHOLE')]);
    const edge = await testEdge({ origin, ...security(isSecure) });
    await expect(ask(edge, version)).rejects.toThrow(/ended before|ECONNRESET/);
    await edge.until(() => edge.records.length === 1);
    expect(edge.records[0]).toMatchObject({ status: 200, resultType: 'Error' });
    expect([edge.location.store.count, edge.location.fills.count, edge.location.fills.pinnedBytes]).toEqual([
      0, 0, 0,
    ]);
    expect(String((await ask(edge, version)).body)).toBe('WHOLE');
    expect(edge.mistakes).toEqual([]);
  });

  test.each(WHOLE)('OR-46 OR-48 RH-20: %s: whole, and kept', async (_how, answer) => {
    const origin = await scriptedOrigin([answer]);
    const edge = await testEdge({ origin, ...security(isSecure) });
    expect(String((await ask(edge, version)).body)).toBe('LOGO');
    await edge.until(() => edge.location.store.count === 1);
    const hit = await ask(edge, version);
    expect([String(hit.body), hit.framing === 'chunked']).toEqual([
      'LOGO',
      version === '1.1' && !_how.includes('length'),
    ]);
    expect(origin.requests).toHaveLength(1);
  });
});

test('OR-46: a part cut short is a broken body too', async () => {
  const headers = { 'Content-Length': '9', 'Content-Range': 'bytes 1-9/20' };
  const origin = await scriptedOrigin([partial(206, headers, 'LOGO', FIN)]);
  const edge = await testEdge({ origin });
  await expect(edge.get('/a', { Range: 'bytes=1-9' })).rejects.toThrow('ended before');
});

test('OR-46: who had its part before the break is none the wiser', async () => {
  const origin = await scriptedOrigin([partial(200, { 'Content-Length': '9', ...MINUTE }, 'LOGO', FIN)]);
  const edge = await testEdge({ origin });
  expect(glance(await edge.get('/a', { Range: 'bytes=0-3' }))).toBe('206 Miss LOGO');
  await edge.until(() => edge.location.fills.count === 0);
  expect(edge.location.store.count).toBe(0);
});

test('OR-46 TTL-24: a replacement cut short leaves the expired object in its place', async () => {
  const tag = { ...MINUTE, ETag: '"1"' };
  const origin = await scriptedOrigin([
    reply(200, tag, 'LOGO'),
    partial(200, { 'Content-Length': '9', ...MINUTE, ETag: '"2"' }, 'NEW', FIN),
    partial(304, tag),
  ]);
  const edge = await testEdge({ origin });
  await edge.get('/a');
  edge.clock.advance(60);
  await expect(edge.get('/a')).rejects.toThrow('ended before');
  expect(glance(await edge.get('/a'))).toBe('200 RefreshHit LOGO');
});

test('OR-37 OR-46: an origin that falls silent within the body', async () => {
  const origin = await scriptedOrigin([partial(200, { 'Content-Length': '9', ...MINUTE }, 'LOGO')]);
  const edge = await testEdge({ origin });
  const viewer = await edge.viewer();
  await viewer.send(requestText('GET', '/a'));
  await viewer.readHead();
  expect(String(await viewer.read(4))).toBe('LOGO');
  edge.clock.tick(30_000);
  await expect(viewer.read(1)).rejects.toThrow('ended before');
  expect(edge.location.store.count).toBe(0);
});

test('CP-15: a body without end is cut at the size limit', async () => {
  function* forever() {
    for (;;) yield chunk(Buffer.alloc(64 * 1024));
  }
  const origin = await scriptedOrigin([partial(200, CHUNKED, forever())]);
  const edge = await testEdge({ origin, limits: { objectBytes: 4 * 1024 ** 2 } });
  await expect(edge.get('/a')).rejects.toThrow('ended before');
  await origin.closedTo(0);
  expect([edge.location.store.count, edge.location.fills.pinnedBytes]).toEqual([0, 0]);
});
