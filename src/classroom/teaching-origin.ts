/**
 * The lessons' web server: it does what the path says. `/max-age-60/a.txt` may be kept for a minute, `/no-store/a.txt`
 * not at all, `/size-64KiB/a.jpg` is as long as that, `/status-404/a` does not exist; anything else is answered with
 * the request itself, so that one sees what an edge forwards. It knows conditions and single ranges.
 */
import { createHash } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from '../node-http.ts';
import { parseSize } from '../schema/quantity.ts';
import { openServer } from '../service-port.ts';

export interface TeachingOrigin {
  readonly port: number;
  close(): Promise<void>;
}

/** More than any lesson needs. */
const MAX_BODY_BYTES = 64 * 1024 ** 2;

/** Listens on a loopback port, 0 for any free one; rejects when it is taken. */
export async function startTeachingOrigin(port: number): Promise<TeachingOrigin> {
  const server = createServer(answer);
  const close = () => {
    server.closeAllConnections();
    return new Promise<void>((resolve) => server.close(() => resolve()));
  };
  // Who is not let in asks again.
  return { port: await openServer(server, { host: '127.0.0.1', port }, () => undefined), close };
}

function answer(request: IncomingMessage, response: ServerResponse): void {
  const target = request.url ?? '/';
  const etag = `"${createHash('sha256').update(target).digest('hex').slice(0, 12)}"`;
  const headers = { ...cachingOf(target), ETag: etag, 'Accept-Ranges': 'bytes' };
  if (request.headers['if-none-match'] === etag) return void response.writeHead(304, headers).end();
  const status = Number(/\/status-([45]\d\d)\//.exec(target)?.[1] ?? 200);
  const body = bodyOf(request, target);
  const [first, last] = status === 200 ? rangeOf(request, body.length) : [0, body.length - 1];
  const isPart = last - first + 1 < body.length;
  const part = body.subarray(first, last + 1);
  response.writeHead(isPart ? 206 : status, {
    ...headers,
    'Content-Type': target.includes('.jpg') ? 'image/jpeg' : 'text/plain; charset=utf-8',
    'Content-Length': part.length,
    ...(isPart ? { 'Content-Range': `bytes ${first}-${last}/${body.length}` } : {}),
  });
  response.end(request.method === 'HEAD' ? undefined : part);
}

function cachingOf(target: string): Record<string, string> {
  if (target.includes('/no-store/')) return { 'Cache-Control': 'no-store' };
  const seconds = /\/max-age-(\d{1,9})\//.exec(target)?.[1];
  return seconds === undefined ? {} : { 'Cache-Control': `max-age=${seconds}` };
}

function bodyOf({ method, rawHeaders }: IncomingMessage, target: string): Buffer {
  const size = parseSize(/\/size-(\w{1,12})\//.exec(target)?.[1] ?? '');
  if (size !== null && size <= MAX_BODY_BYTES) return Buffer.alloc(size, 'edgefront ');
  const lines = [`${method} ${target}`];
  for (let at = 0; at < rawHeaders.length; at += 2) lines.push(`${rawHeaders[at]}: ${rawHeaders[at + 1]}`);
  return Buffer.from(`${lines.join('\n')}\n`, 'latin1');
}

/** The one range asked for, cut to the body; else the whole. */
function rangeOf({ headers }: IncomingMessage, sizeBytes: number): [first: number, last: number] {
  const asked = /^bytes=(\d{1,12})-(\d{1,12})?$/.exec(headers.range ?? '');
  const first = Number(asked?.[1] ?? 0);
  const last = Math.min(Number(asked?.[2] ?? sizeBytes - 1), sizeBytes - 1);
  return first > last ? [0, sizeBytes - 1] : [first, last];
}
