/** A request as it goes over a connection to an origin. Never a body, so never framing. */
import { isFieldValue, isToken } from '../http/header-list.ts';

export interface WireRequest {
  readonly method: string;
  readonly path: string;
  /** Host first; without Connection and without framing headers: those are the connection's own. */
  readonly headers: string[];
}

/** Whether its text holds nothing but what it says; any other is undici's to write, or to refuse. */
export function isPlainRequest({ method, path, headers }: WireRequest): boolean {
  if ((method !== 'GET' && method !== 'HEAD') || !isPlainPath(path)) return false;
  for (let i = 0; i < headers.length; i += 2) {
    if (!isToken(headers[i]!) || !isFieldValue(headers[i + 1]!)) return false;
  }
  return true;
}

/** The request in latin1, headers in undici's order and spelling. */
export function requestText({ method, path, headers }: WireRequest): string {
  let text = `${method} ${path} HTTP/1.1\r\nhost: ${headers[1]!}\r\nconnection: keep-alive\r\n`;
  for (let i = 2; i < headers.length; i += 2) text += `${headers[i]!}: ${headers[i + 1]!}\r\n`;
  return `${text}\r\n`;
}

function isPlainPath(path: string): boolean {
  for (let at = 0; at < path.length; at++) {
    const code = path.charCodeAt(at);
    if (code <= 0x20 || code > 0xff) return false;
  }
  return path.startsWith('/');
}
