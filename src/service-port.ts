/** The port of a service of edgefront's own, where no viewers come: how it is opened, and how it ends. */
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Clock } from './clock.ts';

export interface ServicePlace {
  readonly host: string;
  /** 0: any free one. */
  readonly port: number;
  /** Descriptor of a socket that was handed over, to listen with; without one it is opened. */
  readonly socket?: number | null;
}

/** Answers with the port; rejects when it is taken. `onError`: what goes wrong later, such as a connection not had. */
export function openServer(
  server: Server,
  { host, port, socket = null }: ServicePlace,
  onError: (error: Error) => void,
): Promise<number> {
  const { promise, resolve, reject } = Promise.withResolvers<number>();
  server.once('error', reject);
  server.listen(socket === null ? { host, port } : { fd: socket }, () => {
    server.off('error', reject);
    server.on('error', onError);
    resolve((server.address() as AddressInfo).port);
  });
  return promise;
}

/** Takes no more requests; resolves when those in flight are answered, or were cut after `graceMs` of real time. */
export function closeServer(server: Server, clock: Clock, graceMs: number): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const cut = clock.after(graceMs, () => server.closeAllConnections());
  server.close(() => {
    cut.cancel();
    resolve();
  });
  return promise;
}
