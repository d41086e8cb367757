/**
 * A proxy that lets s3cmd reach an S3 server as Amazon's: every plain request goes there, its Host
 * untouched, and tunnels lead to this machine only.
 */
import { once } from 'node:events';
import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import type { Duplex } from 'node:stream';
import { onTestFinished } from 'vitest';

/** Opens it for the time of the test; answers with its port. */
export async function startS3cmdProxy(s3Port: number): Promise<number> {
  const server = createServer((from, to) => forward(from, to, s3Port));
  server.on('connect', tunnel);
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
}

function forward(from: IncomingMessage, to: ServerResponse, port: number): void {
  const { method, headers, url = '' } = from;
  const { pathname, search } = new URL(url);
  const options = { host: '127.0.0.1', port, method, path: pathname + search, headers, agent: false };
  const onward = request(options, (answer) => {
    to.writeHead(answer.statusCode!, answer.headers);
    answer.pipe(to);
  });
  onward.on('error', () => to.destroy());
  from.pipe(onward);
}

function tunnel({ url = '' }: IncomingMessage, socket: Duplex): void {
  const onward = connect(Number(url.split(':').at(-1)), '127.0.0.1', () => {
    socket.write('HTTP/1.1 200 OK\r\n\r\n');
    socket.pipe(onward).pipe(socket);
  });
  onward.on('error', () => socket.destroy());
  socket.on('error', () => onward.destroy());
}
