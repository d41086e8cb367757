/**
 * As little as a server on node:net can do: the origin of the bench, and the ceiling of the runtime for
 * everything measured there. It looks for the end of a request and writes an answer made beforehand; the
 * path says which: `/1024/…` is that many bytes, `…/passed/…` must not be kept. `/asked` tells how many
 * requests came before it. Arguments: the files of a certificate and its key, for a second port with TLS.
 */
import { readFileSync } from 'node:fs';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { createServer as createTlsServer } from 'node:tls';

const BLANK_LINE = '\r\n\r\n';
const ANSWERS = new Map<string, Buffer>();
const totals = { asked: 0 };

function converse(socket: Socket): void {
  let waiting = '';
  socket.setNoDelay(true);
  socket.on('error', () => socket.destroy());
  socket.on('data', (chunk: Buffer) => {
    waiting += chunk.toString('latin1');
    let start = 0;
    for (let end = waiting.indexOf(BLANK_LINE); end >= 0; end = waiting.indexOf(BLANK_LINE, start)) {
      socket.write(answerTo(waiting, start));
      start = end + BLANK_LINE.length;
    }
    waiting = start === waiting.length ? '' : waiting.slice(start);
  });
}

function answerTo(text: string, start: number): Buffer {
  const pathAt = text.indexOf('/', start) + 1;
  if (text.startsWith('asked ', pathAt)) return counted();
  totals.asked += 1;
  const kindAt = text.indexOf('/', pathAt) + 1;
  const key = text.slice(pathAt, text.startsWith('passed/', kindAt) ? kindAt + 1 : kindAt);
  return ANSWERS.get(key) ?? made(key);
}

/** `1024/` may be kept, `1024/p` not. */
function made(key: string): Buffer {
  const sizeBytes = Number.parseInt(key, 10) || 0;
  const age = key.endsWith('p') ? 'no-store' : 'max-age=86400';
  const lines = [
    'HTTP/1.1 200 OK',
    'Content-Type: application/octet-stream',
    'Accept-Ranges: bytes',
    `Cache-Control: ${age}`,
    'ETag: "constant"',
    'Last-Modified: Fri, 01 Jul 2011 00:00:00 GMT',
    `Date: ${new Date().toUTCString()}`,
    `Content-Length: ${sizeBytes}`,
  ];
  const answer = Buffer.concat([
    Buffer.from(`${lines.join('\r\n')}${BLANK_LINE}`),
    Buffer.alloc(sizeBytes, 'edgefront '),
  ]);
  ANSWERS.set(key, answer);
  return answer;
}

function counted(): Buffer {
  const body = String(totals.asked);
  return Buffer.from(`HTTP/1.1 200 OK\r\nContent-Length: ${body.length}${BLANK_LINE}${body}`);
}

const [certFile, keyFile] = process.argv.slice(2);
const plain = createServer(converse);
const secure = createTlsServer({ cert: readFileSync(certFile!), key: readFileSync(keyFile!) }, converse);
plain.listen(0, '127.0.0.1', () =>
  secure.listen(0, '127.0.0.1', () => {
    const ports = {
      http: (plain.address() as AddressInfo).port,
      https: (secure.address() as AddressInfo).port,
    };
    process.stdout.write(`${JSON.stringify(ports)}\n`);
  }),
);
