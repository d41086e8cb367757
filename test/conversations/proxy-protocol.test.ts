/** Behind a balancer that tells the viewer's address ahead of each connection's own bytes. */
import { expect, test } from 'vitest';
import { DEFAULT_EDGE_LIMITS } from '../../src/edge/limits.ts';
import { received, reply, scriptedOrigin } from '../harness/scripted-origin.ts';
import { turns } from '../harness/soon.ts';
import { testCertificate } from '../harness/test-certificate.ts';
import { requestText, testEdge } from '../harness/test-edge.ts';

const GET = requestText('GET', '/a');
const VERSION_1 = 'PROXY TCP4 192.0.2.77 198.51.100.1 4660 80\r\n';
const VERSION_2 = '\r\n\r\n\0\r\nQUIT\n\x21\x11\0\x0c\xc0\0\x02\x4d\xc6\x33\x64\x01\x12\x34\0\x50';
const LOCAL = '\r\n\r\n\0\r\nQUIT\n\x20\0\0\0';

async function edgeBehindBalancer(certificates?: { cert: string; key: string }) {
  const origin = await scriptedOrigin(() => reply(200, { 'Cache-Control': 'no-store' }, 'A'));
  const tls = certificates === undefined ? {} : { certificates };
  return { origin, edge: await testEdge({ origin, expectsProxyHeader: true, ...tls }) };
}

test.each([
  ['version 1', VERSION_1, '192.0.2.77'],
  ['version 2', VERSION_2, '192.0.2.77'],
  ['version 2, the balancer for itself', LOCAL, '127.0.0.1'],
  ['version 1, unknown', 'PROXY UNKNOWN\r\n', '127.0.0.1'],
])('AL-15 OR-26: %s: the address told is logged and forwarded', async (_, header, address) => {
  const { edge, origin } = await edgeBehindBalancer();
  for (const bytes of [[header + GET], [header, GET], [...header, ...GET]]) {
    const viewer = await edge.viewer();
    for (const piece of bytes) await viewer.send(piece);
    expect(await viewer.readResponse()).toMatchObject({ status: 200 });
    expect(edge.records.at(-1)!.clientAddress).toBe(address);
    expect(received(origin.requests.at(-1), 'x-forwarded-for')).toEqual([address]);
    // The header stands before the connection, not before each request.
    await viewer.send(GET);
    expect(await viewer.readResponse()).toMatchObject({ status: 200 });
    expect(edge.records.at(-1)!.clientAddress).toBe(address);
  }
});

test.each([
  ['no header', GET],
  ['garbage', 'PROXY NONSENSE\r\n'],
  ['a bad version 2', VERSION_2.replace('\x21', '\x23')],
])('%s: the connection is closed without a word', async (_, bytes) => {
  const { edge } = await edgeBehindBalancer();
  const viewer = await edge.viewer();
  await viewer.send(bytes);
  await viewer.readUntilClosed().then(
    (said) => expect(said).toHaveLength(0),
    (error: NodeJS.ErrnoException) => expect(error.code).toBe('ECONNRESET'),
  );
  expect(edge.location.totals.inFlight).toBe(0);
});

test('a header that does not end is waited for as long as a head is', async () => {
  const { edge } = await edgeBehindBalancer();
  const viewer = await edge.viewer();
  await viewer.send('PROXY TCP4 192.0');
  await edge.until(() => edge.clock.pendingTimers === 1);
  edge.clock.tick(DEFAULT_EDGE_LIMITS.viewerHeaderSeconds * 1000);
  expect((await viewer.readUntilClosed().catch(() => '')).length).toBe(0);
});

test('without a balancer its header is no request', async () => {
  const edge = await testEdge({ origin: null });
  const viewer = await edge.viewer();
  await viewer.send(VERSION_1 + GET);
  expect(await viewer.readResponse()).toMatchObject({ status: 400 });
});

test('AL-15: behind the header the connection may speak TLS', async () => {
  const { edge } = await edgeBehindBalancer(await testCertificate('a.example'));
  const { connect } = await import('node:net');
  const tls = await import('node:tls');
  const transport = connect(edge.ports[0]!, '127.0.0.1');
  transport.write(VERSION_1);
  const socket = tls.connect({ socket: transport, rejectUnauthorized: false });
  socket.write(requestText('GET', '/a', { Connection: 'close' }));
  let said = '';
  for await (const chunk of socket) said += chunk;
  expect(said).toMatch(/^HTTP\/1\.1 200 /);
  expect(edge.records[0]!.clientAddress).toBe('192.0.2.77');
});

test('a header is not late that came while the edge was busy', async () => {
  const { edge } = await edgeBehindBalancer();
  const viewer = await edge.viewer();
  await viewer.send(VERSION_1.slice(0, 16));
  await turns();
  void viewer.send(VERSION_1.slice(16) + GET);
  edge.clock.tick(DEFAULT_EDGE_LIMITS.viewerHeaderSeconds * 1000);
  expect(await viewer.readResponse()).toMatchObject({ status: 200 });
});
