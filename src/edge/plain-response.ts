/**
 * An answer written to the viewer's socket as it is, without node:http. Head and small body leave in one write;
 * larger pieces are gathered and leave together. A viewer that stops taking what it asked for is cut.
 */
import type { Socket } from 'node:net';
import type { Clock, Timer } from '../clock.ts';
import { STATUS_CODES } from '../node-http.ts';
import type { AnswerBuffer } from './answer-buffer.ts';
import type { Exchange } from './exchange.ts';
import type { ResponseHead, ViewerResponse } from './viewer.ts';

/** Up to here copying a piece costs less than a second entry in the system call. */
const COPIED_BYTES = 32_768;
/** So much is gathered before it is written. */
const GATHERED_BYTES = 262_144;
/** So much is written in one go, before other connections have their turn. */
const BURST_BYTES = 2 * 1024 ** 2;
const NO_BYTES = Buffer.alloc(0);
/** As bytes: copying them costs half of writing text. */
const USUAL_STATUS_LINES: ReadonlyMap<number, Buffer> = new Map(
  [200, 206, 304].map((status) => [status, Buffer.from(statusLine(status, usualReason(status)))]),
);

/** The connection that an answer is for. */
export interface AnsweringConnection {
  readonly socket: Socket;
  /** TLS takes a copy of what it is given to encrypt, so only its backlog needs waiting for. */
  readonly isSecure: boolean;
  readonly buffer: AnswerBuffer;
  readonly clock: Clock;
  /** A viewer that takes nothing for so long is cut. */
  readonly writeSeconds: number;
  /** Whether the process is going away and connections should not be kept. */
  readonly isDraining: () => boolean;
  /** The answer is flushed; called once, at `end` or later. */
  onFlushed(): void;
}

export class PlainResponse implements ViewerResponse {
  /** The exchange this answers; set before any event can reach it. */
  exchange: Exchange | null = null;
  isFlushed = false;
  /** The connection ends with this answer. */
  isLast: boolean;
  /** And the viewer may still be sending. */
  isLingering = false;
  bytesSent = 0;
  readonly #connection: AnsweringConnection;
  #isChunked = false;
  #isEnded = false;
  #isFlushWanted = false;
  /** Bytes of large pieces gathered. */
  #gatheredBytes = 0;
  #burstBytes = 0;
  /** What is being written has no other write before it. */
  #isDirect = false;
  /** Something waits until the viewer has taken what was written. */
  #isWaiting = false;
  #timer: Timer | null = null;

  constructor(connection: AnsweringConnection, isLast: boolean) {
    this.#connection = connection;
    this.isLast = isLast;
  }

  writeHead(head: ResponseHead): void {
    const { buffer } = this.#connection;
    this.#isChunked = head.framing === 'chunked';
    this.isLast ||= head.closesConnection || this.#connection.isDraining();
    this.isLingering = head.closesConnection;
    const usual = head.reason === usualReason(head.status) ? USUAL_STATUS_LINES.get(head.status) : undefined;
    const status = usual ?? statusLine(head.status, head.reason);
    const own = `${head.own}${this.#lastLines(head)}`;
    this.bytesSent += status.length + head.kept.length + own.length;
    buffer.add(this, status);
    buffer.add(this, head.kept);
    buffer.add(this, own);
  }

  write(chunk: Buffer): boolean {
    this.bytesSent += chunk.length;
    if (!this.#isChunked) return this.#add(chunk);
    this.#addText(`${chunk.length.toString(16)}\r\n`);
    const isTaken = this.#add(chunk);
    this.#addText('\r\n');
    return isTaken;
  }

  /** When this turn ends: what comes within it goes along, such as the small body of a miss behind its head. */
  flush(): void {
    if (this.#isFlushWanted) return;
    this.#isFlushWanted = true;
    process.nextTick(flushNow, this);
  }

  sendNow(): void {
    this.#isFlushWanted = false;
    if (this.#gatheredBytes > 0 || this.#connection.buffer.holds(this)) this.#send();
  }

  end(): void {
    if (this.#isChunked) this.#addText('0\r\n\r\n');
    this.#isEnded = true;
    this.#send();
    // A broken connection is closed soon, and the answer with it.
    if (this.#isWaiting || !this.#connection.socket.writable) return;
    this.isFlushed = true;
    this.#connection.onFlushed();
  }

  cut(): void {
    this.#stopWaiting();
    this.#connection.buffer.drop(this);
    this.#connection.socket.destroy();
  }

  /** The viewer takes no more than what is written. */
  leave(): void {
    this.#connection.buffer.drop(this);
    this.exchange?.viewerLeft();
  }

  /** The connection is gone, with all that was still to be written. */
  close(): void {
    this.#stopWaiting();
    this.isFlushed = true;
    this.leave();
    this.exchange?.viewerFlushed();
  }

  #lastLines({ contentLength, framing }: ResponseHead): string {
    const connection = this.isLast ? 'Connection: close\r\n' : 'Connection: keep-alive\r\n';
    if (framing === 'chunked') return `${connection}Transfer-Encoding: chunked\r\n\r\n`;
    if (contentLength === null) return `${connection}\r\n`;
    return `Content-Length: ${contentLength}\r\n${connection}\r\n`;
  }

  #addText(text: string): void {
    this.bytesSent += text.length;
    this.#connection.buffer.add(this, text);
  }

  #add(chunk: Buffer): boolean {
    const { socket, buffer } = this.#connection;
    if (chunk.length <= COPIED_BYTES && this.#gatheredBytes === 0 && !this.#isWaiting) {
      buffer.add(this, chunk);
      return true;
    }
    if (this.#gatheredBytes === 0) this.#cork();
    if (buffer.holds(this)) socket.write(buffer.take());
    socket.write(chunk);
    this.#gatheredBytes += chunk.length;
    return (this.#gatheredBytes < GATHERED_BYTES && !this.#isWaiting) || this.#send();
  }

  /** Writes what there is; false: wait until the viewer has taken it. */
  #send(): boolean {
    const { socket, buffer } = this.#connection;
    this.#burstBytes += this.#gatheredBytes;
    if (this.#gatheredBytes === 0) this.#isDirect = socket.writableLength === 0;
    const last = buffer.holds(this) ? buffer.take() : null;
    if (last !== null) socket.write(last);
    if (this.#gatheredBytes > 0) socket.uncork();
    this.#gatheredBytes = 0;
    const isTaken = socket.writableLength === 0;
    if (last !== null && (isTaken || this.#isCopied)) buffer.giveBack(last);
    if (!isTaken && this.#mustWait()) this.#waitForViewer();
    return !this.#isWaiting && socket.writable && this.#mayGoOn();
  }

  #cork(): void {
    const { socket } = this.#connection;
    this.#isDirect = socket.writableLength === 0;
    socket.cork();
  }

  /** TLS encrypts at once what reaches it; behind an earlier write the stream keeps the very bytes it was given. */
  get #isCopied(): boolean {
    return this.#connection.isSecure && this.#isDirect;
  }

  /** A TLS connection's last answer is watched until it is out. */
  #mustWait(): boolean {
    return !this.#isCopied || this.#connection.socket.writableNeedDrain || (this.#isEnded && this.isLast);
  }

  #mayGoOn(): boolean {
    if (this.#burstBytes < BURST_BYTES) return true;
    this.#burstBytes = 0;
    setImmediate(() => this.exchange?.viewerDrained());
    return false;
  }

  #waitForViewer(): void {
    const { clock, writeSeconds, socket } = this.#connection;
    this.#timer?.cancel();
    this.#timer = clock.after(writeSeconds * 1000, () => this.cut());
    if (this.#isWaiting) return;
    this.#isWaiting = true;
    // Called when all before it has been taken; the socket's own `drain` is silent about small writes.
    socket.write(NO_BYTES, (error) => this.#onTaken(error));
  }

  #onTaken(error: Error | null | undefined): void {
    if (!this.#isWaiting || error) return;
    this.#stopWaiting();
    if (this.#connection.socket.writableLength > 0) return this.#waitForViewer();
    if (!this.#isEnded) return this.exchange?.viewerDrained();
    this.isFlushed = true;
    this.exchange?.viewerFlushed();
    this.#connection.onFlushed();
  }

  #stopWaiting(): void {
    this.#isWaiting = false;
    this.#timer?.cancel();
    this.#timer = null;
  }
}

function usualReason(status: number): string {
  return STATUS_CODES[status] ?? '';
}

function statusLine(status: number, reason: string): string {
  return `HTTP/1.1 ${status} ${reason}\r\n`;
}

function flushNow(response: PlainResponse): void {
  response.sendNow();
}
