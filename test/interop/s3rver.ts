/**
 * s3rver, an S3 server from npm, with one bucket. It reads Signature Version 4 without checking it and
 * has no private buckets; what it brings is S3's addressing, errors, conditions and ranges.
 */
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import S3rver from 's3rver';
import { onTestFinished } from 'vitest';
import type { Identity } from '../../src/config/local-authority.ts';
import { CONTENT, MAX_AGE_SECONDS } from './content.ts';
import type { RealOrigin, SeenRequest } from './real-origin.ts';

export const BUCKET = 'media';

/** Serves CONTENT out of `folder`; over HTTPS when there is an identity. */
export async function startS3rver(folder: string, identity: Identity | null): Promise<RealOrigin> {
  const filled = await run(folder, null);
  await fill(portOf(filled));
  await close(filled);
  const server = await run(folder, identity);
  const scheme = identity === null ? 'http' : 'https';
  const seen: SeenRequest[] = [];
  server.httpServer.prependListener('request', recorder(scheme, seen));
  const port = portOf(server);
  const stop = async () => {
    await close(server);
    return seen;
  };
  return { httpPort: scheme === 'http' ? port : null, httpsPort: scheme === 'https' ? port : null, stop };
}

async function run(folder: string, identity: Identity | null): Promise<S3rver> {
  const options = { address: '127.0.0.1', port: 0, silent: true, directory: folder };
  const server = new S3rver({ ...options, configureBuckets: [{ name: BUCKET }], ...identity });
  await server.run();
  onTestFinished(() => close(server));
  return server;
}

async function close(server: S3rver): Promise<void> {
  server.httpServer.closeAllConnections();
  if (server.httpServer.listening) await server.close();
}

function portOf(server: S3rver): number {
  return (server.httpServer.address() as AddressInfo).port;
}

async function fill(port: number): Promise<void> {
  for (const { path, contentType, bytes } of CONTENT) {
    const headers = { 'Content-Type': contentType, 'Cache-Control': `max-age=${MAX_AGE_SECONDS}` };
    const put = { method: 'PUT', body: new Uint8Array(bytes), headers };
    const { status } = await fetch(`http://127.0.0.1:${port}/${BUCKET}${path}`, put);
    if (status !== 200) throw new Error(`putting ${path} was answered ${status}`);
  }
}

function recorder(scheme: 'http' | 'https', seen: SeenRequest[]): RequestListener {
  return ({ url, headers }: IncomingMessage, response: ServerResponse) => {
    const request = {
      scheme,
      path: url ?? '',
      host: headers.host ?? '',
      isConditional: 'if-none-match' in headers || 'if-modified-since' in headers,
      isSigned: headers.authorization?.startsWith('AWS4-HMAC-SHA256 ') ?? false,
    } as const;
    response.on('finish', () => seen.push({ ...request, status: response.statusCode }));
  };
}
