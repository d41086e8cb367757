/**
 * Bare node:http, as little as a server can do: the origin of the bench, and the ceiling for everything
 * measured there. The path says the answer: `/1024/…` is that many bytes, `…/passed/…` must not be kept.
 * A Range or If-None-Match is answered as a server would that knows its one object by heart.
 * Arguments: the files of a certificate and its key, for a second port with TLS.
 */
import { readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';

const LARGEST_BYTES = 16 * 1024 ** 2;
const CONTENT = Buffer.alloc(LARGEST_BYTES, 'edgefront ');
const ETAG = '"constant"';

function answer(request: IncomingMessage, response: ServerResponse): void {
  const target = request.url ?? '';
  const sizeBytes = Math.min(LARGEST_BYTES, Number.parseInt(target.slice(1), 10) || 0);
  const age = target.includes('/passed/') ? 'no-store' : 'max-age=86400';
  const kept = [
    'Content-Type',
    'application/octet-stream',
    'Accept-Ranges',
    'bytes',
    'Cache-Control',
    age,
    'ETag',
    ETAG,
  ];
  if (request.headers['if-none-match'] === ETAG) response.writeHead(304, kept).end();
  else if (request.headers.range !== undefined) sendRange(request.headers.range, sizeBytes, kept, response);
  else
    response.writeHead(200, [...kept, 'Content-Length', `${sizeBytes}`]).end(CONTENT.subarray(0, sizeBytes));
}

function sendRange(range: string, sizeBytes: number, kept: string[], response: ServerResponse): void {
  const [first, last] = range.slice('bytes='.length).split('-').map(Number) as [number, number];
  const place = `bytes ${first}-${last}/${sizeBytes}`;
  response.writeHead(206, [...kept, 'Content-Length', `${last - first + 1}`, 'Content-Range', place]);
  response.end(CONTENT.subarray(first, last + 1));
}

const [certFile, keyFile] = process.argv.slice(2);
const plain = createServer(answer);
const secure = createTlsServer({ cert: readFileSync(certFile!), key: readFileSync(keyFile!) }, answer);
plain.listen(0, '127.0.0.1', () =>
  secure.listen(0, '127.0.0.1', () => {
    const ports = {
      http: (plain.address() as AddressInfo).port,
      https: (secure.address() as AddressInfo).port,
    };
    process.stdout.write(`${JSON.stringify(ports)}\n`);
  }),
);
