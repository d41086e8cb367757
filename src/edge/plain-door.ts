/**
 * Our own door, for one connection: plain requests are cut from its bytes, and answered straight to the socket. At
 * the first byte that is not plain the connection is handed over, for good.
 */
import type { Socket } from 'node:net';
import type { Clock } from '../clock.ts';
import type { AnswerBuffer } from './answer-buffer.ts';
import { PlainReader } from './plain-reader.ts';
import { PlainRequest } from './plain-request.ts';
import { type AnsweringConnection, PlainResponse } from './plain-response.ts';
import type { ViewerConnection } from './viewer-connection.ts';

export class PlainDoor implements AnsweringConnection {
  readonly socket: Socket;
  readonly isSecure: boolean;
  readonly buffer: AnswerBuffer;
  readonly clock: Clock;
  readonly writeSeconds: number;
  readonly isDraining: () => boolean;
  readonly #connection: ViewerConnection;
  readonly #reader: PlainReader;
  /** The answer under way. */
  #response: PlainResponse | null = null;
  /** Its flow is running for the first time, so it may be complete before it returns. */
  #isBeginning = false;

  constructor(connection: ViewerConnection) {
    const { edge, isSecure, buffer, sections, isDraining } = connection.reception;
    this.socket = connection.socket;
    this.isSecure = isSecure;
    this.buffer = buffer;
    this.clock = edge.clock;
    this.writeSeconds = edge.limits.viewerWriteSeconds;
    this.isDraining = isDraining;
    this.#connection = connection;
    this.#reader = new PlainReader(sections);
  }

  /** Whether the next byte begins a request. */
  get isBetweenHeads(): boolean {
    return !this.#reader.hasBegun;
  }

  /** The connection's next bytes, valid during this call alone: all that is plain and whole is taken. */
  read(chunk: Buffer): void {
    const connection = this.#connection;
    const reader = this.#reader;
    reader.add(chunk);
    let cut = reader.next();
    for (; cut === 'whole' && !connection.isDeaf; cut = reader.next()) {
      connection.onHeadRead();
      connection.take(new PlainRequest(this, connection, reader.request));
    }
    if (connection.isDeaf) return;
    if (cut === 'odd') return connection.handOver(Buffer.from(reader.takeRest()));
    if (cut !== 'partial') return;
    reader.keepRest();
    connection.waitForHead();
  }

  /** Answers a request whose turn has come. */
  answer(request: PlainRequest): void {
    const { begin } = this.#connection.reception;
    const response = new PlainResponse(this, request.isLast);
    this.#response = response;
    this.#isBeginning = true;
    begin(request, response);
    this.#isBeginning = false;
    if (response.isFlushed) this.#onAnswered(response);
  }

  /** The next turn comes when the flow of this one has run out. */
  onFlushed(): void {
    const response = this.#response;
    if (response !== null && !this.#isBeginning) process.nextTick(() => this.#onAnswered(response));
  }

  /** What has begun is no request any more. */
  forget(): void {
    this.#reader.takeRest();
  }

  /** The viewer sends no more: whoever does so before the end of an answer has left (AL-25). */
  leave(): void {
    this.#response?.leave();
  }

  /** The connection is gone. */
  close(): void {
    this.#response?.close();
    this.#response = null;
  }

  #onAnswered(response: PlainResponse): void {
    if (this.#response !== response) return;
    this.#response = null;
    if (response.isLingering) this.#connection.lingerAtEnd();
    this.#connection.onAnswered(response.isLast);
    if (response.isLast) this.#connection.endSoon();
  }
}
