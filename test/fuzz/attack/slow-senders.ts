/** Connections that send a header a second and never come to an end: the edge must cut them. */
import { connect, type Socket } from 'node:net';
import { DOMAIN_NAME } from '../../harness/edge-site.ts';

export class SlowSenders {
  /** How long the edge let each live that it has cut, in ms. */
  readonly livedMs: number[] = [];
  readonly #open = new Map<Socket, number>();
  readonly #port: number;
  readonly #count: number;
  readonly #timer: NodeJS.Timeout;

  /** Keeps `count` of them going, new ones for those that were cut. */
  constructor(port: number, count: number) {
    this.#port = port;
    this.#count = count;
    this.#timer = setInterval(() => this.#drip(), 1000);
    this.#drip();
  }

  /** Ends them all; answers with how long the oldest that is still open has lived, in ms. */
  stop(): number {
    clearInterval(this.#timer);
    const now = performance.now();
    const ages = [...this.#open.values()].map((since) => now - since);
    for (const socket of this.#open.keys()) socket.destroy();
    return Math.max(0, ...ages);
  }

  #drip(): void {
    for (const socket of this.#open.keys()) socket.write('X-Slow: 1\r\n');
    while (this.#open.size < this.#count) this.#add();
  }

  #add(): void {
    const socket = connect(this.#port, '127.0.0.1');
    this.#open.set(socket, performance.now());
    socket.on('error', () => undefined);
    // An answer is not read further than it takes to see the end.
    socket.resume();
    socket.on('close', () => this.#closed(socket));
    socket.write(`GET /1024/slow HTTP/1.1\r\nHost: ${DOMAIN_NAME}\r\n`);
  }

  #closed(socket: Socket): void {
    const since = this.#open.get(socket);
    if (since === undefined) return;
    this.livedMs.push(performance.now() - since);
    this.#open.delete(socket);
  }
}
