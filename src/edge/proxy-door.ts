/**
 * A door in front of a viewer port that takes the PROXY header off each connection before HTTP or TLS
 * sees it (`trust.proxyProtocol`). A connection without one is closed: only the balancer may come in.
 */
import { createServer, type Server, type Socket } from 'node:net';
import type { Clock } from '../clock.ts';
import { afterReads } from './after-reads.ts';
import { parseProxyHeader } from './proxy-header.ts';

export interface ProxyDoorOptions {
  readonly clock: Clock;
  /** The header must be here after so long. */
  readonly headerSeconds: number;
  /** Takes a connection whose header is off; `address` null: the peer's own. */
  readonly enter: (socket: Socket, address: string | null) => void;
}

export function createProxyDoor(options: ProxyDoorOptions): Server {
  return createServer({ noDelay: true, allowHalfOpen: true }, (socket) => readHeader(socket, options));
}

function readHeader(socket: Socket, { clock, headerSeconds, enter }: ProxyDoorOptions): void {
  let timer = clock.after(headerSeconds * 1000, () => {
    timer = afterReads(() => socket.destroy());
  });
  let bytes = Buffer.alloc(0);
  const onData = (chunk: Buffer) => {
    bytes = Buffer.concat([bytes, chunk]);
    const header = parseProxyHeader(bytes);
    if (header.kind === 'partial') return;
    timer.cancel();
    if (header.kind === 'bad') return void socket.destroy();
    socket.off('data', onData);
    socket.off('end', onEnd);
    socket.pause();
    socket.unshift(bytes.subarray(header.sizeBytes));
    enter(socket, header.address);
  };
  const onEnd = () => socket.destroy();
  socket.on('data', onData);
  socket.on('error', () => socket.destroy());
  // Nobody is behind a header that does not end.
  socket.on('end', onEnd);
  socket.on('close', () => timer.cancel());
}
