/** How each kind of answer is named: to the viewer, in the log, and in the counts; and what usage hears. */
import { describe, expect, test } from 'vitest';
import { conversation } from '../harness/conversation.ts';
import { glance } from '../harness/glance.ts';
import type { ReplyHeaders } from '../harness/origin-reply.ts';
import { gate, partial, RESET, reply } from '../harness/scripted-origin.ts';
import { requestText, type TestEdge, type TestEdgeOptions } from '../harness/test-edge.ts';

const MINUTE: ReplyHeaders = { 'Cache-Control': 'max-age=60', ETag: '"1"' };

/** The last request as the log has it, held against what the viewer read. */
function logged(edge: TestEdge): string {
  const { status, resultType } = edge.records.at(-1)!;
  return `${status} ${resultType}`;
}

describe('result types', () => {
  test('AL-35 AL-25 RH-2: Miss, Hit, RefreshHit, Error: one word for viewer, log and counters', async () => {
    const { edge, later } = await conversation([
      reply(200, MINUTE, 'A'),
      reply(304),
      reply(404, {}, 'gone'),
      reply(401, {}, 'no'),
    ]);
    for (const [seconds, seen, log] of [
      [0, '200 Miss A', '200 Miss'],
      [1, '200 Hit 1s A', '200 Hit'],
      [60, '200 RefreshHit A', '200 RefreshHit'],
      [60, '404 Error gone', '404 Error'],
      [1, '404 Error 1s gone', '404 Error'],
      [300, '401 Error no', '401 Error'],
    ] as const) {
      expect(await later(seconds)).toBe(seen);
      expect(logged(edge)).toBe(log);
    }
    expect(edge.location.totals.requests).toMatchObject({ Miss: 1, Hit: 1, RefreshHit: 1, Error: 3 });
  });

  test('AL-38: an answer of the edge is an Error as well', async () => {
    const { edge } = await conversation([reply(200, MINUTE, 'A')]);
    await edge.get('/a', { 'If-Match': '"2"' });
    expect(logged(edge)).toBe('412 Error');
    await edge.get('/a', { Range: 'bytes=5-' });
    expect(logged(edge)).toBe('416 Error');
    await edge.ask('POST', '/a', { 'Content-Length': '0' });
    expect(logged(edge)).toBe('403 Error');
  });

  test('AL-35 TTL-34 RG-1: 304 and 206 are named by how the object was come by', async () => {
    const { edge, later } = await conversation([reply(200, MINUTE, 'LOGO'), reply(304)]);
    expect(await later(0, { 'If-None-Match': '"1"' })).toBe('304 Miss');
    expect(logged(edge)).toBe('304 Miss');
    expect(await later(0, { Range: 'bytes=1-2' })).toBe('206 Hit 0s OG');
    expect(logged(edge)).toBe('206 Hit');
    expect(await later(60, { Range: 'bytes=1-2' })).toBe('206 RefreshHit OG');
    expect(logged(edge)).toBe('206 RefreshHit');
  });

  test('D-10 OR-50: a leader is a Miss, who waited a Hit without Age', async () => {
    const hold = gate();
    const { origin, edge } = await conversation([[hold, ...reply(200, MINUTE, 'A')]]);
    const leader = edge.get('/a');
    await origin.received(1);
    const follower = edge.get('/a');
    await edge.until(() => edge.location.totals.followers === 1);
    hold.open();
    expect([glance(await leader), glance(await follower)]).toEqual(['200 Miss A', '200 Hit A']);
  });

  test('D-10 OR-50: who waited for a confirmation is a Hit', async () => {
    const hold = gate();
    const { origin, edge, later } = await conversation([reply(200, MINUTE, 'A'), [hold, ...reply(304)]]);
    await later(0);
    const leader = later(60);
    await origin.received(2);
    const follower = edge.get('/a');
    await edge.until(() => edge.location.totals.followers === 1);
    hold.open();
    expect(await leader).toBe('200 RefreshHit A');
    expect(glance(await follower)).toBe('200 Hit A');
  });

  test('D-10 TTL-25: one that stands in is a Hit with Age, for whoever waited too', async () => {
    const hold = gate();
    const { origin, edge, later } = await conversation([reply(200, MINUTE, 'A'), [hold, ...reply(503)]]);
    await later(0);
    const leader = later(60);
    await origin.received(2);
    const follower = edge.get('/a');
    await edge.until(() => edge.location.totals.followers === 1);
    hold.open();
    expect([await leader, glance(await follower)]).toEqual(['200 Hit 60s A', '200 Hit 60s A']);
  });

  test('D-10 AL-38: an error is one for whoever waited, without Age', async () => {
    const hold = gate();
    const { origin, edge } = await conversation([[hold, 'HELLO\r\n\r\n']]);
    const leader = edge.get('/a');
    await origin.received(1);
    const follower = edge.get('/a');
    await edge.until(() => edge.location.totals.followers === 1);
    hold.open();
    const answers = [await leader, await follower];
    expect(answers.map(glance)).toEqual(['502 Error (page)', '502 Error (page)']);
    for (const answer of answers) expect(answer.text).toContain(answer.header('x-amz-cf-id')!);
  });

  test('AL-37: a viewer that leaves in the middle: its status stays, the result is Error', async () => {
    const body = 'x'.repeat(8_000_000);
    const { edge } = await conversation([reply(200, MINUTE, body)]);
    await edge.get('/a');
    const viewer = await edge.viewer();
    await viewer.send(requestText('GET', '/a'));
    await viewer.read(100);
    viewer.abort();
    await edge.until(() => edge.records.length === 2);
    expect(logged(edge)).toBe('200 Error');
    expect(edge.location.totals.requests).toMatchObject({ Miss: 1, Error: 1 });
  });

  test('AL-35 OR-46: an origin that breaks off makes an Error of a 200', async () => {
    const { edge } = await conversation([partial(200, { 'Content-Length': '10' }, 'HALF', RESET)]);
    await expect(edge.get('/a')).rejects.toThrow();
    expect(logged(edge)).toBe('200 Error');
  });
});

describe('usage hears', () => {
  async function heard(
    headers: ReplyHeaders,
    options: Partial<TestEdgeOptions> = {},
    status = 200,
  ): Promise<number[]> {
    const { edge, later } = await conversation(() => reply(status, headers, 'A'), options);
    await later(0);
    await later(0);
    return edge.usage.map(({ ttlSeconds }) => ttlSeconds);
  }

  test.each<[title: string, headers: ReplyHeaders, minTTL: number, status: number, ttl: number]>([
    ['the lifetime stated', MINUTE, 0, 200, 60],
    ['the lifetime by default', {}, 0, 200, 86_400],
    ['the lifetime that MinTTL makes of it', MINUTE, 7200, 200, 7200],
    ['none, of what is not kept', { 'Cache-Control': 'no-store' }, 0, 200, 0],
    ['none, of what is confirmed each time', { 'Cache-Control': 'no-cache' }, 0, 200, 0],
    ['that of a kept error', {}, 7200, 404, 300],
    ['none, of an error that is not kept', {}, 0, 410, 0],
  ])('ED-13: %s', async (_title, headers, MinTTL, status, ttl) => {
    expect(await heard(headers, { behavior: { MinTTL } }, status)).toEqual([ttl, ttl]);
  });

  test('ED-13: the lifetime that a confirmation gave', async () => {
    const { edge, later } = await conversation([
      reply(200, MINUTE, 'A'),
      reply(304, { 'Cache-Control': 'max-age=7200' }),
    ]);
    for (const seconds of [0, 60, 1]) await later(seconds);
    expect(edge.usage.map(({ ttlSeconds }) => ttlSeconds)).toEqual([60, 7200, 7200]);
  });

  test('ED-13: for an answer of the edge: that of a fault that is kept, none of a refusal', async () => {
    const { edge, later } = await conversation([['HELLO\r\n\r\n']]);
    await later(0);
    await later(0);
    await edge.ask('POST', '/a', { 'Content-Length': '0' });
    expect(edge.usage.map(({ ttlSeconds }) => ttlSeconds)).toEqual([300, 300, 0]);
  });

  test('ED-13 ED-10 AL-19: method, scheme, region and every byte that was sent', async () => {
    const { edge } = await conversation([reply(200, MINUTE, 'LOGO')], { edges: [{ region: 'JP' }] });
    const answer = await edge.get('/a');
    expect(edge.usage).toEqual([
      {
        distributionId: 'EDFDVBD6EXAMPLE',
        region: 'JP',
        method: 'GET',
        isSecure: false,
        bytesOut: answer.rawBytes,
        ttlSeconds: 60,
        atMs: edge.clock.now(),
      },
    ]);
  });
});
