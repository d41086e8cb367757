import { expect, test } from 'vitest';
import { customTarget, fetchFrom } from '../harness/origin-answer.ts';
import {
  chunk,
  chunked,
  FIN,
  gate,
  partial,
  RESET,
  type Reply,
  reply,
  scriptedOrigin,
  untilClose,
} from '../harness/scripted-origin.ts';
import { testOrigins } from '../harness/test-origins.ts';

const MEGABYTE = 1024 * 1024;

async function answerTo(script: Reply, limits = {}, method = 'GET') {
  const origin = await scriptedOrigin(() => script);
  const { origins } = testOrigins(limits);
  const answer = fetchFrom(origins, customTarget(origin.endpoint), { method });
  await answer.ended;
  return { answer, origin };
}

test('OR-45: a redirect is passed on as it is, with its Location and its spelling', async () => {
  const { answer } = await answerTo(reply(302, { LoCation: 'http://x/?a=%2f', 'x-two': ['1', '2'] }, 'see'));

  expect(answer).toMatchObject({ outcome: 'end', text: 'see' });
  expect(answer.head).toMatchObject({
    status: 302,
    reason: 'Found',
    headers: ['Content-Length', '3', 'LoCation', 'http://x/?a=%2f', 'x-two', '1', 'x-two', '2'],
    bodyBytes: 3,
    isWellFormed: true,
  });
});

test.each<[name: string, script: Reply, text: string, bodyBytes: number | null]>([
  ['OR-48: a body with a length', reply(200, {}, 'LOGO'), 'LOGO', 4],
  ['OR-48: an empty body', reply(200), '', 0],
  ['OR-48: a chunked body', chunked(200, {}, 'LO', 'GO'), 'LOGO', null],
  [
    'OR-48: a chunked body with trailers',
    partial(200, { 'Transfer-Encoding': 'chunked' }, chunk('LOGO'), '0\r\nX: y\r\n\r\n'),
    'LOGO',
    null,
  ],
  ['OR-46 OR-48: a body that ends with an orderly close', untilClose(200, {}, ['LO', 'GO']), 'LOGO', null],
  ['OR-46: an old server', ['HTTP/1.0 200 OK\r\n\r\nLOGO', FIN], 'LOGO', null],
  ['204 has no body', partial(204, {}), '', null],
  ['304 has no body, whatever length it tells', partial(304, { 'Content-Length': '9' }), '', 9],
])('%s is complete', async (_name, script, text, bodyBytes) => {
  const { answer } = await answerTo(script);

  expect(answer).toMatchObject({ outcome: 'end', text });
  expect(answer.head?.bodyBytes).toBe(bodyBytes);
});

test.each<[name: string, script: Reply]>([
  ['OR-46: a body shorter than its Content-Length', partial(200, { 'Content-Length': '9' }, 'LOGO', FIN)],
  [
    'OR-46: the same with Connection: close',
    partial(200, { 'Content-Length': '9', Connection: 'close' }, 'LOGO', FIN),
  ],
  ['OR-46: an unfinished chunked body', partial(200, { 'Transfer-Encoding': 'chunked' }, chunk('LOGO'), FIN)],
  [
    'OR-46: a chunked body without its last chunk, Connection: close',
    partial(200, { 'Transfer-Encoding': 'chunked', Connection: 'close' }, chunk('LOGO'), FIN),
  ],
  ['OR-46: a chunk cut in the middle', partial(200, { 'Transfer-Encoding': 'chunked' }, '9\r\nLOGO', FIN)],
])('%s is truncated', async (_name, script) => {
  const { answer, origin } = await answerTo(script);

  expect(answer).toMatchObject({ outcome: 'truncated', text: 'LOGO' });
  expect(origin.requests).toHaveLength(1);
});

test.each([
  ['HTTP/1.1', 'HTTP/1.1 200 OK\r\n\r\nLOGO'],
  ['HTTP/1.0', 'HTTP/1.0 200 OK\r\n\r\nLOGO'],
  ['a length', 'HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nLOGO'],
  ['chunks', 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nLOGO\r\n'],
])('OR-46: a body cut by a broken connection is truncated, never complete (%s)', async (_name, head) => {
  const sent = gate();
  const origin = await scriptedOrigin([[head, sent, RESET]]);
  const { origins } = testOrigins();
  const answer = fetchFrom(origins, customTarget(origin.endpoint));
  await answer.receivedBytes(4);
  sent.open();

  expect(await answer.ended).toBe('truncated');
  expect(answer.text).toBe('LOGO');
});

test.each<[name: string, script: Reply]>([
  ['not HTTP', ['SSH-2.0-OpenSSH_9.6\r\n', FIN]],
  ['HTTP/0.9', ['<html>', FIN]],
  [
    'both framings',
    partial(200, { 'Content-Length': '4', 'Transfer-Encoding': 'chunked' }, chunk('LOGO'), '0\r\n\r\n'),
  ],
  [
    'both framings, the other order',
    partial(200, { 'Transfer-Encoding': 'chunked', 'Content-Length': '4' }, chunk('LOGO'), '0\r\n\r\n'),
  ],
  ['two lengths that differ', partial(200, { 'Content-Length': ['4', '5'] }, 'LOGO')],
  ['two lengths that agree', partial(200, { 'Content-Length': ['4', '4'] }, 'LOGO')],
  ['a list of lengths', partial(200, { 'Content-Length': '4, 4' }, 'LOGO')],
  ['a signed length', partial(200, { 'Content-Length': '+4' }, 'LOGO')],
  ['a length over all measure', partial(200, { 'Content-Length': '99999999999999999999' }, 'LOGO')],
  ['another transfer coding', partial(200, { 'Transfer-Encoding': 'gzip' }, 'LOGO', FIN)],
  [
    'two transfer codings',
    partial(200, { 'Transfer-Encoding': 'gzip, chunked' }, chunk('LOGO'), '0\r\n\r\n'),
  ],
  ['a space before the colon', ['HTTP/1.1 200 OK\r\nContent-Length : 4\r\n\r\nLOGO']],
  ['a NUL in a value', ['HTTP/1.1 200 OK\r\nX: a\0b\r\nContent-Length: 4\r\n\r\nLOGO']],
  ['a bare LF', ['HTTP/1.1 200 OK\nContent-Length: 4\n\nLOGO']],
  ['a status beyond 599', ['HTTP/1.1 999 OK\r\nContent-Length: 4\r\n\r\nLOGO']],
  ['a switch of protocols', ['HTTP/1.1 101 Switching\r\nConnection: upgrade\r\nUpgrade: x\r\n\r\n', FIN]],
  [
    'a Content-Range that its length contradicts (RG-14)',
    partial(206, { 'Content-Range': 'bytes 0-9/20', 'Content-Length': '4' }, 'LOGO'),
  ],
])(
  'a malformed answer is an invalid response, asked once, and its connection is closed: %s',
  async (_name, script) => {
    const { answer, origin } = await answerTo(script);

    expect(answer).toMatchObject({ outcome: 'invalid-response', head: null });
    expect(origin.requests).toHaveLength(1);
    await origin.closedTo(0);
  },
);

test('a chunk size that is not a number cuts the body as invalid', async () => {
  const { answer } = await answerTo(
    partial(200, { 'Transfer-Encoding': 'chunked' }, chunk('LOGO'), 'zz\r\n'),
  );

  expect(answer).toMatchObject({ outcome: 'invalid-response', text: 'LOGO' });
});

test('a response nobody asked for, behind the answer, costs only its connection', async () => {
  const origin = await scriptedOrigin((_request, index) =>
    index === 0
      ? [...reply(200, {}, 'one'), 'HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nEVIL']
      : reply(200, {}, 'two'),
  );
  const { origins } = testOrigins();
  const first = fetchFrom(origins, customTarget(origin.endpoint));
  await first.ended;
  await origin.closedTo(0);
  const second = fetchFrom(origins, customTarget(origin.endpoint));
  await second.ended;

  expect([first.text, second.text]).toEqual(['one', 'two']);
  expect(origin.connections).toBe(2);
});

test('interim answers are ignored, however many', async () => {
  const hints = 'HTTP/1.1 103 Early Hints\r\nLink: </a.css>\r\n\r\n'.repeat(50);
  const { answer } = await answerTo([hints, ...reply(200, { X: 'y' }, 'LOGO')]);

  expect(answer).toMatchObject({ outcome: 'end', text: 'LOGO' });
  expect(answer.values('link')).toEqual([]);
});

test.each<[name: string, script: Reply]>([
  [
    'many headers',
    reply(200, Object.fromEntries(Array.from({ length: 2000 }, (_, i) => [`x-${i}`, 'yyyyy']))),
  ],
  ['one long header', reply(200, { 'X-Long': 'y'.repeat(30_000) })],
  ['a long reason', [`HTTP/1.1 200 ${'y'.repeat(20_480)}\r\nContent-Length: 0\r\n\r\n`]],
  ['empty headers', [`HTTP/1.1 200 OK\r\n${'x:\r\n'.repeat(6000)}\r\n`]],
])('CP-17: a head over the limit is refused: %s', async (_name, script) => {
  const { answer } = await answerTo(script);

  expect(answer).toMatchObject({ outcome: 'header-too-big', head: null });
});

test.each<[name: string, script: Reply, hasHead: boolean]>([
  ['declared', partial(200, { 'Content-Length': '11' }, 'x'.repeat(11)), false],
  [
    'chunked without end',
    partial(200, { 'Transfer-Encoding': 'chunked' }, endless(chunk('x'.repeat(65_536)))),
    true,
  ],
  ['until close without end', partial(200, {}, endless(Buffer.alloc(65_536))), true],
])('CP-15 LQ-17: a body over the object limit is cut off: %s', async (_name, script, hasHead) => {
  const { answer, origin } = await answerTo(script, { objectBytes: 10 });

  expect(answer.outcome).toBe('too-large');
  expect(answer.head !== null).toBe(hasHead);
  expect(answer.bytes).toBeLessThanOrEqual(10);
  await origin.closedTo(0);
});

test('CP-15: a body exactly as long as the limit is complete', async () => {
  const { answer } = await answerTo(reply(200, {}, 'x'.repeat(10)), { objectBytes: 10 });

  expect(answer).toMatchObject({ outcome: 'end', bytes: 10 });
});

test('a HEAD answer has no body and leaves the connection usable', async () => {
  const origin = await scriptedOrigin(() => partial(200, { 'Content-Length': '400' }));
  const { origins } = testOrigins({ objectBytes: 10 });
  for (const _ of [1, 2]) {
    const answer = fetchFrom(origins, customTarget(origin.endpoint), { method: 'HEAD' });
    expect(await answer.ended).toBe('end');
    expect(answer.head?.bodyBytes).toBe(400);
  }

  expect(origin.requests.map(({ connection }) => connection)).toEqual([1, 1]);
});

test('OR-37: silence between bytes for 30 s cuts the body, silence of less does not', async () => {
  const [second, never] = [gate(), gate()];
  const origin = await scriptedOrigin([partial(200, { 'Content-Length': '9' }, 'LO', second, 'GO', never)]);
  const { origins, clock } = testOrigins();
  const answer = fetchFrom(origins, customTarget(origin.endpoint));
  await answer.receivedBytes(2);
  clock.tick(29_999);
  second.open();
  await answer.receivedBytes(4);
  clock.tick(29_999);
  expect(answer.outcome).toBeNull();
  clock.tick(1);

  expect(await answer.ended).toBe('response-timeout');
  expect(origin.requests).toHaveLength(1);
  await origin.closedTo(0);
});

test('OR-37: the silence of a fetch that is paused is not the origin’s', async () => {
  const rest = gate();
  const origin = await scriptedOrigin([partial(200, { 'Content-Length': '4' }, 'LO', rest, 'GO')]);
  const { origins, clock } = testOrigins();
  const answer = fetchFrom(origins, customTarget(origin.endpoint));
  await answer.receivedBytes(2);
  answer.fetch?.pause();
  clock.tick(600_000);
  answer.fetch?.resume();
  clock.tick(29_999);
  expect(answer.outcome).toBeNull();
  rest.open();

  expect(await answer.ended).toBe('end');
  expect(answer.text).toBe('LOGO');
});

test('OR-37: after resuming, silence counts again', async () => {
  const origin = await scriptedOrigin([partial(200, { 'Content-Length': '4' }, 'LO', gate())]);
  const { origins, clock } = testOrigins();
  const answer = fetchFrom(origins, customTarget(origin.endpoint));
  await answer.receivedBytes(2);
  answer.fetch?.pause();
  answer.fetch?.resume();
  clock.tick(30_000);

  expect(await answer.ended).toBe('response-timeout');
});

test('a paused fetch holds the origin back, and loses nothing', async () => {
  /** Pieces sent, of each answer. */
  const sent = [0, 0];
  function* pieces(of: number) {
    for (let i = 0; i < 64; i++) {
      sent[of]! += 1;
      yield Buffer.alloc(MEGABYTE, i);
    }
  }
  const origin = await scriptedOrigin((_request, index) =>
    partial(200, { 'Content-Length': String(64 * MEGABYTE) }, pieces(index)),
  );
  const { origins } = testOrigins();
  const answer = fetchFrom(origins, customTarget(origin.endpoint));
  await answer.headed;
  answer.fetch?.pause();
  // Meanwhile another has it all.
  expect(await fetchFrom(origins, customTarget(origin.endpoint)).ended).toBe('end');

  expect(sent[0]).toBeLessThan(32);
  expect(answer.bytes).toBeLessThan(MEGABYTE);
  answer.fetch?.resume();
  expect(await answer.ended).toBe('end');
  expect(answer.bytes).toBe(64 * MEGABYTE);
});

function* endless(piece: Buffer): Generator<Buffer> {
  for (;;) yield piece;
}
