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
  #isEnded = false;

  /** `unread`: an answer's first bytes; undici then writes its request for nobody. Null: nothing was asked. */
  constructor(socket: Socket, unread: Buffer | null) {
    super({ allowHalfOpen: false });
    this.#socket = socket;
    this.#unread = unread;
  }

  /** What arrived; behind what was read before. */
  receive(bytes: Buffer): void {
    if (this.#unread === null) this.#hand(bytes);
    else this.#unread = Buffer.concat([this.#unread, bytes]);
  }

  /** The origin has closed in order. */
  receiveEnd(): void {
    this.#isEnded = true;
    if (this.#unread === null) this.push(null);
  }

  #handUnread(): void {
    const unread = this.#unread;
    this.#unread = null;
    if (unread !== null) this.#hand(unread);
    if (this.#isEnded) this.push(null);
  }

  #hand(bytes: Buffer): void {
    const rest = this.#filter.take(bytes);
    if (rest.length > 0 && !this.push(rest)) this.#socket.pause();
  }

  override _read(): void {
    this.#socket.resume();
  }

  override _write(bytes: Buffer, _encoding: BufferEncoding, written: (error?: Error | null) => void): void {
    this.#filter.expectAnswer();
    if (this.#unread === null) this.#socket.write(bytes, written);
    else {
      written();
      // undici takes an answer only after its writing of the request has returned.
      queueMicrotask(() => this.#handUnread());
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
