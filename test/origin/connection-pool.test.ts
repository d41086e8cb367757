import { expect, test } from 'vitest';
import { customTarget, fetchFrom } from '../harness/origin-answer.ts';
import { FIN, gate, type Reply, reply, scriptedOrigin, untilClose } from '../harness/scripted-origin.ts';
import { testOrigins } from '../harness/test-origins.ts';

test('connections to one origin are capped; who waits is served in order as they come free', async () => {
  const gates = Array.from({ length: 6 }, gate);
  const origin = await scriptedOrigin((_request, index) => [gates[index]!, ...reply(200, {}, String(index))]);
  const { origins } = testOrigins({ originConnections: 2 });
  const answers = gates.map((_, i) => fetchFrom(origins, customTarget(origin.endpoint), { path: `/${i}` }));
  await origin.received(2);
  expect(origin.connections).toBe(2);
  for (const one of gates) one.open();
  await Promise.all(answers.map(({ ended }) => ended));

  expect(origin.requests.slice(2).map(({ target }) => target)).toEqual(['/2', '/3', '/4', '/5']);
  expect(origin.connections).toBe(2);
});

test('D-12: one request more than may wait is turned away as busy, at once', async () => {
  const origin = await scriptedOrigin(() => [gate()]);
  const { origins } = testOrigins({ originConnections: 1, originPending: 2 });
  const answers = [1, 2, 3, 4].map(() => fetchFrom(origins, customTarget(origin.endpoint)));

  expect(await answers[3]?.ended).toBe('busy');
  expect(answers.slice(0, 3).map(({ outcome }) => outcome)).toEqual([null, null, null]);
  answers[1]?.fetch?.abort();
  const next = fetchFrom(origins, customTarget(origin.endpoint));
  expect(await fetchFrom(origins, customTarget(origin.endpoint)).ended).toBe('busy');
  expect(next.outcome).toBeNull();
});

test('a fetch that fails or is aborted gives its place to who waits', async () => {
  const origin = await scriptedOrigin((request) =>
    request.target === '/hold' ? [gate()] : reply(200, {}, 'x'),
  );
  const { origins } = testOrigins({ originConnections: 1 });
  const first = fetchFrom(origins, customTarget(origin.endpoint), { path: '/hold' });
  const second = fetchFrom(origins, customTarget(origin.endpoint));
  await origin.received(1);
  first.fetch?.abort();

  expect(await second.ended).toBe('end');
  expect(origin.connections).toBe(2);
});

test('OR-41 LQ-23: an idle connection is used again within five seconds, and closed then', async () => {
  const origin = await scriptedOrigin(() => reply(200));
  const { origins, clock } = testOrigins();
  const get = async () => expect(await fetchFrom(origins, customTarget(origin.endpoint)).ended).toBe('end');
  await get();
  await turn();
  clock.tick(4999);
  await get();
  await turn();
  expect(origin.connections).toBe(1);
  clock.tick(4999);
  expect(origin.open.size).toBe(1);
  clock.tick(1);
  await origin.closedTo(0);
  await get();

  expect(origin.connections).toBe(2);
});

test.each<[name: string, script: Reply]>([
  ['that the origin announces to close', reply(200, { Connection: 'close' })],
  ['of an HTTP/1.0 answer', ['HTTP/1.0 200 OK\r\nContent-Length: 1\r\n\r\nx']],
  ['whose body ended with it', untilClose(200, {}, ['x'])],
  ['that the origin closes when idle', [...reply(200), FIN]],
])('a connection %s is not used again', async (_name, script) => {
  const origin = await scriptedOrigin(() => script);
  const { origins } = testOrigins();
  for (const _ of [1, 2]) {
    expect(await fetchFrom(origins, customTarget(origin.endpoint)).ended).toBe('end');
    await origin.closedTo(0);
  }

  expect(origin.requests.map(({ connection }) => connection)).toEqual([1, 2]);
});

test('connections are shared by endpoint and Host, and by nothing less', async () => {
  const origin = await scriptedOrigin(() => reply(200));
  const { origins } = testOrigins();
  const connections = async (domainName: string) => {
    await fetchFrom(origins, customTarget(origin.endpoint, { domainName })).ended;
    await turn();
    return origin.requests.at(-1)?.connection;
  };

  expect(await connections('a.example')).toBe(1);
  expect(await connections('a.example')).toBe(1);
  expect(await connections('b.example')).toBe(2);
  expect(await connections('a.example')).toBe(1);
});

test('an origin is made once for its target: trust is not prepared anew for each fetch', () => {
  const { origins } = testOrigins();
  const target = customTarget({ host: '127.0.0.1', port: 1 });
  expect(origins.for(target)).toBe(origins.for(target));
  expect(origins.for({ ...target })).not.toBe(origins.for(target));
});

/** The microtasks of the last answer have run, and its connection is idle. */
function turn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
