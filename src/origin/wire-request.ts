/** A request as it goes over a connection to an origin. Never a body, so never framing. */
import { headerLines, isWellFormed } from '../http/header-list.ts';

export interface WireRequest {
  readonly method: string;
  readonly path: string;
  /** Host first; without Connection and without framing headers: those are the connection's own. */
  readonly headers: string[];
  /** As it is written, where it is known to be plain. */
  readonly text?: string;
}

export type RequestLine = Pick<WireRequest, 'method' | 'path'>;

/** Headers that many requests have in common, Host first. */
export interface CommonHeaders {
  readonly headers: readonly string[];
  /** Their lines as they are written; null: not plain. */
  readonly lines: string | null;
}

export function commonHeaders(headers: readonly string[]): CommonHeaders {
  return { headers, lines: isWellFormed(headers) ? commonLines(headers) : null };
}

/** The request with common headers and others behind them. */
export function wireRequest(line: RequestLine, common: CommonHeaders, own: readonly string[]): WireRequest {
  const isPlain = common.lines !== null && isPlainTarget(line) && isWellFormed(own);
  return isPlain ? new PlainRequest(line, common, own) : { ...line, headers: [...common.headers, ...own] };
}

/** Its headers are listed for those who ask, whom it seldom meets: lists were 7 % of what a small miss allocates. */
class PlainRequest implements WireRequest {
  readonly method: string;
  readonly path: string;
  readonly text: string;
  readonly #common: CommonHeaders;
  readonly #own: readonly string[];

  constructor({ method, path }: RequestLine, common: CommonHeaders, own: readonly string[]) {
    this.method = method;
    this.path = path;
    this.text = `${method} ${path} HTTP/1.1\r\n${common.lines}${headerLines(own)}\r\n`;
    this.#common = common;
    this.#own = own;
  }

  get headers(): string[] {
    return [...this.#common.headers, ...this.#own];
  }
}

/** In latin1, headers in undici's order and spelling; null: not plain, so undici's to write, or to refuse. */
export function plainText(request: WireRequest): string | null {
  if (request.text !== undefined) return request.text;
  const { method, path, headers } = request;
  if (!isPlainTarget(request) || !isWellFormed(headers)) return null;
  return `${method} ${path} HTTP/1.1\r\n${commonLines(headers)}\r\n`;
}

function commonLines(headers: readonly string[]): string {
  return `host: ${headers[1]!}\r\nconnection: keep-alive\r\n${headerLines(headers.slice(2))}`;
}

function isPlainTarget({ method, path }: RequestLine): boolean {
  return (method === 'GET' || method === 'HEAD') && isPlainPath(path);
}

function isPlainPath(path: string): boolean {
  for (let at = 0; at < path.length; at++) {
    const code = path.charCodeAt(at);
    if (code <= 0x20 || code > 0xff) return false;
  }
  return path.startsWith('/');
}
