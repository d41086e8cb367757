/** The demo's web server: answers with what it received, so that one sees what an edge forwards. */
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { createServer } from '../node-http.ts';
import { openServer } from '../service-port.ts';

export interface DemoOrigin {
  close(): Promise<void>;
}

/** Listens on a loopback port; rejects when it is taken. */
export async function startDemoOrigin(port: number): Promise<DemoOrigin> {
  const server = createServer(showRequest);
  // Who is not let in asks again.
  await openServer(server, { host: '127.0.0.1', port }, () => undefined);
  return { close: () => close(server) };
}

function showRequest(request: IncomingMessage, response: ServerResponse): void {
  const lines = [`${request.method} ${request.url}`];
  const { rawHeaders } = request;
  for (let at = 0; at < rawHeaders.length; at += 2) lines.push(`${rawHeaders[at]}: ${rawHeaders[at + 1]}`);
  const body = Buffer.from(`${lines.join('\n')}\n`, 'latin1');
  response.writeHead(200, {
    'Content-Type': 'text/plain; charset=iso-8859-1',
    'Content-Length': body.length,
    'Cache-Control': 'max-age=10',
    ETag: `"${body.length}-${Date.now()}"`,
  });
  response.end(request.method === 'HEAD' ? undefined : body);
}

function close(server: Server): Promise<void> {
  server.closeAllConnections();
  return new Promise((resolve) => server.close(() => resolve()));
}
