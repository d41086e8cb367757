/** The HTTPS port: certificates by name, the same rules as over HTTP, and nothing that brings the process down. */
import { once } from 'node:events';
import { connect, createSecureContext } from 'node:tls';
import { expect, test } from 'vitest';
import { rawViewer } from '../harness/raw-viewer.ts';
import { chunk, gate, partial, RESET, reply, scriptedOrigin } from '../harness/scripted-origin.ts';
import { testCertificate } from '../harness/test-certificate.ts';
import { DOMAIN_NAME, requestText, type TestEdgeOptions, testEdge, withEase } from '../harness/test-edge.ts';

const GET = requestText('GET', '/a');

async function secureEdge(options: Partial<TestEdgeOptions> = {}) {
  const certificates = await testCertificate(DOMAIN_NAME);
  return await testEdge({ origin: null, certificates, ...options });
}

test('VR-11: hits and misses over HTTPS, with the protocol forwarded nowhere', async () => {
  const origin = await scriptedOrigin([reply(200, {}, 'A')]);
  const edge = await secureEdge({ origin });
  for (const kind of ['Miss', 'Hit']) {
    const answer = await edge.get('/a');
    expect([answer.text, answer.header('x-cache')]).toEqual(['A', `${kind} from cloudfront`]);
  }
  expect(edge.usage.map(({ isSecure }) => isSecure)).toEqual([true, true]);
});

test('VR-11: the certificate is chosen by the name asked for', async () => {
  const own = await testCertificate('www.example.org');
  const others = await testCertificate(DOMAIN_NAME);
  const certificates = {
    ...others,
    SNICallback: (
      name: string,
      answer: (error: Error | null, context?: ReturnType<typeof createSecureContext>) => void,
    ) => answer(null, name === 'www.example.org' ? createSecureContext(own) : undefined),
  };
  const edge = await secureEdge({ certificates });
  for (const [servername, { cert }] of [
    ['www.example.org', own],
    [DOMAIN_NAME, others],
  ] as const) {
    const viewer = await rawViewer({ port: edge.ports[0]!, tls: { servername, ca: cert } });
    await viewer.send('GARBAGE\r\n\r\n');
    expect(await viewer.readResponse()).toMatchObject({ status: 400 });
  }
});

test('VR-11: era 08 answers HTTPS like an unknown host', async () => {
  const edge = await secureEdge({ version: '2008-06-30' });
  const answer = await edge.get('/a');
  expect([answer.status, answer.header('x-cache')]).toEqual([403, 'Error from cloudfront']);
});

test('VR-15 ER-22: unreadable bytes get their page through TLS', async () => {
  const edge = await secureEdge();
  const viewer = await edge.viewer();
  await viewer.send('GET  /a HTTP/1.1\r\n\r\n');
  expect(await viewer.readResponse()).toMatchObject({ status: 400 });
  expect(await viewer.readUntilClosed()).toHaveLength(0);
});

test('VR-11: plain HTTP on the HTTPS port is closed, and the port goes on', async () => {
  const edge = await secureEdge();
  const plain = await rawViewer({ port: edge.ports[0]! });
  await plain.send(GET);
  await plain.readUntilClosed().catch(() => undefined);
  expect((await edge.get('/a')).status).toBe(502);
});

test('VR-16: a large body over TLS does not cost the viewer its answer', async () => {
  const edge = await secureEdge();
  const viewer = await edge.viewer();
  const sent = viewer.send(
    requestText('POST', '/a', { 'Content-Length': '5000000' }) + 'a'.repeat(5_000_000),
  );
  expect(await viewer.readResponse()).toMatchObject({ status: 403 });
  expect(await viewer.readUntilClosed()).toHaveLength(0);
  await sent;
});

test('OR-46 RH-20: a body that ends with the connection is cut without close_notify', async () => {
  const hold = gate();
  const origin = await scriptedOrigin([
    partial(200, { 'Transfer-Encoding': 'chunked' }, chunk('HALF'), hold, RESET),
    reply(200, {}, 'A'),
  ]);
  const edge = await secureEdge({ origin });
  const socket = connect({ port: edge.ports[0]!, host: '127.0.0.1', rejectUnauthorized: false });
  socket.write(GET.replace('HTTP/1.1', 'HTTP/1.0'));
  let said = '';
  socket.on('data', (bytes) => {
    said += bytes;
    if (said.endsWith('HALF')) hold.open();
  });
  await once(socket, 'close').catch(() => undefined);
  expect(said).toMatch(/HALF$/);
  await edge.until(() => edge.records.length === 1);
  expect(edge.mistakes).toEqual([]);
  expect(edge.records[0]).toMatchObject({ status: 200, resultType: 'Error' });
  expect((await edge.get('/b')).text).toBe('A');
});

test('RH-3: one connection too many is closed before its handshake', async () => {
  const edge = await secureEdge({ limits: { connections: 1 } });
  const first = await edge.viewer();
  await expect(edge.viewer()).rejects.toThrow();
  await first.send(GET);
  expect(withEase(await first.readResponse()).status).toBe(502);
});
