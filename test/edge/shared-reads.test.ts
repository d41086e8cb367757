/** Bytes of all connections come in one piece of memory, plain and over TLS, and their ends are still told. */
import { once } from 'node:events';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { createServer as createTlsServer } from 'node:tls';
import { expect, onTestFinished, test } from 'vitest';
import { SharedReads } from '../../src/edge/shared-reads.ts';
import { rawViewer } from '../harness/raw-viewer.ts';
import { testCertificate } from '../harness/test-certificate.ts';

/** Connects a viewer to the server and answers with both ends. */
async function ends(server: Server, event: string, tls?: { servername: string; ca: string }) {
  server.listen(0, '127.0.0.1');
  onTestFinished(() => void server.close());
  await once(server, 'listening');
  const accepted = once(server, event);
  const { port } = server.address() as AddressInfo;
  const viewer = await rawViewer(tls === undefined ? { port } : { port, tls });
  const [socket] = (await accepted) as [Socket];
  onTestFinished(() => void socket.destroy());
  return { viewer, socket };
}

async function secureEnds() {
  const identity = await testCertificate('a.example');
  const tls = { servername: 'a.example', ca: identity.cert };
  return await ends(createTlsServer({ ...identity, allowHalfOpen: true }), 'secureConnection', tls);
}

const plainEnds = () => ends(createServer({ allowHalfOpen: true, pauseOnConnect: true }), 'connection');

test.each([
  ['plain', plainEnds],
  ['TLS', secureEnds],
] as const)('%s: every read is in the same memory, and the end is told', async (_kind, both) => {
  const { viewer, socket } = await both();
  const reads = new Set<string>();
  const memory = new Set<ArrayBufferLike>();
  let text = '';
  const isShared = new SharedReads().share(socket, (bytes) => {
    memory.add(bytes.buffer);
    reads.add(`${bytes.byteOffset}+${bytes.length}`);
    text += bytes.toString();
    socket.write('.');
  });
  socket.resume();
  for (const piece of ['one ', 'two ']) {
    await viewer.send(piece);
    await viewer.read(1);
  }
  expect([isShared, text, memory.size, [...reads]]).toEqual([true, 'one two ', 1, ['0+4']]);
  const ended = once(socket, 'end');
  viewer.finish();
  await ended;
});

test('what has been read as a stream is not lost', async () => {
  const { viewer, socket } = await plainEnds();
  const readable = once(socket, 'readable');
  socket.read(0);
  await viewer.send('early');
  await readable;
  expect(new SharedReads().share(socket, () => undefined)).toBe(false);
  expect(String(socket.read())).toBe('early');
});
