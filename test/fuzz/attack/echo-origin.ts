/**
 * An origin whose every answer tells which path it belongs to, so that a byte in the wrong answer shows, and
 * which notes what an edge must never forward.
 */
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface EchoOrigin {
  readonly port: number;
  /** What came that no edge may send: bodies, other methods, bytes that are no request. */
  readonly faults: string[];
  close(): void;
}

const LARGEST_BYTES = 1024 ** 2;

export async function startEchoOrigin(): Promise<EchoOrigin> {
  const faults: string[] = [];
  // Node.js would take 16 KiB of headers; an edge takes and forwards more (VR-18).
  const options = { maxHeaderSize: 64 * 1024 };
  const server = createServer(options, (request, response) => answer(request, response, faults));
  server.on('clientError', (error: NodeJS.ErrnoException, socket) => {
    if (error.code?.startsWith('HPE_')) faults.push(`the origin could not read a request: ${error.message}`);
    socket.destroy();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const close = () => {
    server.close();
    server.closeAllConnections();
  };
  return { port: (server.address() as AddressInfo).port, faults, close };
}

/** `/1024/…` has 1024 bytes; `/1024/passed/…` too, and must not be kept. */
export function bodyOf(target: string): Buffer {
  const sizeBytes = Math.min(LARGEST_BYTES, Number.parseInt(target.slice(1), 10) || 0);
  return Buffer.alloc(sizeBytes, `${target}\n`, 'latin1');
}

function answer(request: IncomingMessage, response: ServerResponse, faults: string[]): void {
  const { method, url = '', headers } = request;
  if (method !== 'GET' && method !== 'HEAD') faults.push(`the origin was asked with ${method}`);
  if ('content-length' in headers || 'transfer-encoding' in headers)
    faults.push('the origin was sent a body');
  const body = bodyOf(url);
  response.writeHead(200, {
    'Content-Type': 'text/plain',
    'Content-Length': body.length,
    'Cache-Control': url.includes('/passed/') ? 'no-store' : 'max-age=3600',
    ETag: '"constant"',
  });
  response.end(method === 'HEAD' ? undefined : body);
}
