/** A viewer of our own: sends one request to a port for viewers and tells what came back. */
import type { IncomingMessage, RequestOptions } from 'node:http';
import { connect, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import type { BenchAnswer, BenchRequest } from '../admin/stage.ts';
import type { Clock } from '../clock.ts';
import { request } from '../node-http.ts';

/** Of a body's beginning, what is shown. */
const PREVIEW_BYTES = 2048;

/** A body is read to here; who wants more has other tools. */
const READ_BYTES = 64 * 1024 ** 2;

const PATIENCE_MS = 90_000;

/** Where the request goes, and how. */
export interface ViewerPort {
  readonly host: string;
  readonly port: number;
  readonly isSecure: boolean;
  /** Connections begin with a PROXY header. */
  readonly expectsProxyHeader: boolean;
}

/** Rejects when nobody answers. `headers` are complete, but for Connection. */
export function sendRequest(
  port: ViewerPort,
  sent: Pick<BenchRequest, 'url' | 'method' | 'headers'>,
  clock: Clock,
): Promise<BenchAnswer> {
  const { promise, resolve, reject } = Promise.withResolvers<BenchAnswer>();
  const startedAt = clock.realNow();
  const place = sent.url.slice(sent.url.indexOf('://') + 3);
  const cut = place.search(/[/?#]/);
  const authority = cut < 0 ? place : place.slice(0, cut);
  const target = (cut < 0 ? '/' : place.slice(cut)).replace(/#.*/s, '').replace(/^(?!\/)/, '/');
  const options: RequestOptions = {
    method: sent.method,
    path: target,
    headers: { Host: authority, ...Object.fromEntries(sent.headers), Connection: 'close' },
    createConnection: () => connectTo(port, authority),
  };
  const out = request(options, (answer) => {
    const firstByteMs = clock.realNow() - startedAt;
    readAnswer(answer).then((read) => {
      resolve({ ...read, firstByteMs, totalMs: clock.realNow() - startedAt });
    }, reject);
  });
  const patience = clock.after(PATIENCE_MS, () => out.destroy(new Error('no answer came in time')));
  out.on('error', reject);
  out.on('close', () => patience.cancel());
  out.end();
  return promise;
}

/** Ours at both ends, so the certificate needs no proof. */
function connectTo({ host, port, isSecure, expectsProxyHeader }: ViewerPort, authority: string): Socket {
  const socket = connect({ host, port });
  if (expectsProxyHeader) socket.write('PROXY TCP4 127.0.0.1 127.0.0.1 1 1\r\n');
  if (!isSecure) return socket;
  const name = authority.replace(/:\d+$/, '');
  return connectTls({
    socket,
    rejectUnauthorized: false,
    ...(/[a-z]/i.test(name) ? { servername: name } : {}),
  });
}

async function readAnswer(answer: IncomingMessage): Promise<Omit<BenchAnswer, 'firstByteMs' | 'totalMs'>> {
  const { statusCode: status = 0, statusMessage: reason = '', rawHeaders } = answer;
  const beginning: Buffer[] = [];
  let bodyBytes = 0;
  let isCut = false;
  try {
    for await (const chunk of answer as AsyncIterable<Buffer>) {
      if (bodyBytes < PREVIEW_BYTES) beginning.push(chunk);
      bodyBytes += chunk.length;
      if (bodyBytes > READ_BYTES) break;
    }
  } catch {
    isCut = true;
  }
  const headers = Array.from({ length: rawHeaders.length / 2 }, (_, at) => {
    return [rawHeaders[at * 2]!, rawHeaders[at * 2 + 1]!] as const;
  });
  return { status, reason, headers, bodyBytes, preview: previewOf(answer, beginning), isCut };
}

const TEXT = /^(text\/|application\/(json|xml|javascript)|multipart\/)/;

function previewOf({ headers }: IncomingMessage, beginning: readonly Buffer[]): string | null {
  const isText = TEXT.test(headers['content-type'] ?? '') && headers['content-encoding'] === undefined;
  return isText ? Buffer.concat(beginning).subarray(0, PREVIEW_BYTES).toString('utf8') : null;
}
