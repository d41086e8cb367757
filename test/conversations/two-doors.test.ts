/**
 * From our own door to node:http's in the middle of a connection: no request is lost, doubled or begun inside another's
 * body, whatever is in hand at that moment and however the bytes are cut. Run against either door.
 */
import { Socket } from 'node:net';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import type { EdgeLimits } from '../../src/edge/limits.ts';
import type { RawViewer } from '../harness/raw-viewer.ts';
import { chunked, gate, reply, scriptedOrigin } from '../harness/scripted-origin.ts';
import { turns } from '../harness/soon.ts';
import { testCertificate } from '../harness/test-certificate.ts';
import { DOMAIN_NAME, requestText, type TestEdgeOptions, testEdge, withEase } from '../harness/test-edge.ts';

const MIB = 1024 ** 2;
const LARGE = Buffer.alloc(24 * MIB, 'L');
const plain = (target: string, headers: Record<string, string> = {}) => requestText('GET', target, headers);
/** In absolute form: a good request that only node:http reads. */
const odd = (target: string) => requestText('GET', `http://${DOMAIN_NAME}${target}`);
const LAST = plain('/last', { Connection: 'close' });
/** An offer that nobody takes up: a good request, behind which Node's parser stops for the other protocol. */
const offer = (target: string, headers: Record<string, string> = {}) =>
  plain(target, { Connection: 'Keep-Alive, Upgrade', Upgrade: 'keep-alive', ...headers });

async function setting(limits: Partial<EdgeLimits> = {}, options: Partial<TestEdgeOptions> = {}) {
  const hold = gate();
  const origin = await scriptedOrigin(({ target }) => {
    const headers = { 'Cache-Control': 'max-age=600', Connection: 'close' };
    const answer = reply(200, headers, target === '/large' ? LARGE : target);
    return target.startsWith('/slow') ? [hold, ...answer] : answer;
  });
  const edge = await testEdge({ origin, limits, edges: [{ cacheBytes: 128 * MIB }], ...options });
  return { edge, origin, hold, viewer: await edge.viewer() };
}

/** Each answer's body, or its status where that is not 200, until the edge closes. */
async function allSaid(viewer: RawViewer): Promise<string[]> {
  const said: string[] = [];
  for (let isOver = false; !isOver; ) {
    const answer = withEase(await viewer.readResponse());
    said.push(answer.status === 200 ? answer.text : String(answer.status));
    isOver = answer.header('connection') === 'close';
  }
  expect(await viewer.readUntilClosed()).toHaveLength(0);
  return said;
}

/** No other time of Node's own is as long. */
const IDLE = { viewerIdleSeconds: 61.234 };

/** Tells the edge, when called, that all its connections from here on have been silent for `IDLE`. */
function idleConnections(): () => void {
  const timed = vi.spyOn(Socket.prototype, 'setTimeout');
  onTestFinished(() => timed.mockRestore());
  return () => {
    for (const [at, [idleMs]] of timed.mock.calls.entries())
      if (idleMs === IDLE.viewerIdleSeconds * 1000) (timed.mock.contexts[at] as Socket).emit('timeout');
  };
}

async function sendInPieces(viewer: RawViewer, bytes: string, ...cuts: readonly number[]): Promise<void> {
  const ends = [...cuts, bytes.length];
  for (const [at, end] of ends.entries()) await viewer.send(bytes.slice(at === 0 ? 0 : ends[at - 1], end));
}

const ROWS: [what: string, bytes: string, said: string[]][] = [
  ['plain, plain, odd', plain('/a') + plain('/b') + odd('/c') + LAST, ['/a', '/b', '/c', '/last']],
  ['odd in the middle', plain('/a') + odd('/b') + plain('/c') + LAST, ['/a', '/b', '/c', '/last']],
  ['odd from the beginning', odd('/a') + plain('/b') + LAST, ['/a', '/b', '/last']],
  ['an empty line between', `${plain('/a')}\r\n${plain('/b')}${LAST}`, ['/a', '/b', '/last']],
  ['odd by its headers', plain('/a') + plain('/b', { 'X-Tag': ' spaced ' }) + LAST, ['/a', '/b', '/last']],
  [
    'a refusal by the edge, and on',
    requestText('POST', '/a', { 'Content-Length': '0' }) + LAST,
    ['403', '/last'],
  ],
  ['HTTP/1.0', plain('/a') + plain('/b').replace('HTTP/1.1', 'HTTP/1.0') + LAST, ['/a', '/b']],
  ['an offer to upgrade', plain('/a') + offer('/b') + plain('/c') + LAST, ['/a', '/b', '/c', '/last']],
  ['offers behind each other', offer('/a') + offer('/b') + offer('/c') + LAST, ['/a', '/b', '/c', '/last']],
  ['an empty line behind an offer', `${offer('/a')}\r\n${offer('/b')}\r\n${LAST}`, ['/a', '/b', '/last']],
  [
    'an offer with Connection: close',
    `${offer('/a')}${offer('/b', { Connection: 'Upgrade, close' })}${LAST}`,
    ['/a', '/b'],
  ],
  [
    'an offer with a body of no bytes',
    `${offer('/a', { 'Content-Length': '0' })}${plain('/b')}${LAST}`,
    ['/a', '/b', '/last'],
  ],
  [
    'an offer with a body that reads like requests',
    `${offer('/a')}${offer('/b', { 'Content-Length': String(LAST.length) })}${LAST}${LAST}`,
    ['/a', '403'],
  ],
  [
    'an offer with a body in chunks',
    `${offer('/a')}${offer('/b', { 'Transfer-Encoding': 'chunked' })}0\r\n\r\n${LAST}`,
    ['/a', '403'],
  ],
  ['an offer, and what the other protocol might say', `${offer('/a')}\0\0\x12${LAST}`, ['/a', '400']],
  [
    'an offer, and a line that is spoiled',
    `${offer('/a')}${plain('/b').replace(' ', '  ')}${LAST}`,
    ['/a', '400'],
  ],
  [
    'an offer, and a header that is none',
    `${offer('/a')}${plain('/b', { 'X\0Y': 'z' })}${LAST}`,
    ['/a', '400'],
  ],
  ['unreadable', `${plain('/a')}GET  /b HTTP/1.1\r\n\r\n${LAST}`, ['/a', '400']],
  [
    'a body that reads like requests',
    `${plain('/a')}${plain('/b', { 'Content-Length': String(LAST.length) })}${LAST}${LAST}`,
    ['/a', '403'],
  ],
  [
    'a body in chunks that reads like requests',
    `${plain('/a')}${plain('/b', { 'Transfer-Encoding': 'chunked' })}${LAST.length.toString(16)}\r\n${LAST}\r\n0\r\n\r\n${LAST}`,
    ['/a', '403'],
  ],
];

describe('what is odd behind what is plain', () => {
  test.each(ROWS)('VR-15 VR-16: %s, in one piece', async (_, bytes, said) => {
    const { viewer, edge } = await setting();
    await viewer.send(bytes);
    expect(await allSaid(viewer)).toEqual(said);
    expect([edge.location.totals.inFlight, edge.mistakes]).toEqual([0, []]);
  });

  test.each(ROWS)('VR-15 VR-16: %s, cut anywhere', async (_, bytes, said) => {
    const { edge } = await setting();
    for (let cut = 1; cut < bytes.length; cut += 7) {
      const viewer = await edge.viewer();
      await sendInPieces(viewer, bytes, cut);
      expect(await allSaid(viewer)).toEqual(said);
    }
  });

  test.each(ROWS)('VR-15 VR-16: %s, byte by byte', async (_, bytes, said) => {
    const { viewer } = await setting();
    await sendInPieces(viewer, bytes, ...Array.from({ length: bytes.length - 1 }, (__, at) => at + 1));
    expect(await allSaid(viewer)).toEqual(said);
  });

  test.each(ROWS)('VR-11 VR-15: %s, over TLS', async (_, bytes, said) => {
    const { viewer } = await setting({}, { certificates: await testCertificate(DOMAIN_NAME) });
    await viewer.send(bytes);
    expect(await allSaid(viewer)).toEqual(said);
  });

  test.each(ROWS)('AL-15 VR-15: %s, behind a PROXY header', async (_, bytes, said) => {
    const { edge, viewer } = await setting({}, { expectsProxyHeader: true });
    await viewer.send(`PROXY TCP4 192.0.2.77 198.51.100.1 4660 80\r\n${bytes}`);
    expect(await allSaid(viewer)).toEqual(said);
    for (const { clientAddress } of edge.records) expect(clientAddress).toBe('192.0.2.77');
  });
});

test.each([
  ['behind an offer', offer('/a')],
  ['behind an odd request', odd('/a')],
  ['behind a plain one', plain('/a')],
])('VR-15: a head that ends in the middle of its lines is refused, %s', async (_, before) => {
  const { viewer, edge } = await setting();
  await viewer.send(before);
  expect((await viewer.readResponse()).status).toBe(200);
  await viewer.send(plain('/b').slice(0, -2));
  viewer.finish();
  expect(await allSaid(viewer)).toEqual(['400']);
  expect([edge.location.totals.inFlight, edge.mistakes]).toEqual([0, []]);
});

test('VR-15 VR-16: behind an offer to upgrade, no header is read as a request', async () => {
  const { edge, origin } = await setting();
  const evil = `GET http://${DOMAIN_NAME}/evil HTTP/1.0`;
  const bytes = offer('/a') + plain('/b', { 'X-Tag': evil }) + LAST;
  const from = offer('/a').length;
  // With each beginning of what follows in the piece that ends the offer.
  for (let cut = from; cut <= bytes.indexOf(evil); cut++) {
    const viewer = await edge.viewer();
    await viewer.send(bytes.slice(0, cut));
    expect(withEase(await viewer.readResponse()).text).toBe('/a');
    await viewer.send(bytes.slice(cut));
    expect(await allSaid(viewer)).toEqual(['/b', '/last']);
  }
  expect(origin.requests.map(({ target }) => target)).toEqual(['/a', '/b', '/last']);
});

test.each(['TCP', 'TLS'])(
  'AL-37: over %s, answers behind each other keep their own bytes',
  async (protocol) => {
    const options = protocol === 'TLS' ? { certificates: await testCertificate(DOMAIN_NAME) } : {};
    const origin = await scriptedOrigin(({ target }) =>
      reply(200, { 'Cache-Control': 'max-age=600' }, target.repeat(5000)),
    );
    const edge = await testEdge({ origin, ...options });
    const targets = Array.from({ length: 100 }, (__, at) => `/${at % 10}`);
    for (const target of targets.slice(0, 10)) await edge.get(target);
    const viewers = await Promise.all([1, 2, 3].map(() => edge.viewer()));
    await Promise.all(viewers.map((viewer) => viewer.send(targets.map((target) => plain(target)).join(''))));
    for (const viewer of viewers) {
      for (const target of targets) {
        const { text } = withEase(await viewer.readResponse());
        expect([text.slice(0, 2), text === target.repeat(5000)]).toEqual([target, true]);
      }
    }
  },
);

describe('while an answer is under way', () => {
  test('ER-22: what is odd waits for its turn, in whatever pieces it comes', async () => {
    const { viewer, origin, hold } = await setting();
    await viewer.send(plain('/slow') + plain('/b') + odd('/c').slice(0, 20));
    await origin.received(1);
    await viewer.send(odd('/c').slice(20) + plain('/d') + LAST);
    expect(origin.requests).toHaveLength(1);
    hold.open();
    expect(await allSaid(viewer)).toEqual(['/slow', '/b', '/c', '/d', '/last']);
    expect(origin.requests.map(({ target }) => target)).toEqual(['/slow', '/b', '/c', '/d', '/last']);
  });

  test('AL-37: bytes that arrive while an answer is being written are read behind it', async () => {
    const { edge, viewer } = await setting();
    await edge.get('/large');
    await viewer.send(plain('/large'));
    await edge.until(() => edge.location.totals.inFlight === 1);
    await viewer.send(odd('/b') + plain('/c'));
    await viewer.send(LAST);
    const large = await viewer.readResponse();
    expect(large.body.equals(LARGE)).toBe(true);
    expect(await allSaid(viewer)).toEqual(['/b', '/c', '/last']);
  });

  test('AL-37: what node:http has not read yet is not forgotten behind a viewer that takes its time', async () => {
    const { edge, viewer } = await setting();
    await edge.get('/large');
    await viewer.send(odd('/large'));
    await edge.until(() => edge.location.totals.inFlight === 1);
    for (const target of ['/b', '/c', '/d']) await viewer.send(odd(target) + offer(target));
    await viewer.send(LAST);
    const large = await viewer.readResponse();
    expect(large.body.equals(LARGE)).toBe(true);
    expect(await allSaid(viewer)).toEqual(['/b', '/b', '/c', '/c', '/d', '/d', '/last']);
  });

  test('RH-3: requests of both doors wait in one row, and it has one limit', async () => {
    const { viewer, origin, hold } = await setting({ pipelinedRequests: 3 });
    await viewer.send(plain('/slow') + plain('/a') + odd('/b') + plain('/c') + plain('/d'));
    await origin.received(1);
    hold.open();
    expect(await allSaid(viewer)).toEqual(['/slow', '/a', '/b', '/c', '503']);
  });

  test('ER-22: a refusal of what is unreadable is said behind all that was readable', async () => {
    const { viewer, origin, hold } = await setting();
    await viewer.send(`${plain('/slow')}${odd('/a')}GARBAGE\r\n\r\n${LAST}`);
    await origin.received(1);
    hold.open();
    expect(await allSaid(viewer)).toEqual(['/slow', '/a', '400']);
  });

  test('OR-47: a viewer that leaves takes along what waits for either door', async () => {
    const { edge, viewer, origin, hold } = await setting();
    await viewer.send(plain('/slow') + odd('/evil') + plain('/evil'));
    await origin.received(1);
    viewer.abort();
    await edge.until(() => edge.records.length === 1);
    hold.open();
    await origin.closedTo(0);
    expect(origin.requests).toHaveLength(1);
    expect(edge.location.totals.inFlight).toBe(0);
  });

  test('AL-25: whoever closes in order before an answer has left, too', async () => {
    const { edge, viewer, origin } = await setting();
    await viewer.send(plain('/slow') + plain('/evil'));
    await origin.received(1);
    viewer.finish();
    await edge.until(() => edge.records.length === 1);
    expect(edge.records[0]).toMatchObject({ status: 0, resultType: 'Error' });
    expect(await viewer.readUntilClosed()).toHaveLength(0);
    expect(origin.requests).toHaveLength(1);
  });
});

describe('times and ends', () => {
  test.each([
    ['plain', plain('/a').slice(0, 30)],
    ['odd', odd('/a').slice(0, 30)],
  ])('ER-22: a head that begins %s and does not end gets 408', async (_, begun) => {
    const { edge, viewer } = await setting();
    await viewer.send(plain('/a'));
    expect(withEase(await viewer.readResponse()).text).toBe('/a');
    await edge.until(() => edge.clock.pendingTimers === 0);
    await viewer.send(begun);
    await edge.until(() => edge.clock.pendingTimers === 1);
    edge.clock.tick(edge.location.limits.viewerHeaderSeconds * 1000);
    expect(await allSaid(viewer)).toEqual(['408']);
  });

  test.each([
    ['plain', plain('/a').slice(0, 30)],
    ['odd', odd('/a').slice(0, 30)],
  ])('ER-22: a viewer that closes in the middle of a head that begins %s gets 400', async (_, begun) => {
    const { viewer } = await setting();
    await viewer.send(plain('/a') + begun);
    viewer.finish();
    expect(await allSaid(viewer)).toEqual(['/a', '400']);
  });

  test('RH-10: a connection that was handed over ends when the edge goes away', async () => {
    const { edge, viewer } = await setting({ drainSeconds: 20 });
    await viewer.send(odd('/a'));
    await viewer.readResponse();
    await edge.drain();
    expect(await viewer.readUntilClosed()).toHaveLength(0);
  });

  test('RH-10: an odd request under way while the edge goes away is the last', async () => {
    const { edge, viewer, origin, hold } = await setting({ drainSeconds: 20 });
    await viewer.send(plain('/a') + odd('/slow') + plain('/evil'));
    await origin.received(2);
    const drained = edge.drain();
    hold.open();
    expect(await allSaid(viewer)).toEqual(['/a', '/slow']);
    await drained;
    expect(origin.requests).toHaveLength(2);
  });
});

describe.each([
  ['plain', 'TCP', plain],
  ['odd', 'TCP', odd],
  ['plain', 'TLS', plain],
  ['odd', 'TLS', odd],
])('times of %s requests over %s', (_kind, protocol, ask) => {
  const connected = async () =>
    setting(IDLE, protocol === 'TLS' ? { certificates: await testCertificate(DOMAIN_NAME) } : {});

  test('ER-22: a connection that asks nothing for viewerIdleSeconds is closed', async () => {
    const silence = idleConnections();
    const { viewer } = await connected();
    await viewer.send(ask('/a'));
    expect(withEase(await viewer.readResponse()).header('connection')).toBe('keep-alive');
    silence();
    expect(await viewer.readUntilClosed()).toHaveLength(0);
  });

  test('ER-22: waiting for the origin is not idle; asking nothing behind it is', async () => {
    const silence = idleConnections();
    const { viewer, origin, hold } = await connected();
    await viewer.send(ask('/slow'));
    await origin.received(1);
    silence();
    await turns();
    hold.open();
    expect(withEase(await viewer.readResponse()).text).toBe('/slow');
    silence();
    expect(await viewer.readUntilClosed()).toHaveLength(0);
  });

  test('ER-22: no connection is idle whose request came while the edge was busy', async () => {
    const silence = idleConnections();
    const { viewer } = await connected();
    for (const target of ['/a', '/b', '/a']) {
      await turns();
      void viewer.send(ask(target));
      silence();
      expect(withEase(await viewer.readResponse()).text).toBe(target);
    }
  });

  test('ER-22: no head is late that came while the edge was busy', async () => {
    const { edge, viewer } = await connected();
    const { viewerHeaderSeconds } = edge.location.limits;
    await viewer.send(ask('/a').slice(0, 30));
    await turns();
    void viewer.send(ask('/a').slice(30));
    edge.clock.tick(viewerHeaderSeconds * 1000);
    expect(withEase(await viewer.readResponse()).text).toBe('/a');
  });
});

test('RH-14: a length unknown is told in chunks by either door', async () => {
  const origin = await scriptedOrigin(() => chunked(200, {}, 'LOGO'));
  const edge = await testEdge({ origin });
  for (const ask of [plain, odd]) {
    const viewer = await edge.viewer();
    await viewer.send(ask(`/${ask.name}`));
    const answer = withEase(await viewer.readResponse());
    expect([answer.text, answer.header('transfer-encoding')]).toEqual(['LOGO', 'chunked']);
  }
});
