/**
 * The operator's window: a small HTTP server on loopback. Whoever reaches it may do everything, so it
 * keeps out those who can reach it without being here: pages in the operator's browser. They cannot read,
 * since no answer allows another origin and the Host must be one of ours; they cannot change anything,
 * since that takes a Content-Type that browsers do not send for strangers.
 */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { AdminOptions } from './admin-options.ts';
import { AdminRefusal, type Answer, json, refused } from './answer.ts';
import { isExpectedHost, isLoopback } from './host-guard.ts';
import { CLOSE_GRACE_MS, MAX_CONNECTIONS, REQUEST_TIMEOUT_MS } from './limits.ts';
import { checkContentType, readJson } from './request-body.ts';
import { ROUTES, type Route } from './routes.ts';

export type { AdminEdge } from './admin-edge.ts';
export type { AdminOptions, PathInvalidation } from './admin-options.ts';

export class AdminServer {
  readonly #options: AdminOptions;
  readonly #server: Server;

  constructor(options: AdminOptions) {
    this.#options = options;
    const patience = {
      requestTimeout: REQUEST_TIMEOUT_MS,
      headersTimeout: REQUEST_TIMEOUT_MS,
      connectionsCheckingInterval: REQUEST_TIMEOUT_MS,
    };
    this.#server = createServer(patience, (request, response) => void this.#serve(request, response));
    this.#server.maxConnections = MAX_CONNECTIONS;
  }

  /** Answers with the port. Rejects when the port is taken, or the host is not this machine alone. */
  open(): Promise<number> {
    const { host, port } = this.#options;
    if (!isLoopback(host)) {
      return Promise.reject(new Error(`the operator's window opens on loopback only, not on ${host}`));
    }
    const { promise, resolve, reject } = Promise.withResolvers<number>();
    this.#server.once('error', reject);
    this.#server.listen({ host, port }, () => {
      this.#server.off('error', reject);
      resolve((this.#server.address() as AddressInfo).port);
    });
    return promise;
  }

  /** Takes no more requests; resolves when those in flight are answered, or were cut because they take too long. */
  close(): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    const cut = this.#options.clock.after(CLOSE_GRACE_MS, () => this.#server.closeAllConnections());
    this.#server.close(() => {
      cut.cancel();
      resolve();
    });
    return promise;
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    try {
      send(response, await this.#answer(request));
    } catch (error) {
      send(response, error instanceof AdminRefusal ? refused(error) : mistake(error));
    }
  }

  async #answer(request: IncomingMessage): Promise<Answer> {
    if (!isExpectedHost(request.headers.host, this.#options.hosts)) {
      const expected = 'a loopback name or address, or a name of trust.adminHosts';
      throw new AdminRefusal(403, 'the Host is not one this window answers to', expected);
    }
    const [path = '', query = ''] = (request.url ?? '').split('?', 2);
    const route = findRoute(request.method ?? '', path);
    const body = route.method === 'GET' ? undefined : await bodyOf(request, route);
    return route.answer(this.#options, { query: new URLSearchParams(query), body });
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

function mistake(error: unknown): Answer {
  return json({ error: `edgefront made a mistake: ${String(error)}` }, 500);
}

function send(response: ServerResponse, answer: Answer): void {
  response.writeHead(answer.status, {
    'Content-Type': answer.contentType,
    'Content-Length': Buffer.byteLength(answer.body),
    'Cache-Control': 'no-store',
    'X-Content-Type-Options': 'nosniff',
    'Cross-Origin-Resource-Policy': 'same-origin',
    Connection: 'close',
    ...(answer.allow === undefined ? {} : { Allow: answer.allow }),
  });
  response.end(answer.body);
}
