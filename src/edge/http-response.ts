/**
 * The answering half of a viewer connection over node:http. Node frames chunks and keeps connections; this
 * says what goes into the head, counts bytes, and cuts viewers that stop taking what they asked for.
 */
import type { Clock, Timer } from '../clock.ts';
import { headerBytes, readHeaderLines } from '../http/header-list.ts';
import { ServerResponse } from '../node-http.ts';
import type { Exchange } from './exchange.ts';
import type { ResponseHead, ViewerResponse } from './viewer.ts';
import type { ViewerConnection } from './viewer-connection.ts';

/** `HTTP/1.1 200 ` before the reason, and the two line ends around the headers. */
const STATUS_LINE_BYTES = 'HTTP/1.1 200 '.length + 2;
const LINE_END_BYTES = 2;
const NO_BYTES = Buffer.alloc(0);

export class HttpResponse extends ServerResponse {
  /** Waits for the end of this answer before it begins another. */
  viewerConnection: ViewerConnection | null = null;
  viewerResponse: HttpViewerResponse | null = null;
}

/** Listeners are shared: one function for all answers, told apart by `this`. */
function onDrained(this: HttpResponse): void {
  this.viewerResponse?.onDrained();
}

function onClosed(this: HttpResponse): void {
  this.viewerResponse?.onClosed();
}

export interface WritePatience {
  readonly clock: Clock;
  /** A viewer that takes nothing for so long is cut. */
  readonly writeSeconds: number;
  /** Whether the process is going away and connections should not be kept. */
  readonly isDraining: () => boolean;
}

export class HttpViewerResponse implements ViewerResponse {
  /** The exchange this answers; set before any event can reach it. */
  exchange: Exchange | null = null;
  readonly #out: HttpResponse;
  readonly #patience: WritePatience;
  #framing: ResponseHead['framing'] = 'none';
  #timer: Timer | null = null;
  #isHeadOut = false;
  #isFlushed = false;
  /** The connection ends with this answer. */
  #isLast = false;
  #bytesSent = 0;

  constructor(out: HttpResponse, patience: WritePatience) {
    this.#out = out;
    this.#patience = patience;
    out.viewerResponse = this;
    out.sendDate = false;
    out.on('drain', onDrained);
    out.on('close', onClosed);
  }

  get bytesSent(): number {
    return this.#bytesSent;
  }

  /** Node gets copies, so that nothing is needed beyond the end. */
  get isFlushed(): boolean {
    return this.#isFlushed;
  }

  writeHead(head: ResponseHead): void {
    const headers = readHeaderLines(`${latin1(head.kept)}${head.own}`);
    this.#framing = head.framing;
    if (head.contentLength !== null && head.framing !== 'chunked') {
      headers.push('Content-Length', String(head.contentLength));
    }
    const closes = head.closesConnection || !this.#out.shouldKeepAlive || this.#patience.isDraining();
    this.#isLast = closes;
    if (head.closesConnection && head.framing !== 'close') this.#out.viewerConnection?.lingerAtEnd();
    headers.push('Connection', closes ? 'close' : 'keep-alive');
    if (head.framing === 'chunked') headers.push('Transfer-Encoding', 'chunked');
    this.#bytesSent += STATUS_LINE_BYTES + head.reason.length + headerBytes(headers) + LINE_END_BYTES;
    this.#out.writeHead(head.status, head.reason, headers);
  }

  write(chunk: Buffer): boolean {
    this.#isHeadOut = true;
    this.#bytesSent += chunk.length + this.#framingBytes(chunk.length);
    if (this.#out.write(Buffer.from(chunk))) return true;
    this.#waitForDrain();
    return false;
  }

  flush(): void {
    if (this.#isHeadOut) return;
    this.#isHeadOut = true;
    // Not flushHeaders, which writes the head as UTF-8.
    this.#out.write(NO_BYTES);
  }

  end(): void {
    if (this.#framing === 'chunked') this.#bytesSent += '0\r\n\r\n'.length;
    this.#close();
    this.#out.end();
    // What the system did not take at once waits for the viewer as any write does.
    if (this.#out.writableLength > 0) this.#waitForDrain();
  }

  cut(): void {
    this.#close();
    if (this.#framing === 'close') this.#out.viewerConnection?.reset();
    this.#out.destroy();
  }

  onDrained(): void {
    this.#stopWaiting();
    this.exchange?.viewerDrained();
  }

  onClosed(): void {
    this.#close();
    this.exchange?.viewerLeft();
    this.#out.viewerConnection?.onAnswered(this.#isLast);
  }

  /** All is said, or there is nobody to say it to. */
  #close(): void {
    this.#isFlushed = true;
    this.#stopWaiting();
  }

  /** The viewer took what was written, or is gone. */
  #stopWaiting(): void {
    this.#timer?.cancel();
    this.#timer = null;
  }

  #framingBytes(length: number): number {
    return this.#framing === 'chunked' ? length.toString(16).length + 2 * LINE_END_BYTES : 0;
  }

  #waitForDrain(): void {
    this.#stopWaiting();
    this.#timer = this.#patience.clock.after(this.#patience.writeSeconds * 1000, () => this.cut());
  }
}

function latin1(text: Buffer | string): string {
  return typeof text === 'string' ? text : text.toString('latin1');
}
