/**
 * A viewer's connection as node:http gets to know it: a stream of ours over the socket, into which the connection's
 * bytes are put in order, beginning with those that our own door has not consumed. Node's parser reads nothing but
 * what is put here. Given the socket itself it would read from the system's handle, ahead of bytes put back into the
 * stream, and two requests could become one. That is what makes handing over in the middle of a connection safe.
 */
import type { Socket } from 'node:net';
import { Duplex } from 'node:stream';
import { RequestLineGuard } from './request-line-guard.ts';
import type { Turn, ViewerConnection } from './viewer-connection.ts';

export class HandedConnection extends Duplex {
  readonly connection: ViewerConnection;
  readonly #socket: Socket;
  readonly #guard = new RequestLineGuard();
  #taken = 0;
  #isDeaf = false;

  constructor(connection: ViewerConnection) {
    const { socket } = connection;
    super({ highWaterMark: socket.writableHighWaterMark });
    this.connection = connection;
    this.#socket = socket;
  }

  /** Whether the next byte begins a request, or may. */
  get isBetweenHeads(): boolean {
    return this.#guard.isBetweenHeads;
  }

  /** A head went in and never came out, as behind an Upgrade. */
  get hasLostHead(): boolean {
    return this.#taken < this.#guard.heads;
  }

  /** The next bytes of the connection. */
  feed(chunk: Buffer): void {
    if (this.#isDeaf) return;
    const { heads } = this.#guard;
    this.#guard.watch(chunk);
    // Only a head's end stops its time: empty lines ahead of one are not even its beginning.
    if (this.#guard.heads > heads) this.connection.onHeadRead();
    if (!this.#guard.isBetweenHeads) this.connection.waitForHead();
    if (!this.push(chunk)) this.#socket.pause();
  }

  feedEnd(): void {
    this.push(null);
  }

  /** A request came out of node:http. */
  takeTurn(turn: Turn): void {
    if (this.#isDeaf) return;
    this.#taken += 1;
    this.connection.take(turn);
  }

  /** What comes from now on is dropped; a parser that has failed keeps nothing. */
  deafen(): void {
    this.#isDeaf = true;
    this.#socket.resume();
  }

  /** How node:http ends a connection behind its last answer. */
  destroySoon(): void {
    this.connection.endSoon();
  }

  override _read(): void {
    this.#socket.resume();
  }

  override _write(chunk: Buffer, _encoding: BufferEncoding, callback: (error?: Error | null) => void): void {
    let isTold = false;
    const tell = (error?: Error | null) => {
      if (isTold) return;
      isTold = true;
      callback(error);
    };
    this.#socket.write(chunk, tell);
    // Taken at once, as most are: whoever asks how much waits is told so.
    if (this.#socket.writableLength === 0 && this.#socket.writable) tell();
  }

  override _final(callback: () => void): void {
    this.#socket.end(() => callback());
  }

  override _destroy(error: Error | null, callback: (error: Error | null) => void): void {
    this.#socket.destroy();
    callback(error);
  }
}
