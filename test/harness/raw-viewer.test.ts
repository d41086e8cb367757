import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { SystemClock } from '../../src/clock.ts';
import { LocalAuthority } from '../../src/config/local-authority.ts';
import { BrokenConversation, headerValue, headerValues, rawViewer } from './raw-viewer.ts';
import { chunked, partial, RESET, reply, scriptedOrigin, untilClose } from './scripted-origin.ts';

const GET = 'GET / HTTP/1.1\r\nHost: a\r\n\r\n';

/** A server that says the same to everyone, at once. */
async function saying(text: string, onSocket: (socket: Socket) => void = () => undefined): Promise<number> {
  const server = createServer((socket) => {
    socket.on('error', () => undefined);
    onSocket(socket);
    socket.end(Buffer.from(text, 'latin1'));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  return (server.address() as AddressInfo).port;
}

test('a raw viewer reads bodies by length, by chunks and to the end of the connection', async () => {
  const origin = await scriptedOrigin([
    reply(200, { 'X-A': ['1', '2'] }, 'one'),
    chunked(404, {}, 'tw', 'o'),
    untilClose(200, {}, ['three']),
  ]);
  const viewer = await rawViewer(origin);

  await viewer.send(GET.repeat(3));
  const [first, second, third] = await Promise.all([
    viewer.readResponse(),
    viewer.readResponse(),
    viewer.readResponse(),
  ]);

  expect(first).toMatchObject({ version: '1.1', status: 200, reason: 'OK', framing: 'length' });
  expect(first.headers).toEqual(['Content-Length', '3', 'X-A', '1', 'X-A', '2']);
  expect(first.rawBytes).toBe('HTTP/1.1 200 OK\r\nContent-Length: 3\r\nX-A: 1\r\nX-A: 2\r\n\r\none'.length);
  expect([headerValues(first, 'x-a'), headerValue(first, 'x-b')]).toEqual([['1', '2'], null]);
  expect(() => headerValue(first, 'x-a')).toThrow(BrokenConversation);
  expect([second.status, second.framing, second.body.toString()]).toEqual([404, 'chunked', 'two']);
  expect([third.framing, third.body.toString()]).toEqual(['close', 'three']);
  expect(viewer.readBytes).toBe(first.rawBytes + second.rawBytes + third.rawBytes);
});

test('a raw viewer waits for no body after HEAD, 204 and 304', async () => {
  const length = { 'Content-Length': '9' };
  const origin = await scriptedOrigin([partial(200, length), partial(204, {}), partial(304, length)]);
  const viewer = await rawViewer(origin);

  await viewer.send(`HEAD / HTTP/1.1\r\n\r\n${GET.repeat(2)}`);

  expect(await viewer.readResponse({ head: true })).toMatchObject({ status: 200, framing: 'none' });
  expect(await viewer.readResponse()).toMatchObject({ status: 204, framing: 'none' });
  expect(await viewer.readResponse()).toMatchObject({ status: 304, framing: 'none' });
});

test.each([
  ['a bare LF', 'HTTP/1.1 200 OK\nA: b\r\n\r\n'],
  ['a folded header', 'HTTP/1.1 200 OK\r\nA: b\r\n c\r\nContent-Length: 0\r\n\r\n'],
  ['a space before the colon', 'HTTP/1.1 200 OK\r\nA : b\r\nContent-Length: 0\r\n\r\n'],
  ['a NUL', 'HTTP/1.1 200 OK\r\nA: \0\r\nContent-Length: 0\r\n\r\n'],
  ['two framings', 'HTTP/1.1 200 OK\r\nContent-Length: 0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n'],
  ['two lengths', 'HTTP/1.1 200 OK\r\nContent-Length: 0\r\nContent-Length: 0\r\n\r\n'],
  ['a signed length', 'HTTP/1.1 200 OK\r\nContent-Length: +0\r\n\r\n'],
  ['a short body', 'HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nab'],
  ['a bad chunk size', 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0x1\r\na\r\n0\r\n\r\n'],
  ['a long chunk', 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nab\r\n0\r\n\r\n'],
  ['no last chunk', 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\na\r\n'],
  ['another version', 'HTTP/2.0 200 OK\r\nContent-Length: 0\r\n\r\n'],
])('a raw viewer refuses %s', async (_name, answer) => {
  const viewer = await rawViewer({ port: await saying(answer) });
  await expect(viewer.readResponse()).rejects.toThrow(BrokenConversation);
});

test('a raw viewer that reads nothing holds the sender back', async () => {
  const sockets: Socket[] = [];
  const port = await saying('x'.repeat(32 * 1024 ** 2), (socket) => sockets.push(socket));
  const viewer = await rawViewer({ port });

  expect((await viewer.read(5)).toString()).toBe('xxxxx');
  expect(sockets[0]!.writableLength).toBeGreaterThan(0);
  expect(await viewer.readUntilClosed()).toHaveLength(32 * 1024 ** 2 - 5);
});

test('a raw viewer tells a reset from an orderly end', async () => {
  const origin = await scriptedOrigin([['x', RESET]]);
  const viewer = await rawViewer(origin);
  await viewer.send(GET);
  await expect(viewer.readUntilClosed()).rejects.toMatchObject({ code: 'ECONNRESET' });
});

test('a raw viewer aborts with a reset, and finishes with an end', async () => {
  const errors: string[] = [];
  const server = createServer((socket) => {
    socket.on('error', (error: NodeJS.ErrnoException) => errors.push(error.code ?? '')).resume();
    socket.on('close', () => server.emit('gone'));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  const { port } = server.address() as AddressInfo;

  for (const leave of ['finish', 'abort'] as const) {
    const viewer = await rawViewer({ port, localAddress: '127.0.0.2' });
    expect(viewer.localAddress).toBe('127.0.0.2');
    const gone = once(server, 'gone');
    viewer[leave]();
    await gone;
    expect(errors).toEqual(leave === 'finish' ? [] : ['ECONNRESET']);
  }
});

test('a raw viewer speaks TLS, and aborts below it', async () => {
  const directory = await mkdtemp(join(tmpdir(), 'edgefront-'));
  onTestFinished(() => rm(directory, { recursive: true }));
  const authority = await LocalAuthority.open(directory, new SystemClock());
  const origin = await scriptedOrigin([reply(200, {}, 'secret')], { tls: await authority.issue(['a.test']) });
  const ca = await readFile(authority.caFile);

  const viewer = await rawViewer({ port: origin.port, tls: { ca, servername: 'a.test' } });
  await viewer.send(GET);
  expect((await viewer.readResponse()).body.toString()).toBe('secret');
  viewer.abort();
  await origin.closedTo(0);
});

test('a raw viewer throws where nobody speaks TLS', async () => {
  await expect(rawViewer({ port: await saying('plain text'), tls: {} })).rejects.toThrow();
});
