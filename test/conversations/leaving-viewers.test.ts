/** Viewers that go away: before an answer, in the middle of one, and what is left of them. */
import { expect, test } from 'vitest';
import { compileAccessLine } from '../../src/logs/access-line.ts';
import { FIN, gate, partial, reply, scriptedOrigin } from '../harness/scripted-origin.ts';
import { requestText, testEdge } from '../harness/test-edge.ts';

const GET = requestText('GET', '/a');
const leavings = [
  ['breaks the connection', 'abort'],
  ['closes it in order', 'finish'],
] as const;

test.each(leavings)('AL-25: status 000 for a viewer that %s before an answer', async (_, leave) => {
  const hold = gate();
  const origin = await scriptedOrigin([[hold, ...reply(200, {}, 'A')]]);
  const edge = await testEdge({ origin });
  const viewer = await edge.viewer();
  await viewer.send(GET);
  await origin.received(1);
  viewer[leave]();
  await edge.until(() => edge.records.length === 1);
  const record = edge.records[0]!;
  expect(record).toMatchObject({ status: 0, bytesSent: 0, resultType: 'Error' });
  expect(compileAccessLine('12', false)(record).split('\t')[8]).toBe('000');
  await origin.closedTo(0);
  expect(edge.location.totals).toMatchObject({ inFlight: 0 });
  expect(edge.location.fills.count).toBe(0);
});

test.each(leavings)(
  'AL-37: a viewer that %s in the middle of a body is an Error with what it was sent',
  async (_, leave) => {
    const hold = gate();
    const origin = await scriptedOrigin([partial(200, { 'Content-Length': '9' }, 'HALF', hold, '-MORE')]);
    const edge = await testEdge({ origin });
    const viewer = await edge.viewer();
    await viewer.send(GET);
    for (let seen = ''; !seen.endsWith('HALF'); ) seen += String(await viewer.read(1));
    viewer[leave]();
    await edge.until(() => edge.records.length === 1);
    expect(edge.records[0]).toMatchObject({ status: 200, resultType: 'Error', bytesSent: viewer.readBytes });
    expect(edge.location.totals.inFlight).toBe(0);
  },
);

test('OR-47: the origin is left too when nobody reads any more, and nothing is kept', async () => {
  const hold = gate();
  const origin = await scriptedOrigin([
    partial(200, { 'Content-Length': '9' }, 'HALF', hold, '-MORE'),
    reply(200, {}, 'AGAIN'),
  ]);
  const edge = await testEdge({ origin });
  const viewer = await edge.viewer();
  await viewer.send(GET);
  await origin.received(1);
  await edge.until(() => edge.location.totals.originBytes === 4);
  viewer.abort();
  await origin.closedTo(0);
  expect(edge.location.store.count).toBe(0);
  expect((await edge.get('/a')).text).toBe('AGAIN');
});

test('AL-37: a viewer that leaves after the last byte had everything', async () => {
  const origin = await scriptedOrigin([reply(200, {}, 'A')]);
  const edge = await testEdge({ origin });
  await edge.get('/a');
  const viewer = await edge.viewer();
  await viewer.send(GET);
  await viewer.readResponse();
  viewer.abort();
  await edge.until(() => edge.records.length === 2);
  expect(edge.records[1]).toMatchObject({ status: 200, resultType: 'Hit' });
});

test('OR-46 AL-37: an origin that breaks off is an Error, and the viewer sees that the body is cut', async () => {
  const origin = await scriptedOrigin([partial(200, { 'Content-Length': '9' }, 'HALF', FIN)]);
  const edge = await testEdge({ origin });
  await expect(edge.get('/a')).rejects.toThrow();
  await edge.until(() => edge.records.length === 1);
  expect(edge.records[0]).toMatchObject({ status: 200, resultType: 'Error' });
  expect(edge.location.store.count).toBe(0);
});
