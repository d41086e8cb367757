import { expect, test } from 'vitest';
import { customTarget, fetchFrom } from '../harness/origin-answer.ts';
import {
  FIN,
  gate,
  partial,
  RESET,
  type Reply,
  received,
  reply,
  scriptedOrigin,
  untilClose,
} from '../harness/scripted-origin.ts';
import { testOrigins } from '../harness/test-origins.ts';

test.each(['GET', 'HEAD'])(
  'OR-37 OR-38 OR-42 LQ-23: an origin silent for 30 s is asked three times, then it is a time-out (%s)',
  async (method) => {
    const origin = await scriptedOrigin(() => [gate()]);
    const { origins, clock } = testOrigins();
    const answer = fetchFrom(origins, customTarget(origin.endpoint), { method });
    for (const tries of [1, 2, 3]) {
      await origin.received(tries);
      clock.tick(29_999);
      expect(answer.outcome).toBeNull();
      clock.tick(1);
    }

    expect(await answer.ended).toBe('response-timeout');
    expect(origin.requests.map(({ connection }) => connection)).toEqual([1, 2, 3]);
    await origin.closedTo(0);
  },
);

test('OR-39: another method is tried once', async () => {
  const origin = await scriptedOrigin(() => [gate()]);
  const { origins, clock } = testOrigins();
  const answer = fetchFrom(origins, customTarget(origin.endpoint), { method: 'OPTIONS' });
  await origin.received(1);
  clock.tick(30_000);

  expect(await answer.ended).toBe('response-timeout');
  expect(origin.requests).toHaveLength(1);
});

test.each<[name: string, failure: Reply]>([
  ['closes without an answer', [FIN]],
  ['breaks the connection', [RESET]],
  ['stops within the head', ['HTTP/1.1 200 OK\r\nX: ', FIN]],
])('OR-38: an origin that %s is tried three times in all', async (_name, failure) => {
  const failing = await scriptedOrigin(() => failure);
  const { origins } = testOrigins();

  expect(await fetchFrom(origins, customTarget(failing.endpoint)).ended).toBe('closed');
  expect(failing.requests).toHaveLength(3);

  const recovering = await scriptedOrigin([failure, failure, reply(200, {}, 'LOGO')]);
  const answer = fetchFrom(origins, customTarget(recovering.endpoint));
  expect(await answer.ended).toBe('end');
  expect(answer.text).toBe('LOGO');
});

test('OR-38: an answer that has begun is never asked for again', async () => {
  const origin = await scriptedOrigin(() => partial(200, { 'Content-Length': '9' }, 'LOGO', FIN));
  const { origins } = testOrigins();

  expect(await fetchFrom(origins, customTarget(origin.endpoint)).ended).toBe('truncated');
  expect(origin.requests).toHaveLength(1);
});

test('OR-38: a kept connection that the origin closes on the next request costs one try, on a new one', async () => {
  const origin = await scriptedOrigin([reply(200, {}, 'one'), [FIN], reply(200, {}, 'two')]);
  const { origins } = testOrigins();
  await fetchFrom(origins, customTarget(origin.endpoint)).ended;
  const answer = fetchFrom(origins, customTarget(origin.endpoint));

  expect(await answer.ended).toBe('end');
  expect(answer.text).toBe('two');
  expect(origin.requests.map(({ connection }) => connection)).toEqual([1, 1, 2]);
});

test('the head arrives while the body is still on its way', async () => {
  const rest = gate();
  const origin = await scriptedOrigin([partial(200, { 'Content-Length': '4' }, rest, 'LOGO')]);
  const { origins } = testOrigins();
  const answer = fetchFrom(origins, customTarget(origin.endpoint));

  expect((await answer.headed).status).toBe(200);
  expect(answer.bytes).toBe(0);
  rest.open();
  expect(await answer.ended).toBe('end');
});

test.each<[name: string, script: Reply, ready: 'asked' | 'headed']>([
  ['before the head', [gate()], 'asked'],
  ['within a body with a length', partial(200, { 'Content-Length': '9' }, 'LOGO', gate()), 'headed'],
  ['within a body until close', untilClose(200, {}, ['LOGO', gate()]), 'headed'],
])('an aborted fetch closes its connection and says nothing more: %s', async (_name, script, ready) => {
  const origin = await scriptedOrigin(() => script);
  const { origins, clock } = testOrigins();
  const answer = fetchFrom(origins, customTarget(origin.endpoint));
  await (ready === 'asked' ? origin.received(1) : answer.headed);
  answer.fetch?.abort();
  answer.fetch?.abort();
  await origin.closedTo(0);
  clock.tick(120_000);

  expect(answer.outcome).toBeNull();
  expect(origin.requests).toHaveLength(1);
});

test('a fetch aborted at once, paused before its head, or aborted after its end does no harm', async () => {
  const origin = await scriptedOrigin(() => reply(200, {}, 'LOGO'));
  const { origins } = testOrigins();
  const target = customTarget(origin.endpoint);
  const first = fetchFrom(origins, target);
  first.fetch?.abort();
  const second = fetchFrom(origins, target);
  second.fetch?.pause();
  expect((await second.headed).status).toBe(200);
  second.fetch?.resume();
  await second.ended;
  second.fetch?.abort();

  expect([first.outcome, second.outcome, second.text]).toEqual([null, 'end', 'LOGO']);
});

test('one answer may resume or start others from within its own callbacks', async () => {
  const origin = await scriptedOrigin(() => reply(200, {}, 'x'.repeat(200_000)));
  const { origins } = testOrigins();
  const target = customTarget(origin.endpoint);
  const held = fetchFrom(origins, target);
  await held.headed;
  held.fetch?.pause();
  const outcomes = await new Promise<unknown>((resolve) => {
    const fetch = origins.for(target).fetch(
      { method: 'GET', path: '/', headers: [], isSecure: false },
      {
        onHead: () => held.fetch?.resume(),
        onBytes: () => held.fetch?.resume(),
        onEnd: () => resolve(Promise.all([held.ended, fetchFrom(origins, target).ended])),
        onFault: resolve,
      },
    );
    expect(fetch).toBeDefined();
  });

  expect(outcomes).toEqual(['end', 'end']);
});

test('when all origins close, running fetches end with a fault and nothing is tried again', async () => {
  const origin = await scriptedOrigin(() => [gate()]);
  const { origins } = testOrigins({ originConnections: 1 });
  const [running, waiting] = [1, 2].map(() => fetchFrom(origins, customTarget(origin.endpoint)));
  await origin.received(1);
  await origins.close();

  expect(await running?.ended).toBe('closed');
  expect(await waiting?.ended).toBe('closed');
  expect(await fetchFrom(origins, customTarget({ host: '127.0.0.1', port: 1 })).ended).toBe('refused');
  expect(origin.requests).toHaveLength(1);
});

test('OR-14 OR-31: the request carries the given headers, one Host, Keep-Alive and no framing', async () => {
  const origin = await scriptedOrigin(() => reply(200));
  const { origins } = testOrigins();
  const headers = [
    'Host',
    'spoofed.example',
    'From',
    'a@b',
    'X-Two',
    '1',
    'X-Two',
    '2',
    'Content-MD5',
    'abc==',
  ];
  const framing = [
    'Transfer-Encoding',
    'chunked',
    'Content-Length',
    '0',
    'Expect',
    '100-continue',
    'Upgrade',
    'x',
  ];
  const connection = ['Connection', 'close', 'Keep-Alive', 'timeout=1'];
  const target = customTarget(origin.endpoint);
  await fetchFrom(origins, target, {
    path: '/a//b%2F?x=%20',
    headers: [...headers, ...framing, ...connection],
  }).ended;

  const [request] = origin.requests;
  expect(request?.head.split('\r\n')).toEqual([
    'GET /a//b%2F?x=%20 HTTP/1.1',
    'host: www.example.com',
    'connection: keep-alive',
    'From: a@b',
    'X-Two: 1',
    'X-Two: 2',
    'Content-MD5: abc==',
  ]);
  expect(received(request, 'host')).toEqual(['www.example.com']);
});
