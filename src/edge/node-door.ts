/**
 * node:http's door: for connections that our own has given up, and the authority on what their bytes mean. It has
 * no port; what node:http would answer on its own (or not at all) gets CloudFront's answer instead.
 */
import type { IncomingMessage, Server } from 'node:http';
import { parseRequestTarget } from '../http/request-target.ts';
import { createServer } from '../node-http.ts';
import { HeaderSection } from '../policy/header-section.ts';
import { REFUSALS, type Refusal } from '../policy/refusal.ts';
import type { EdgeLocation } from './edge-location.ts';
import type { HandedConnection } from './handed-connection.ts';
import { HttpResponse, HttpViewerResponse, type WritePatience } from './http-response.ts';
import type { EdgeLimits } from './limits.ts';
import type { ViewerRequest } from './viewer.ts';
import type { Turn, ViewerConnection } from './viewer-connection.ts';

/** Starts the exchange of a request whose turn has come. */
export type BeginFromNode = (request: ViewerRequest, response: HttpViewerResponse) => void;

/** Node stops reading a head here, somewhat beyond our own limit, which answers more exactly. */
const HEAD_SLACK_BYTES = 4096;

export class NodeDoor {
  readonly #server: Server;
  readonly #patience: WritePatience;
  readonly #begin: BeginFromNode;

  constructor(edge: EdgeLocation, patience: WritePatience, begin: BeginFromNode) {
    this.#patience = patience;
    this.#begin = begin;
    this.#server = createServer({ ServerResponse: HttpResponse, ...nodeHttpOptions(edge.limits) });
    const take = (request: IncomingMessage, out: HttpResponse) => this.#take(request, out);
    // Expect is never forwarded (OR-22): whoever sends it gets the answer without being asked for more.
    for (const event of ['request', 'checkContinue', 'checkExpectation']) this.#server.on(event, take);
    this.#server.on('clientError', (error: NodeJS.ErrnoException, handed) =>
      onUnreadable(error, handed as unknown as HandedConnection),
    );
  }

  enter(handed: HandedConnection): void {
    this.#server.emit('connection', handed);
    // Behind node:http's own listener.
    handed.on('data', () => handed.onPieceRead());
    // Before it: it ends a connection that has nothing to say any more.
    handed.prependListener('end', () => handed.onEndRead());
  }

  #take(request: IncomingMessage, out: HttpResponse): void {
    const handed = request.socket as unknown as HandedConnection;
    const { connection } = handed;
    out.viewerConnection = connection;
    handed.takeTurn(new NodeTurn(this.#begin, readRequest(request, connection), this.#respond(out)));
  }

  #respond(out: HttpResponse): HttpViewerResponse {
    return new HttpViewerResponse(out, this.#patience);
  }
}

class NodeTurn implements Turn {
  readonly #begin: BeginFromNode;
  readonly #request: ViewerRequest;
  readonly #response: HttpViewerResponse;

  constructor(begin: BeginFromNode, request: ViewerRequest, response: HttpViewerResponse) {
    this.#begin = begin;
    this.#request = request;
    this.#response = response;
  }

  begin(): void {
    this.#begin(this.#request, this.#response);
  }
}

function readRequest(request: IncomingMessage, connection: ViewerConnection): ViewerRequest {
  const {
    clientAddress,
    reception: { isSecure },
  } = connection;
  const section = new HeaderSection(request.rawHeaders);
  const { method = '', url: target = '', httpVersion } = request;
  const parsedTarget = parseRequestTarget(target);
  return { method, target, parsedTarget, section, httpVersion, isSecure, clientAddress };
}

/** How node:http reads. */
export function nodeHttpOptions(limits: Pick<EdgeLimits, 'requestHeaderBytes'>) {
  return {
    maxHeaderSize: limits.requestHeaderBytes + HEAD_SLACK_BYTES,
    // All by the connection itself.
    headersTimeout: 0,
    requestTimeout: 0,
    keepAliveTimeout: 0,
    // Ours to answer, with a page (ER-24).
    requireHostHeader: false,
    joinDuplicateHeaders: false,
  };
}

function onUnreadable(error: NodeJS.ErrnoException, handed: HandedConnection): void {
  if (isSyntaxError(error)) handed.connection.refuse(refusalOf(error.code));
  else handed.destroy();
}

/** The parser's complaints; anything else is the connection's own, which is gone then. */
function isSyntaxError(error: NodeJS.ErrnoException): boolean {
  return error.code?.startsWith('HPE_') === true;
}

function refusalOf(code: string | undefined): Refusal {
  switch (code) {
    case 'HPE_HEADER_OVERFLOW':
      return REFUSALS.tooLarge;
    case 'HPE_INVALID_METHOD':
      return REFUSALS.unknownMethod;
    default:
      return REFUSALS.badRequest;
  }
}
