/** What systemd is to a service with a socket unit: it holds listening sockets, and starts the program with them. */
import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { onTestFinished } from 'vitest';
import { type Command, EdgeProcess } from './edge-process.ts';

const { dup, close } = process.getBuiltinModule('node:ffi').dlopen(null, {
  dup: { arguments: ['i32'], return: 'i32' },
  close: { arguments: ['i32'], return: 'i32' },
}).functions;

/** Gives itself the id that the sockets are for, and becomes the program. */
const BECOME = 'LISTEN_PID=$$ exec "$@"';

export class ServiceManager {
  readonly ports: readonly number[];
  readonly #descriptors: readonly number[];

  private constructor(held: readonly HeldSocket[]) {
    this.ports = held.map(({ port }) => port);
    this.#descriptors = held.map(({ descriptor }) => descriptor);
    onTestFinished(() => {
      for (const descriptor of this.#descriptors) close(descriptor);
    });
  }

  /** With so many sockets of free ports. */
  static async create(count: number): Promise<ServiceManager> {
    return new ServiceManager(await Promise.all(Array.from({ length: count }, () => holdSocket())));
  }

  /** `command` is what takes the words of edgefront's command line. */
  async start(file: string, command: Command): Promise<EdgeProcess> {
    const edge = await EdgeProcess.startProgram(file, ['/bin/sh', '-c', BECOME, 'sh', ...command], {
      descriptors: this.#descriptors,
      environment: { LISTEN_FDS: String(this.#descriptors.length) },
    });
    onTestFinished(async () => void (await edge.stop()));
    return edge;
  }
}

interface HeldSocket {
  readonly port: number;
  readonly descriptor: number;
}

/** It listens, and nobody here takes what comes: Node.js closes its own descriptor before anybody knows the port. */
async function holdSocket(): Promise<HeldSocket> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const { fd } = (server as unknown as { _handle: { fd: number } })._handle;
  const descriptor = dup(fd);
  server.close();
  return { port, descriptor };
}
