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
export function wireRequest(
  { method, path }: Pick<WireRequest, 'method' | 'path'>,
  common: CommonHeaders,
  own: readonly string[],
): WireRequest {
  const headers = [...common.headers, ...own];
  const { lines } = common;
  if (lines === null || !isPlainTarget(method, path) || !isWellFormed(own)) return { method, path, headers };
  return { method, path, headers, text: `${method} ${path} HTTP/1.1\r\n${lines}${headerLines(own)}\r\n` };
}

/** In latin1, headers in undici's order and spelling; null: not plain, so undici's to write, or to refuse. */
export function plainText({ method, path, headers, text }: WireRequest): string | null {
  if (text !== undefined) return text;
  if (!isPlainTarget(method, path) || !isWellFormed(headers)) return null;
  return `${method} ${path} HTTP/1.1\r\n${commonLines(headers)}\r\n`;
}

function commonLines(headers: readonly string[]): string {
  return `host: ${headers[1]!}\r\nconnection: keep-alive\r\n${headerLines(headers.slice(2))}`;
}

function isPlainTarget(method: string, path: string): boolean {
  return (method === 'GET' || method === 'HEAD') && isPlainPath(path);
}

function isPlainPath(path: string): boolean {
  for (let at = 0; at < path.length; at++) {
    const code = path.charCodeAt(at);
    if (code <= 0x20 || code > 0xff) return false;
  }
  return path.startsWith('/');
}
