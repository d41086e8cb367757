/**
 * undici's errors, and Node's beneath them, sorted into the reasons CloudFront distinguishes. undici's are told by
 * their names, so that nothing is loaded to tell that an error is not one of them.
 */
import type { OriginFaultKind } from '../policy/origin-fault.ts';
import { DialError } from './dial-error.ts';

/** Why no connection came about: the origin's doing, or this machine's, which is nothing to remember of it. */
export function faultOfConnect(error: NodeJS.ErrnoException): OriginFaultKind {
  if (isShortage(error)) return 'busy';
  return error.code === 'ETIMEDOUT' ? 'connect-timeout' : 'refused';
}

/** Whether this machine has no descriptors, ports or memory left, as in a flood of viewers. */
export function isShortage(error: NodeJS.ErrnoException): boolean {
  return SHORTAGES.has(error.code ?? '');
}

/** Why a response failed before its head was complete. */
export function faultBeforeHead(error: NodeJS.ErrnoException): OriginFaultKind {
  if (error instanceof DialError) return error.kind;
  if (error.name === 'HeadersOverflowError') return 'header-too-big';
  if (isEarlyEnd(error)) return 'closed';
  if (isNotHttp(error)) return 'invalid-response';
  // In TLS 1.3 an origin that insists on a client certificate says so only after the handshake (OR-10).
  const code = error.code ?? '';
  return code.startsWith('ERR_SSL') || code.startsWith('ERR_TLS') ? 'tls' : 'closed';
}

/** Why a body ended early: its coding was broken, or it simply stopped. */
export function faultWithinBody(error: Error): OriginFaultKind {
  return isParserError(error) && !isEarlyEnd(error) ? 'invalid-response' : 'truncated';
}

const SHORTAGES: ReadonlySet<string> = new Set([
  'EADDRNOTAVAIL', // every local port is taken
  'EMFILE',
  'ENFILE',
  'ENOBUFS',
  'ENOMEM',
]);

/** undici answers a response it did not ask for, or a switch of protocols, with a socket error. */
function isNotHttp(error: Error): boolean {
  if (error.name === 'SocketError') return /^bad (response|upgrade)$/.test(error.message);
  return isParserError(error) || error.name === 'ResponseContentLengthMismatchError';
}

function isEarlyEnd(error: Error): boolean {
  return isParserError(error) && error.message.includes('EOF');
}

function isParserError(error: Error): boolean {
  return error.name === 'HTTPParserError';
}
