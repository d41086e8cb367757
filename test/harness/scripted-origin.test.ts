import { request } from 'node:http';
import { connect } from 'node:net';
import { expect, test } from 'vitest';
import { chunked, FIN, gate, partial, RESET, received, reply, scriptedOrigin } from './scripted-origin.ts';

function get(port: number, path: string): Promise<{ status: number; body: string }> {
  return new Promise((resolve, reject) => {
    const sent = request({ port, path, agent: false }, (response) => {
      let body = '';
      response.on('data', (bytes) => (body += bytes));
      response.on('end', () => resolve({ status: response.statusCode ?? 0, body }));
      response.on('error', reject);
    });
    sent.on('error', reject).end();
  });
}

test('a scripted origin answers in the order of its script and records what it was asked', async () => {
  const origin = await scriptedOrigin([reply(200, {}, 'one'), chunked(404, {}, 'tw', 'o')]);

  expect(await get(origin.port, '/a?b')).toEqual({ status: 200, body: 'one' });
  expect(await get(origin.port, '/c')).toEqual({ status: 404, body: 'two' });
  expect(await get(origin.port, '/d')).toMatchObject({ status: 500 });
  expect(origin.requests.map(({ target }) => target)).toEqual(['/a?b', '/c', '/d']);
  expect(received(origin.requests[0], 'host')).toEqual([`localhost:${origin.port}`]);
});

test('a scripted origin waits at a gate, and a gate stands still until it is opened', async () => {
  const hold = gate();
  const origin = await scriptedOrigin([partial(200, { 'Content-Length': '2' }, 'a', hold, 'b')]);

  const answer = get(origin.port, '/');
  await origin.received(1);
  expect(hold.isOpen).toBe(false);
  hold.open();

  expect(await answer).toEqual({ status: 200, body: 'ab' });
});

test.each([
  ['FIN', FIN, null],
  ['RESET', RESET, 'ECONNRESET'],
] as const)('a scripted origin ends a connection by %s', async (_name, ending, error) => {
  const origin = await scriptedOrigin([['x', ending]]);
  const socket = connect(origin.port, origin.host);
  socket.write('GET / HTTP/1.1\r\n\r\n');
  socket.resume();

  const failure = await new Promise<string | null>((resolve) => {
    socket.on('error', (cause: NodeJS.ErrnoException) => resolve(cause.code ?? ''));
    socket.on('end', () => resolve(null));
  });

  expect(failure).toBe(error);
});
