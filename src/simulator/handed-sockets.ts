/**
 * Sockets that the system's service manager listens with and hands over (systemd's LISTEN_FDS): they stay open while one
 * edgefront ends and the next begins, and who connects in between waits in their queue instead of being refused.
 *
 * Each listener of each thread closes what it listens with, so each gets a descriptor of its own; Node.js has no other
 * way to make one than to call the C library. `node:ffi` says that it is experimental.
 */
import { type AddressInfo, createServer } from 'node:net';

/** The descriptor of the first socket; the others follow. */
const FIRST = 3;

export class HandedSockets {
  /** By port. */
  readonly #descriptors: ReadonlyMap<number, number>;
  readonly #duplicate: (descriptor: number) => number;

  private constructor(descriptors: ReadonlyMap<number, number>, duplicate: (descriptor: number) => number) {
    this.#descriptors = descriptors;
    this.#duplicate = duplicate;
  }

  /** Those meant for the process `pid`; null: there are none. Throws when they cannot be used. */
  static take(
    { LISTEN_PID, LISTEN_FDS }: Readonly<Record<string, string | undefined>>,
    pid: number,
  ): HandedSockets | null {
    if (LISTEN_PID !== String(pid)) return null;
    const duplicate = duplicator();
    const descriptors = new Map<number, number>();
    for (let descriptor = FIRST; descriptor < FIRST + Number(LISTEN_FDS); descriptor++) {
      const port = portOf(duplicate(descriptor));
      if (descriptors.has(port)) throw new Error(`two sockets were handed over for port ${port}`);
      descriptors.set(port, descriptor);
    }
    return new HandedSockets(descriptors, duplicate);
  }

  has(port: number): boolean {
    return this.#descriptors.has(port);
  }

  /** A descriptor to listen with and close; null: no socket of that port was handed over. */
  for(port: number): number | null {
    const descriptor = this.#descriptors.get(port);
    return descriptor === undefined ? null : this.#duplicate(descriptor);
  }

  /** Throws when there is a socket that none of these ports is for: who connects to it would wait for ever. */
  expectOnly(ports: readonly (number | null)[]): void {
    for (const port of this.#descriptors.keys())
      if (!ports.includes(port))
        throw new Error(
          `a socket was handed over for port ${port}, which the configuration does not listen on`,
        );
  }
}

function duplicator(): (descriptor: number) => number {
  const ffi = process.getBuiltinModule('node:ffi');
  if (ffi === undefined) throw new Error('sockets handed over by the system need Node.js 26.1 or newer');
  const { dup } = ffi.dlopen(null, { dup: { arguments: ['i32'], return: 'i32' } }).functions;
  return (descriptor) => {
    const copy = dup(descriptor);
    if (copy < 0) throw new Error(`there is no socket at descriptor ${descriptor}, or no room for another`);
    return copy;
  };
}

/** Node.js tells it of a socket that it listens with; in so short a time it takes no connection. */
function portOf(descriptor: number): number {
  const server = createServer().on('error', () => undefined);
  server.listen({ fd: descriptor });
  const address = server.address() as AddressInfo | string | null;
  server.close();
  if (address === null || typeof address === 'string')
    throw new Error('a socket was handed over that is not one of TCP');
  return address.port;
}
