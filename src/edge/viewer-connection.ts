/**
 * One connection of a viewer, through both doors: plain requests come from our own, and from the first odd byte on
 * all come from node:http. They are answered one after the other: the next begins when the one before has its
 * answer, so what stands behind a request that ends the connection is never begun, and a refusal of unreadable
 * bytes is the last word, said behind the answers to all that was readable.
 */
import type { Socket } from 'node:net';
import type { Timer } from '../clock.ts';
import { REFUSALS, type Refusal } from '../policy/refusal.ts';
import { afterReads, watchSilence } from './after-reads.ts';
import { HandedConnection } from './handed-connection.ts';
import { PlainDoor } from './plain-door.ts';
import { rawRefusal } from './raw-refusal.ts';
import type { Reception } from './reception.ts';

/** A request that waits until it may be answered. */
export interface Turn {
  begin(): void;
}

/** What requests are read from, and the TCP connection beneath: the same unless TLS is spoken. */
export interface ViewerSockets {
  readonly socket: Socket;
  readonly transport: Socket;
  /** IPv4-mapped addresses as IPv4. */
  readonly clientAddress: string;
}

export class ViewerConnection {
  readonly socket: Socket;
  readonly clientAddress: string;
  readonly reception: Reception;
  /** Nothing that arrives from now on is a request. */
  isDeaf = false;
  readonly #transport: Socket;
  readonly #plain: PlainDoor;
  /** Null as long as all was plain. */
  #handed: HandedConnection | null = null;
  readonly #waiting: Turn[] = [];
  #isAnswering = false;
  #isEnding = false;
  #isLingering = false;
  #lastWord: Refusal | null = null;
  #deadline: Timer | null = null;

  constructor({ socket, transport, clientAddress }: ViewerSockets, reception: Reception) {
    this.socket = socket;
    this.clientAddress = clientAddress;
    this.reception = reception;
    this.#transport = transport;
    this.#plain = new PlainDoor(this);
    socket.on('end', () => this.#onEnd());
    socket.on('error', () => socket.destroy());
    socket.on('close', () => this.#onClose());
    watchSilence(socket, reception.edge.limits.viewerIdleSeconds * 1000, () => this.endIfIdle());
    this.waitForHead();
  }

  /** Takes what the socket reads, unless somebody hands it over (`onBorrowed`). */
  listen(): void {
    this.socket.on('data', (chunk: Buffer) => this.#onData(chunk));
  }

  /** The next bytes, valid during this call alone. */
  onBorrowed(bytes: Buffer): void {
    if (this.isDeaf) return;
    const isKept = this.#handed !== null || !this.reception.hasOwnDoor;
    this.#onData(isKept ? Buffer.from(bytes) : bytes);
  }

  /** A request was read; it begins now or when its turn comes. */
  take(turn: Turn): void {
    if (!this.#isAnswering) this.#start(turn);
    else if (this.#waiting.length < this.reception.edge.limits.pipelinedRequests) this.#waiting.push(turn);
    else this.refuse(REFUSALS.capacityExceeded);
  }

  /** From here on the bytes are node:http's; answers under way are written before any to these. */
  handOver(bytes: Buffer): void {
    this.#handed = new HandedConnection(this);
    this.reception.handOver(this.#handed);
    this.#handed.feed(bytes);
  }

  /** An answer is complete or cut; `isLast`: it said that the connection ends. */
  onAnswered(isLast: boolean): void {
    this.#isAnswering = false;
    if (isLast || this.socket.destroyed) return this.#endBegun();
    if (this.#isEnding) {
      this.#endBegun();
      return void this.socket.destroySoon();
    }
    const next = this.#waiting.shift();
    if (next !== undefined) this.#start(next);
    else if (this.#lastWord !== null) this.#sayLastWord(this.#lastWord);
  }

  /** Nothing readable follows: what was taken is answered first, then this, and the connection ends. */
  refuse(refusal: Refusal): void {
    if (this.isDeaf) return;
    this.#becomeDeaf();
    this.#lastWord = refusal;
    if (!this.#isAnswering) this.#sayLastWord(refusal);
  }

  /**
   * The answer under way is the last, and the viewer may still be sending: a connection closed over unread
   * bytes is reset, and the answer lost with it, so they are taken and dropped for a while (RFC 9112 §9.6).
   */
  lingerAtEnd(): void {
    this.#isLingering = true;
  }

  /** All is said: what was written goes out, and the connection ends. */
  endSoon(): void {
    if (this.#isLingering) this.#linger();
    else this.socket.destroySoon();
  }

  /** Breaks the connection, so that nobody takes what was sent for a body that ended in order (OR-46). */
  reset(): void {
    this.#transport.resetAndDestroy();
  }

  /** The process is going away. */
  endWithAnswer(): void {
    this.#isEnding = true;
  }

  /** Ends now when it asks nothing. */
  endIfIdle(): void {
    const isBetweenHeads = this.#plain.isBetweenHeads && this.#handed?.isBetweenHeads !== false;
    if (!this.#isAnswering && !this.isDeaf && isBetweenHeads) this.socket.destroy();
  }

  /** From a connection's beginning, or a head's first byte, to the head's end. */
  waitForHead(): void {
    const { clock, limits } = this.reception.edge;
    this.#deadline ??= clock.after(limits.viewerHeaderSeconds * 1000, () => {
      this.#deadline = afterReads(() => this.refuse(REFUSALS.requestTimeout));
    });
  }

  onHeadRead(): void {
    if (this.#deadline !== null) this.#stopWaiting();
  }

  #onData(chunk: Buffer): void {
    if (this.isDeaf) return;
    if (this.#handed !== null) this.#handed.feed(chunk);
    else if (this.reception.hasOwnDoor) this.#plain.read(chunk);
    else this.handOver(chunk);
  }

  #start(turn: Turn): void {
    this.#isAnswering = true;
    turn.begin();
  }

  #onEnd(): void {
    if (this.#handed !== null) return this.#handed.feedEnd();
    if (!this.#plain.isBetweenHeads) return this.refuse(REFUSALS.badRequest);
    if (this.isDeaf) return;
    this.#endBegun();
    this.#plain.leave();
    this.socket.end();
  }

  #onClose(): void {
    this.#stopWaiting();
    this.#endBegun();
    this.#handed?.destroy();
    this.#plain.close();
  }

  #endBegun(): void {
    this.#becomeDeaf();
    this.#lastWord = null;
    this.#waiting.length = 0;
  }

  #becomeDeaf(): void {
    this.isDeaf = true;
    this.#plain.forget();
    this.#handed?.deafen();
  }

  #sayLastWord(refusal: Refusal): void {
    this.#endBegun();
    if (!this.socket.writable) return void this.socket.destroy();
    this.socket.write(rawRefusal(this.reception.edge, refusal));
    this.#linger();
  }

  #linger(): void {
    this.#stopWaiting();
    const { clock, limits } = this.reception.edge;
    this.#deadline = clock.after(limits.viewerLingerSeconds * 1000, () => this.socket.destroy());
    this.socket.end();
    this.socket.resume();
  }

  #stopWaiting(): void {
    this.#deadline?.cancel();
    this.#deadline = null;
  }
}
