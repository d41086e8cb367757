/** Origins that answer oddly or with ill will: what passes unchanged, what is refused, and that nothing slips in. */
import { describe, expect, test } from 'vitest';
import { chunk, FIN, gate, partial, type Reply, scriptedOrigin } from '../harness/scripted-origin.ts';
import { type EdgeResponse, requestText, testEdge, withEase } from '../harness/test-edge.ts';

const LENGTH = 'Content-Length: 1\r\n';
const head = (...lines: string[]) => `${lines.join('\r\n')}\r\n`;

/** The same answer as a miss and as a hit. */
async function twice(answer: Reply): Promise<EdgeResponse[]> {
  const origin = await scriptedOrigin(() => answer);
  const edge = await testEdge({ origin });
  const answers = [await edge.get('/a'), await edge.get('/a')];
  expect(edge.mistakes).toEqual([]);
  expect(edge.location.totals.inFlight).toBe(0);
  return answers;
}

describe('RH-1: bytes outside ASCII pass as they are', () => {
  const LATIN = 'caf\xe9 \xe4\xb8\x8a\xc4\x8d\xc4\x8a';
  test.each<[string, Reply]>([
    ['with the body', [head('HTTP/1.1 200 OK', `X: ${LATIN}`, LENGTH), 'A']],
    [
      'in chunks',
      [head('HTTP/1.1 200 OK', `X: ${LATIN}`, 'Transfer-Encoding: chunked', ''), chunk('A'), '0\r\n\r\n'],
    ],
    ['without a body', [head('HTTP/1.1 200 OK', `X: ${LATIN}`, 'Content-Length: 0', '')]],
    ['in an error', [head('HTTP/1.1 404 Not Found', `X: ${LATIN}`, LENGTH), 'A']],
  ])('%s', async (_, answer) => {
    for (const { header } of await twice(answer)) expect(header('x')).toBe(LATIN);
  });

  test('RG-18: and with a head that goes ahead of its body', async () => {
    const hold = gate();
    const origin = await scriptedOrigin([partial(200, { 'Content-Length': '1', X: LATIN }, hold, 'A')]);
    const edge = await testEdge({ origin });
    const answer = edge.get('/a');
    await edge.until(() => edge.location.fills.count === 1 && edge.location.totals.inFlight === 1);
    hold.open();
    expect((await answer).header('x')).toBe(LATIN);
  });
});

describe('OR-42 ER-30: what is no answer is refused with 502', () => {
  test.each([
    ['a status of 99', `HTTP/1.1 099 x\r\n${LENGTH}\r\nA`],
    ['a status of 600', `HTTP/1.1 600 x\r\n${LENGTH}\r\nA`],
    ['a status of 999', `HTTP/1.1 999 x\r\n${LENGTH}\r\nA`],
    ['switched protocols', 'HTTP/1.1 101 x\r\nUpgrade: x\r\nConnection: upgrade\r\n\r\nA'],
    ['a bare CR in the reason', `HTTP/1.1 200 a\rSet-Cookie: b\r\n${LENGTH}\r\nA`],
    ['a bare CR in a header', `HTTP/1.1 200 OK\r\nX: a\rSet-Cookie: b\r\n${LENGTH}\r\nA`],
    ['NUL in a header', `HTTP/1.1 200 OK\r\nX: a\0b\r\n${LENGTH}\r\nA`],
    ['two lengths', `HTTP/1.1 200 OK\r\n${LENGTH}${LENGTH}\r\nA`],
    ['both framings', `HTTP/1.1 200 OK\r\n${LENGTH}Transfer-Encoding: chunked\r\n\r\n1\r\nA\r\n0\r\n\r\n`],
    ['no head at all', '<html>hello</html>'],
  ])('%s', async (_, bytes) => {
    for (const answer of await twice([bytes, FIN])) {
      expect([answer.status, answer.header('set-cookie')]).toEqual([502, undefined]);
      expect(answer.text).toContain('<H1>502 ERROR</H1>');
    }
  });
});

describe('RH-4 RH-10 RH-13: what belongs to the edge or to one connection is dropped', () => {
  test.each([
    'X-Cache: Hit from elsewhere',
    'Via: 1.0 elsewhere',
    'Age: 55',
    'X-Amz-Cf-Id: mine',
    'X-Amz-Cf-Pop: XXX',
    'Connection: X-Secret\r\nX-Secret: 1',
    'Keep-Alive: timeout=1',
    'Proxy-Authenticate: x',
    'Upgrade: h2c',
    'Trailer: X',
  ])('%s', async (lines) => {
    const [name, value] = lines.split('\r\n').at(-1)!.split(': ') as [string, string];
    for (const answer of await twice([head('HTTP/1.1 200 OK', lines, LENGTH), 'A'])) {
      expect(answer.text).toBe('A');
      expect(answer.header(name.toLowerCase())).not.toBe(value);
    }
  });
});

test('RH-1: names that mean something to a program mean nothing here', async () => {
  for (const answer of await twice([
    head('HTTP/1.1 200 OK', '__proto__: a', 'constructor: b', LENGTH),
    'A',
  ])) {
    expect([answer.header('__proto__'), answer.header('constructor')]).toEqual(['a', 'b']);
  }
});

test.each([
  ['a very long reason', 'a'.repeat(10_000), 'a'.repeat(10_000)],
  ['no reason', '', ''],
  ['a reason with control characters', 'a\x01b', ''],
])('RH-1: %s does no harm', async (_, sent, seen) => {
  for (const answer of await twice([head(`HTTP/1.1 200 ${sent}`, LENGTH), 'A'])) {
    expect([answer.text, answer.reason]).toEqual(['A', seen]);
  }
});

test('RH-10: 204 has no length, whatever the origin says', async () => {
  for (const lines of ['Content-Length: 0', 'Content-Length: 5', 'X: y']) {
    for (const answer of await twice([head('HTTP/1.1 204 No Content', lines, '')])) {
      expect([answer.status, answer.header('content-length'), answer.framing]).toEqual([
        204,
        undefined,
        'none',
      ]);
    }
  }
});

describe('RH-20: a viewer that speaks HTTP/1.0', () => {
  const GET = requestText('GET', '/a').replace('HTTP/1.1', 'HTTP/1.0');

  test('RH-14: gets a body of unknown length until the connection ends', async () => {
    const origin = await scriptedOrigin([
      partial(200, { 'Transfer-Encoding': 'chunked' }, chunk('LO'), chunk('GO'), '0\r\n\r\n'),
    ]);
    const edge = await testEdge({ origin });
    for (const _ of ['miss', 'hit']) {
      const viewer = await edge.viewer();
      await viewer.send(GET.replace('\r\n\r\n', '\r\nConnection: keep-alive\r\n\r\n'));
      const answer = withEase(await viewer.readResponse());
      expect([answer.framing, answer.text, answer.header('connection')]).toEqual(['close', 'LOGO', 'close']);
      expect(answer.header('transfer-encoding')).toBeUndefined();
    }
  });

  test.each([
    ['', 'close'],
    ['Connection: keep-alive\r\n', 'keep-alive'],
  ])('RH-10: and a known length: %j is answered %s', async (line, connection) => {
    const origin = await scriptedOrigin([[head('HTTP/1.1 200 OK', LENGTH), 'A']]);
    const edge = await testEdge({ origin });
    const viewer = await edge.viewer();
    await viewer.send(GET.replace('\r\n\r\n', `\r\n${line}\r\n`));
    const answer = withEase(await viewer.readResponse());
    expect([answer.framing, answer.text, answer.header('connection')]).toEqual(['length', 'A', connection]);
  });
});
