/**
 * One connection of a viewer. Its requests are answered one after the other: the next begins when the one
 * before has its answer, so what stands behind a request that ends the connection is never begun, and a
 * refusal of unreadable bytes is the last word, said behind the answers to all that was readable.
 */
import type { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import type { Timer } from '../clock.ts';
import { REFUSALS, type Refusal } from '../policy/refusal.ts';
import type { EdgeLocation } from './edge-location.ts';
import type { HttpResponse } from './http-response.ts';
import { rawRefusal } from './raw-refusal.ts';
import { RequestLineGuard } from './request-line-guard.ts';

/** Starts the exchange of a request whose turn has come. */
export type Begin = (request: IncomingMessage, out: HttpResponse) => void;

/** What requests are read from, and the TCP connection beneath: the same unless TLS is spoken. */
export interface ViewerSockets {
  readonly socket: Socket;
  readonly transport: Socket;
}

export class ViewerConnection {
  readonly #socket: Socket;
  readonly #transport: Socket;
  readonly #edge: EdgeLocation;
  readonly #begin: Begin;
  readonly #guard = new RequestLineGuard();
  readonly #waiting: (readonly [IncomingMessage, HttpResponse])[] = [];
  #isAnswering = false;
  #takenRequests = 0;
  /** Nothing that arrives from now on is a request. */
  #isDeaf = false;
  #isEnding = false;
  #lastWord: Refusal | null = null;
  #deadline: Timer | null = null;

  constructor({ socket, transport }: ViewerSockets, edge: EdgeLocation, begin: Begin) {
    this.#socket = socket;
    this.#transport = transport;
    this.#edge = edge;
    this.#begin = begin;
    socket.prependListener('data', (chunk: Buffer) => this.#watch(chunk));
    socket.on('close', () => this.#stopWaiting());
    this.#waitForHead();
  }

  /** A request was read; it begins now or when its turn comes. */
  take(request: IncomingMessage, out: HttpResponse): void {
    if (this.#isDeaf) return;
    this.#takenRequests += 1;
    out.viewerConnection = this;
    if (!this.#isAnswering) this.#start(request, out);
    else if (this.#waiting.length < this.#edge.limits.pipelinedRequests) this.#waiting.push([request, out]);
    else this.refuse(REFUSALS.capacityExceeded);
  }

  /** An answer is complete or cut; `isLast`: it said that the connection ends. */
  onAnswered(isLast: boolean): void {
    this.#isAnswering = false;
    if (isLast || this.#socket.destroyed) return this.#endBegun();
    if (this.#isEnding) {
      this.#endBegun();
      return void this.#socket.destroySoon();
    }
    const next = this.#waiting.shift();
    if (next !== undefined) this.#start(next[0], next[1]);
    else if (this.#lastWord !== null) this.#sayLastWord(this.#lastWord);
    // A head that was never reported, as behind an Upgrade: better an end than a viewer that waits.
    else if (this.#takenRequests < this.#guard.heads) this.#socket.destroySoon();
  }

  /** Nothing readable follows: what was taken is answered first, then this, and the connection ends. */
  refuse(refusal: Refusal): void {
    if (this.#isDeaf) return;
    this.#isDeaf = true;
    this.#lastWord = refusal;
    if (!this.#isAnswering) this.#sayLastWord(refusal);
  }

  /**
   * The answer under way is the last, and the viewer may still be sending: a connection closed over unread
   * bytes is reset, and the answer lost with it, so they are taken and dropped for a while (RFC 9112 §9.6).
   */
  lingerAtEnd(): void {
    this.#socket.destroySoon = () => this.#linger();
  }

  /** Breaks the connection, so that nobody takes what was sent for a body that ended in order (OR-46). */
  reset(): void {
    this.#transport.resetAndDestroy();
  }

  /** The process is going away: a connection that asks nothing ends now, any other with its next answer. */
  endWhenIdle(): void {
    this.#isEnding = true;
    if (!this.#isAnswering && !this.#isDeaf && this.#guard.isBetweenHeads) this.#socket.destroy();
  }

  #watch(chunk: Buffer): void {
    // Once its parser has failed it reads nothing more, and keeps nothing.
    if (this.#isDeaf) return void chunk.fill(0, 0, 1);
    const { heads } = this.#guard;
    this.#guard.watch(chunk);
    // Only a head's end stops its time: empty lines ahead of one are not even its beginning.
    if (this.#guard.heads > heads) this.#stopWaiting();
    if (!this.#guard.isBetweenHeads) this.#waitForHead();
  }

  #start(request: IncomingMessage, out: HttpResponse): void {
    this.#isAnswering = true;
    this.#begin(request, out);
  }

  #endBegun(): void {
    this.#isDeaf = true;
    this.#lastWord = null;
    this.#waiting.length = 0;
  }

  #sayLastWord(refusal: Refusal): void {
    this.#endBegun();
    if (!this.#socket.writable) return void this.#socket.destroy();
    this.#socket.write(rawRefusal(this.#edge, refusal));
    this.#linger();
  }

  #linger(): void {
    this.#stopWaiting();
    const { clock, limits } = this.#edge;
    this.#deadline = clock.after(limits.viewerLingerSeconds * 1000, () => this.#socket.destroy());
    this.#socket.end();
    this.#socket.resume();
  }

  /** From a connection's beginning, or a head's first byte, to the head's end. */
  #waitForHead(): void {
    const { clock, limits } = this.#edge;
    this.#deadline ??= clock.after(limits.viewerHeaderSeconds * 1000, () =>
      this.refuse(REFUSALS.requestTimeout),
    );
  }

  #stopWaiting(): void {
    this.#deadline?.cancel();
    this.#deadline = null;
  }
}
