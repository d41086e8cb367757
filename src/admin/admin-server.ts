/**
 * The operator's window: a small HTTP server on loopback, or behind a token. Whoever gets in may do everything,
 * so it keeps out those who can reach it without being here: pages in the operator's browser (access.ts).
 */
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { isLoopback } from '../http/loopback.ts';
import { createServer } from '../node-http.ts';
import { closeServer, openServer } from '../service-port.ts';
import { Access } from './access.ts';
import type { AdminOptions } from './admin-options.ts';
import { AdminRefusal, type Answer, json, refused } from './answer.ts';
import { CLOSE_GRACE_MS, MAX_CONNECTIONS, REQUEST_TIMEOUT_MS } from './limits.ts';
import { LiveFeed } from './live-feed.ts';
import { checkContentType, readJson } from './request-body.ts';
import { ROUTES, type Route } from './routes.ts';

export type { AdminEdge } from './admin-edge.ts';
export type { AdminOptions, PathInvalidation } from './admin-options.ts';

export class AdminServer {
  readonly #options: AdminOptions;
  readonly #access: Access;
  readonly #feed: LiveFeed;
  readonly #server: Server;

  constructor(options: AdminOptions) {
    this.#options = options;
    this.#access = new Access(options);
    this.#feed = new LiveFeed(options);
    const patience = {
      requestTimeout: REQUEST_TIMEOUT_MS,
      headersTimeout: REQUEST_TIMEOUT_MS,
      connectionsCheckingInterval: REQUEST_TIMEOUT_MS,
    };
    this.#server = createServer(patience, (request, response) => void this.#serve(request, response));
    this.#server.maxConnections = MAX_CONNECTIONS;
  }

  /** Answers with the port. Rejects when the port is taken, or the host is open to others and there is no token. */
  open(): Promise<number> {
    const { host, token } = this.#options;
    if (!isLoopback(host) && token === null) {
      const reason = `the operator's window opens on loopback only, not on ${host}, without a token`;
      return Promise.reject(new Error(reason));
    }
    return openServer(this.#server, this.#options, (error) => this.#report(error, 'a connection'));
  }

  /** Takes no more requests; resolves when those in flight are answered, or were cut because they take too long. */
  close(): Promise<void> {
    this.#feed.close();
    return closeServer(this.#server, this.#options.clock, CLOSE_GRACE_MS);
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const answer = await this.#answer(request).catch((error: unknown) => this.#answerTo(error, request));
    try {
      send(response, answer);
    } catch (error) {
      // What has begun cannot be taken back.
      this.#report(error, asked(request));
      response.destroy();
    }
  }

  #answerTo(error: unknown, request: IncomingMessage): Answer {
    if (error instanceof AdminRefusal) return refused(error);
    this.#report(error, asked(request));
    return json({ error: `edgefront made a mistake: ${String(error)}` }, 500);
  }

  #report(error: unknown, request: string): void {
    this.#options.onMistake(error, { step: 'admin', request });
  }

  async #answer(request: IncomingMessage): Promise<Answer> {
    const [path = '', text = ''] = (request.url ?? '').split('?', 2);
    const query = new URLSearchParams(text);
    const entry = this.#access.check(request, { path, query });
    if (entry !== null) return entry;
    const route = findRoute(request.method ?? '', path);
    const body = route.method === 'GET' ? undefined : await bodyOf(request, route);
    return route.answer(this.#options, { path, query, body, feed: this.#feed });
  }
}

/** Throws a 404 or 405; HEAD is answered as GET, without its body. */
function findRoute(method: string, path: string): Route {
  const ofPath = ROUTES.filter((route) => route.path === path);
  const route = ofPath.find((one) => one.method === (method === 'HEAD' ? 'GET' : method));
  if (route !== undefined) return route;
  if (ofPath.length === 0) {
    const known = ROUTES.map((one) => `${one.method} ${one.path}`).join(', ');
    throw new AdminRefusal(404, 'there is no such path', known);
  }
  const allow = ofPath.map((one) => one.method).join(', ');
  throw new AdminRefusal(405, `${path} is not for ${method}`, `${allow} ${path}`, allow);
}

function bodyOf(request: IncomingMessage, route: Route): Promise<unknown> {
  const expected = `POST ${route.path} ${route.expected}`;
  checkContentType(request, expected);
  return readJson(request, expected);
}

/** Without its query, which may hold the token. */
function asked({ method = '', url = '' }: IncomingMessage): string {
  return `${method} ${url.split('?', 1)[0]}`;
}

function send(response: ServerResponse, answer: Answer): void {
  const { body, follow } = answer;
  response.writeHead(answer.status, {
    'Content-Type': answer.contentType,
    ...(follow === undefined ? { 'Content-Length': Buffer.byteLength(body) } : {}),
    'Cache-Control': 'no-store',
    'Content-Security-Policy': POLICY,
    'Cross-Origin-Opener-Policy': 'same-origin',
    'Cross-Origin-Resource-Policy': 'same-origin',
    'Referrer-Policy': 'no-referrer',
    'X-Content-Type-Options': 'nosniff',
    'X-Frame-Options': 'DENY',
    Connection: 'close',
    ...(answer.allow === undefined ? {} : { Allow: answer.allow }),
    ...answer.headers,
  });
  if (follow === undefined || response.req.method === 'HEAD') return void response.end(body);
  response.write(body);
  follow(response);
}

/** The page loads what this window serves and nothing else, runs no text as code, and is nobody's frame. */
const POLICY = [
  "default-src 'none'",
  ...['script-src', 'style-src', 'connect-src', 'img-src'].map((kind) => `${kind} 'self'`),
  ...['base-uri', 'form-action', 'frame-ancestors'].map((kind) => `${kind} 'none'`),
].join('; ');
