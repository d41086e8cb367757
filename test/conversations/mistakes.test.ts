/** Mistakes of our own, made on purpose: said once, answered 500, finished and counted, and nobody else suffers. */
import { expect, test, vi } from 'vitest';
import { KeptBody } from '../../src/cache/kept-body.ts';
import { gate, reply, scriptedOrigin } from '../harness/scripted-origin.ts';
import { requestText, type TestEdge, testEdge } from '../harness/test-edge.ts';

const MISTAKE = new Error('a mistake of our own');
const throwing = () => {
  throw MISTAKE;
};

async function testedEdge(): Promise<TestEdge> {
  const origin = await scriptedOrigin(() => reply(200, {}, 'OBJECT'));
  return await testEdge({ origin, workers: 1 });
}

function expectFinished(edge: TestEdge): void {
  expect(edge.mistakes).toEqual([MISTAKE]);
  expect(edge.location.totals.inFlight).toBe(0);
  expect(edge.location.fills.count).toBe(0);
}

test.each([
  ['looking up', (edge: TestEdge) => vi.spyOn(edge.location.store, 'get')],
  ['admitting', (edge: TestEdge) => vi.spyOn(edge.location.rateLimit, 'admits')],
  ['routing', (edge: TestEdge) => vi.spyOn(edge.location.table, 'find')],
  ['turning to an origin', (edge: TestEdge) => vi.spyOn(edge.location.origins, 'for')],
])('ER-21 ER-22: a mistake while %s is answered 500, once', async (_, spyOn) => {
  const edge = await testedEdge();
  spyOn(edge).mockImplementationOnce(throwing as never);
  const answer = await edge.get('/a');
  expect([answer.status, answer.reason]).toEqual([500, 'Internal Server Error']);
  expect(answer.header('x-cache')).toBe('Error from cloudfront');
  expect(answer.header('connection')).toBe('close');
  expectFinished(edge);
  expect(edge.location.totals.requests.Error).toBe(1);
  expect((await edge.get('/a')).text).toBe('OBJECT');
});

test('ER-22: those who wait for the same object are not left waiting', async () => {
  const edge = await testedEdge();
  vi.spyOn(edge.location.origins, 'for').mockImplementationOnce(throwing);
  const both = await Promise.all([edge.get('/a'), edge.get('/a')]);
  expect(both.map(({ status }) => status).sort()).toEqual([200, 500]);
});

test('OR-46: a mistake behind the head cuts the answer', async () => {
  const edge = await testedEdge();
  await edge.get('/a');
  const read = vi.spyOn(KeptBody.prototype, 'read').mockImplementation(throwing);
  await expect(edge.get('/a')).rejects.toThrow();
  read.mockRestore();
  expectFinished(edge);
  expect(edge.records.at(-1)).toMatchObject({ status: 200, resultType: 'Error' });
  expect((await edge.get('/a')).text).toBe('OBJECT');
});

test('AL-33: a log that fails does not concern the viewer', async () => {
  const edge = await testedEdge();
  vi.spyOn(edge.location.sinks, 'recordAccess').mockImplementationOnce(throwing);
  const viewer = await edge.viewer();
  for (let at = 0; at < 2; at++) {
    await viewer.send(requestText('GET', '/a'));
    expect((await viewer.readResponse()).body.toString()).toBe('OBJECT');
  }
  expectFinished(edge);
});

test('OR-46 OR-49: a mistake with an origin’s head is said once, and everybody who waits gets 500', async () => {
  const hold = gate();
  const origin = await scriptedOrigin([[hold, ...reply(200, {}, 'LOST')], reply(200, {}, 'OBJECT')]);
  const edge = await testEdge({ origin, workers: 1 });
  const both = [edge.get('/a'), edge.get('/a')];
  await edge.until(() => edge.location.totals.followers === 1);
  vi.spyOn(edge.clock, 'now').mockImplementationOnce(throwing);
  hold.open();
  for (const one of both) expect((await one).status).toBe(500);
  expectFinished(edge);
  expect((await edge.get('/a')).text).toBe('OBJECT');
});

test('OR-46: a mistake while storing costs the store its object, and the viewer nothing', async () => {
  const edge = await testedEdge();
  vi.spyOn(edge.location.store, 'put').mockImplementationOnce(throwing);
  expect((await edge.get('/a')).text).toBe('OBJECT');
  await edge.until(() => edge.mistakes.length > 0);
  expectFinished(edge);
  expect((await edge.get('/a')).header('x-cache')).toBe('Miss from cloudfront');
});
