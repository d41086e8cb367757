/** The line to one other worker: fills that it reads here, and fills that are read from it (mirror-messages.ts). */
import type { MessagePort } from 'node:worker_threads';
import type { Fill } from '../cache/fill.ts';
import type { EdgeLocation } from './edge-location.ts';
import { Mirror } from './mirror.ts';
import type { MirrorMessage, ReaderMessage, Unnumbered } from './mirror-messages.ts';
import { RemoteReader } from './remote-reader.ts';

export interface NeighbourOptions {
  readonly port: MessagePort;
  readonly find: (pop: string) => EdgeLocation | null;
  /** One of our own mistakes. */
  readonly onMistake: (error: unknown) => void;
}

export class Neighbour {
  readonly #options: NeighbourOptions;
  /** What is read from it, by our numbers. */
  readonly #mirrors = new Map<number, Mirror>();
  /** What it reads, by its numbers. */
  readonly #readers = new Map<number, RemoteReader>();
  #lastMirror = 0;

  constructor(options: NeighbourOptions) {
    this.#options = options;
    options.port.on('message', (message: MirrorMessage) => this.#hear(message));
  }

  /** Has what it fetches under that number written into a fill of ours. */
  mirror(edge: EdgeLocation, fill: Fill, fillNumber: number): void {
    this.#lastMirror += 1;
    const mirror = this.#lastMirror;
    const { port } = this.#options;
    const send = (message: Unnumbered<ReaderMessage>) => port.postMessage({ ...message, mirror });
    this.#mirrors.set(mirror, new Mirror({ edge, fill, send, onOver: () => this.#mirrors.delete(mirror) }));
    const roomBytes = Math.ceil(edge.fills.windowBytes / 2);
    send({ kind: 'join', pop: edge.pop, key: fill.place.key, fillNumber, roomBytes });
  }

  /** It is dead: nothing comes from it any more, and nobody reads there. */
  lose(): void {
    this.#options.port.close();
    for (const mirror of [...this.#mirrors.values()]) mirror.lose();
    for (const reader of [...this.#readers.values()]) reader.left(false);
  }

  #hear(message: MirrorMessage): void {
    try {
      this.#take(message);
    } catch (error) {
      this.#options.onMistake(error);
    }
  }

  #take(message: MirrorMessage): void {
    const { mirror } = message;
    switch (message.kind) {
      case 'join':
        return this.#admit(message);
      case 'taken':
        return this.#readers.get(mirror)?.taken(message.bytes);
      case 'slow':
        return this.#readers.get(mirror)?.slow();
      case 'left':
        return this.#readers.get(mirror)?.left(message.hasServed);
      default:
        return this.#mirrors.get(mirror)?.take(message);
    }
  }

  #admit({ mirror, pop, key, fillNumber, roomBytes }: Extract<ReaderMessage, { kind: 'join' }>): void {
    const { port, find } = this.#options;
    const edge = find(pop);
    const fill = edge?.fills.find(key) ?? null;
    if (edge === null || fill === null || fill.isMirror || fill.number !== fillNumber)
      return port.postMessage({ kind: 'gone', mirror });
    const reader = new RemoteReader({
      ...{ edge, fill, roomBytes },
      send: (message, given = []) => port.postMessage({ ...message, mirror }, given),
      onOver: () => this.#readers.delete(mirror),
    });
    this.#readers.set(mirror, reader);
    reader.start();
  }
}
