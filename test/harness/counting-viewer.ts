/**
 * A viewer that keeps nothing: it counts and hashes a body as it comes, so that hundreds of them measure
 * the edge's memory and not their own.
 */
import { createHash } from 'node:crypto';
import { connect } from 'node:net';
import { requestText } from './test-edge.ts';

export interface CountedBody {
  readonly bytes: number;
  /** SHA-256 of the body, as hex. */
  readonly hash: string;
}

/** Asks on a connection of its own, and reads until the edge closes it. */
export function countedGet(port: number, target: string): Promise<CountedBody> {
  const socket = connect({ port, host: '127.0.0.1' });
  const hash = createHash('sha256');
  let head: Buffer | null = Buffer.alloc(0);
  let bytes = 0;
  const count = (body: Buffer) => {
    bytes += body.length;
    hash.update(body);
  };
  socket.on('data', (chunk: Buffer) => {
    if (head === null) return count(chunk);
    head = Buffer.concat([head, chunk]);
    const end = head.indexOf('\r\n\r\n');
    if (end === -1) return;
    count(head.subarray(end + 4));
    head = null;
  });
  socket.write(requestText('GET', target, { Connection: 'close' }));
  return new Promise((resolve, reject) => {
    socket.on('error', reject);
    socket.on('end', () => resolve({ bytes, hash: hash.digest('hex') }));
  });
}
