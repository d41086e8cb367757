import { once } from 'node:events';
import { createServer } from 'node:http';
import { connect } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { closeServer, openServer } from '../src/service-port.ts';
import { ManualClock } from './harness/manual-clock.ts';

const HERE = { host: '127.0.0.1', port: 0 };
const unheard = () => undefined;

test('a port is opened, told, and not opened twice', async () => {
  const [one, other] = [createServer(), createServer()];
  onTestFinished(() => void one.close());
  const port = await openServer(one, HERE, unheard);
  expect(port).toBeGreaterThan(0);
  await expect(openServer(other, { ...HERE, port }, unheard)).rejects.toMatchObject({ code: 'EADDRINUSE' });
});

test('what goes wrong once it is open is told, and ends nothing', async () => {
  const server = createServer();
  onTestFinished(() => void server.close());
  const errors: Error[] = [];
  await openServer(server, HERE, (error) => errors.push(error));
  server.emit('error', new Error('accept ENOBUFS'));
  expect(errors).toEqual([new Error('accept ENOBUFS')]);
  expect(server.listening).toBe(true);
});

test('closing waits for what is in flight, but no longer than it must', async () => {
  const clock = new ManualClock();
  const server = createServer(() => undefined);
  const port = await openServer(server, HERE, unheard);
  const viewer = connect(port, '127.0.0.1').on('error', () => undefined);
  viewer.write('GET / HTTP/1.1\r\nHost: h\r\n\r\n');
  await once(server, 'request');
  let isClosed = false;
  const closed = closeServer(server, clock, 1000).then(() => {
    isClosed = true;
  });
  clock.tick(999);
  await new Promise((resolve) => setImmediate(resolve));
  expect(isClosed).toBe(false);
  clock.tick(1);
  await closed;
  expect(clock.pendingTimers).toBe(0);
});
