/**
 * What undici gets in place of a socket: bytes that were read already, then those that arrive, in order. It
 * never holds the socket itself, so it cannot read ahead of what it was handed.
 */
import type { Socket } from 'node:net';
import { Duplex } from 'node:stream';
import { ContinueFilter } from './continue-filter.ts';

export class HandedSocket extends Duplex {
  readonly #socket: Socket;
  readonly #filter = new ContinueFilter();
  /** What came in answer to a request that is out; null: the request is still undici's to send. */
  #unread: Buffer | null;

  /** `unread`: an answer's first bytes; undici then writes its request for nobody. Null: nothing was asked. */
  constructor(socket: Socket, unread: Buffer | null) {
    super({ allowHalfOpen: false });
    this.#socket = socket;
    this.#unread = unread;
  }

  /** What arrived. */
  receive(bytes: Buffer): void {
    const rest = this.#filter.take(bytes);
    if (rest.length > 0 && !this.push(rest)) this.#socket.pause();
  }

  /** The origin has closed in order. */
  receiveEnd(): void {
    this.push(null);
  }

  override _read(): void {
    this.#socket.resume();
  }

  override _write(bytes: Buffer, _encoding: BufferEncoding, written: (error?: Error | null) => void): void {
    const unread = this.#unread;
    this.#unread = null;
    this.#filter.expectAnswer();
    if (unread === null) this.#socket.write(bytes, written);
    else {
      written();
      this.receive(unread);
    }
  }

  override _final(ended: (error?: Error | null) => void): void {
    this.#socket.end();
    ended();
  }

  override _destroy(error: Error | null, destroyed: (error: Error | null) => void): void {
    const socket = this.#socket;
    if (socket.closed) return destroyed(error);
    socket.once('close', () => destroyed(error));
    socket.destroy();
  }
}
