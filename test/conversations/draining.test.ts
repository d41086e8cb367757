/** Going away: what is under way finishes, what asks nothing ends, and it does not take for ever. */
import { expect, test } from 'vitest';
import { rawViewer } from '../harness/raw-viewer.ts';
import { gate, partial, reply, scriptedOrigin } from '../harness/scripted-origin.ts';
import { testCertificate } from '../harness/test-certificate.ts';
import { requestText, testEdge, withEase } from '../harness/test-edge.ts';

const GET = requestText('GET', '/a');

async function slowEdge() {
  const hold = gate();
  const origin = await scriptedOrigin([
    partial(200, { 'Content-Length': '4' }, 'LO', hold, 'GO'),
    reply(200, {}, 'NEVER'),
  ]);
  return { hold, origin, edge: await testEdge({ origin, limits: { drainSeconds: 20 } }) };
}

test('RH-10: exchanges under way finish, say Connection: close when they still can, and nothing new begins', async () => {
  const hold = gate();
  const origin = await scriptedOrigin([[hold, ...reply(200, {}, 'LOGO')]]);
  const edge = await testEdge({ origin, limits: { drainSeconds: 20 } });
  const viewer = await edge.viewer();
  await viewer.send(GET + requestText('GET', '/evil'));
  await origin.received(1);
  const drained = edge.drain();
  await expect(edge.viewer()).rejects.toThrow();
  hold.open();
  const answer = withEase(await viewer.readResponse());
  expect([answer.text, answer.header('connection')]).toEqual(['LOGO', 'close']);
  expect(await viewer.readUntilClosed()).toHaveLength(0);
  await drained;
  expect(origin.requests).toHaveLength(1);
  expect(edge.records).toHaveLength(1);
});

test('RH-10: an answer whose head is out goes on to its end, and is the last', async () => {
  const { edge, hold, origin } = await slowEdge();
  const viewer = await edge.viewer();
  await viewer.send(GET);
  await origin.received(1);
  await edge.until(() => edge.location.totals.originBytes === 2);
  const drained = edge.drain();
  hold.open();
  expect(withEase(await viewer.readResponse()).text).toBe('LOGO');
  expect(await viewer.readUntilClosed()).toHaveLength(0);
  await drained;
});

test('AL-37: what takes longer than drainSeconds is cut, and logged', async () => {
  const { edge, origin } = await slowEdge();
  const viewer = await edge.viewer();
  await viewer.send(GET);
  await origin.received(1);
  await edge.until(() => edge.location.totals.originBytes === 2);
  const drained = edge.drain();
  edge.clock.tick(19_999);
  expect(edge.records).toHaveLength(0);
  edge.clock.tick(1);
  await drained;
  expect(edge.records[0]).toMatchObject({ status: 200, resultType: 'Error' });
  await expect(viewer.readResponse()).rejects.toThrow();
});

test('connections that ask nothing end at once: idle, new, and half a handshake', async () => {
  const { edge, hold } = await slowEdge();
  hold.open();
  const idle = await edge.viewer();
  await idle.send(GET);
  await idle.readResponse();
  const silent = await edge.viewer();
  await edge.until(() => edge.clock.pendingTimers > 0);
  await edge.drain();
  for (const viewer of [idle, silent]) expect(await viewer.readUntilClosed()).toHaveLength(0);

  const secure = await testEdge({ origin: null, certificates: await testCertificate('a.example') });
  const transport = await rawViewer({ port: secure.ports[0]! });
  await transport.send('\x16\x03\x01');
  await secure.drain();
  await transport.readUntilClosed().catch(() => undefined);

  const balanced = await testEdge({ origin: null, expectsProxyHeader: true });
  const waiting = await rawViewer({ port: balanced.ports[0]! });
  await waiting.send('PROXY ');
  await balanced.drain();
  await waiting.readUntilClosed().catch(() => undefined);
});
