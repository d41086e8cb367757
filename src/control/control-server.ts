/** A port of the control API, HTTP or HTTPS: connections, their bounds, and the writing of answers. */
import { randomUUID } from 'node:crypto';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { Duplex } from 'node:stream';
import { NEWEST_VERSION } from '../distribution/api-version.ts';
import { createServer } from '../node-http.ts';
import { closeServer, openServer } from '../service-port.ts';
import { type Answer, answerHeaders, errorAnswer } from './answer.ts';
import { ApiError } from './api-error.ts';
import { type Call, CallDesk } from './call-desk.ts';
import type { ControlOptions } from './control-options.ts';
import { MAX_CONNECTIONS, MAX_HEAD_BYTES, PATIENCE, type Patience } from './request-limits.ts';

export type { ControlCertificates, ControlOptions } from './control-options.ts';

/** How often connections are checked for requests that take too long, in parts of the time they have. */
const CHECKS_PER_PATIENCE = 10;

const HANDSHAKE_TIMEOUT = 'ERR_TLS_HANDSHAKE_TIMEOUT';

/** The latest call of a connection. */
interface Conversation {
  readonly call: Call;
  readonly response: ServerResponse;
}

export class ControlServer {
  readonly #options: ControlOptions;
  readonly #patience: Patience;
  readonly #desk: CallDesk;
  readonly #server: Server;
  readonly #conversations = new WeakMap<Duplex, Conversation>();

  constructor(options: ControlOptions) {
    this.#options = options;
    this.#patience = options.patience ?? PATIENCE;
    this.#desk = new CallDesk(options);
    const settings = serverSettings(this.#patience);
    this.#server =
      options.tls === null ? createServer(settings) : createTlsServer({ ...settings, ...options.tls });
    this.#listenFor(this.#server);
  }

  /** Answers with the port; rejects when it is taken. */
  open(): Promise<number> {
    return openServer(this.#server, this.#options, (error) => this.#options.onMistake(error, null));
  }

  /** Takes no more requests; resolves when those in flight are answered, or were cut because they take too long. */
  close(): Promise<void> {
    return closeServer(this.#server, this.#options.clock, this.#patience.closeMs);
  }

  #listenFor(server: Server): void {
    server.maxConnections = MAX_CONNECTIONS;
    server.setTimeout(this.#patience.idleMs);
    const serve = (request: IncomingMessage, response: ServerResponse) => void this.#serve(request, response);
    server.on('request', serve);
    server.on('checkExpectation', serve);
    server.on('clientError', (error, socket) => {
      // What is written before the end of a handshake waits for it.
      if ('code' in error && error.code === HANDSHAKE_TIMEOUT) socket.destroy();
      else this.#refuse(socket);
    });
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const call = this.#desk.open(request, randomUUID());
    this.#conversations.set(request.socket, { call, response });
    try {
      this.#send({ call, response }, await this.#desk.answer(call));
    } catch (mistake) {
      this.#options.onMistake(mistake, call.requestId);
      request.socket.destroy();
    }
  }

  #send({ call, response }: Conversation, answer: Answer): void {
    response.writeHead(answer.status, this.#headers(answer, call.requestId));
    // All at once: head and body then leave in one write, which one client needs (CA-30).
    response.end(answer.body);
    // What is left of a body that nobody reads would block the connection, or reset it under the answer.
    call.request.resume();
  }

  /** Answers bytes that are no request, or too slow to become one (CA-236); then the connection ends. */
  #refuse(socket: Duplex): void {
    const last = this.#conversations.get(socket);
    // Amid an answer, or before the turn of this one, anything written would be taken for something else.
    const isOurTurn = last === undefined || last.response.headersSent === last.call.request.complete;
    if (!isOurTurn || !socket.writable) {
      socket.destroy();
      return;
    }
    const requestId = last?.response.headersSent === false ? last.call.requestId : randomUUID();
    const error = new ApiError('InvalidHTTPRequest', 'The request is not HTTP, or never came whole.');
    const answer = errorAnswer(error, last?.call.version ?? NEWEST_VERSION, requestId);
    socket.end(rawAnswer(answer, this.#headers(answer, requestId)), () => socket.destroy());
  }

  #headers(answer: Answer, requestId: string): string[] {
    return answerHeaders(answer, requestId, this.#options.clock.realNow());
  }
}

function serverSettings({ requestMs, idleMs }: Patience) {
  return {
    maxHeaderSize: MAX_HEAD_BYTES,
    headersTimeout: requestMs,
    requestTimeout: requestMs,
    handshakeTimeout: requestMs,
    keepAliveTimeout: idleMs,
    connectionsCheckingInterval: Math.ceil(requestMs / CHECKS_PER_PATIENCE),
    // Ours to answer, with a document.
    requireHostHeader: false,
    noDelay: true,
  };
}

function rawAnswer({ body }: Answer, headers: readonly string[]): string {
  const lines = ['HTTP/1.1 400 Bad Request'];
  for (let at = 0; at < headers.length; at += 2) lines.push(`${headers[at]}: ${headers[at + 1]}`);
  return `${lines.join('\r\n')}\r\nConnection: close\r\n\r\n${body}`;
}
