/**
 * A viewer's connection as node:http gets to know it: a stream of ours over the socket, into which the connection's
 * bytes are put in order, beginning with those that our own door has not consumed. Node's parser reads nothing but
 * what is put here. Given the socket itself it would read from the system's handle, ahead of bytes put back into the
 * stream, and two requests could become one. That is what makes handing over in the middle of a connection safe.
 *
 * It is given one head at a time. Behind an offer to upgrade, taken up or not, Node's parser stops, forgets the rest
 * of the piece it was given, and reads the next piece as a new request: of a piece that ends inside the head behind
 * the offer, the rest of that head, a header's value say, would be read as a request. Where each piece ends with
 * its head there is no rest, and a request behind an offer is one like any other (RFC 9110 §7.8). What is wrong with
 * the head behind an offer Node keeps to itself, so a head of which no request comes is refused here.
 */
import type { Socket } from 'node:net';
import { Duplex } from 'node:stream';
import { REFUSALS } from '../policy/refusal.ts';
import { RequestLineGuard } from './request-line-guard.ts';
import type { Turn, ViewerConnection } from './viewer-connection.ts';

export class HandedConnection extends Duplex {
  readonly connection: ViewerConnection;
  readonly #socket: Socket;
  readonly #guard = new RequestLineGuard();
  /** Of each piece on its way to the parser: whether a request must come of it, or a complaint. */
  readonly #isDecided: boolean[] = [];
  #hasCome = false;
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

  /** The next bytes of the connection. */
  feed(chunk: Buffer): void {
    for (let at = 0; at < chunk.length && !this.#isDeaf; ) {
      const start = at;
      at = this.#watch(chunk, start);
      this.#isDecided.push(this.#guard.isDecided);
      if (!this.push(chunk.subarray(start, at))) this.#socket.pause();
    }
  }

  feedEnd(): void {
    this.push(null);
  }

  /** A request came out of node:http. */
  takeTurn(turn: Turn): void {
    if (this.#isDeaf) return;
    this.#hasCome = true;
    this.connection.take(turn);
  }

  /** The parser has read the next of the pieces. */
  onPieceRead(): void {
    const isSilent = this.#isDecided.shift() === true && !this.#hasCome;
    this.#hasCome = false;
    if (isSilent) this.connection.refuse(REFUSALS.badRequest);
  }

  /** The parser has read all there will ever be; behind an offer it keeps to itself that a head has no end. */
  onEndRead(): void {
    if (!this.#guard.isBetweenHeads) this.connection.refuse(REFUSALS.badRequest);
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

  /** Answers with the offset behind the head that ends next, or behind the chunk. */
  #watch(chunk: Buffer, start: number): number {
    const guard = this.#guard;
    const end = guard.watch(chunk, start);
    // Only a head's end stops its time: empty lines ahead of one are not even its beginning.
    if (!guard.isBetweenHeads) this.connection.waitForHead();
    else if (guard.isDecided) this.connection.onHeadRead();
    return end;
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
