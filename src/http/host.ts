/**
 * The Host header (RFC 9110 §7.2) as a name that can be looked up and a port that is not used to choose a
 * distribution (VR-1). Names compare without regard to case (VR-4), so they are lower-cased here. Only
 * what DNS could resolve is accepted: letters, digits, hyphens and underscores in labels of 63.
 */
import { isIpv6 } from './ip-address.ts';

export interface HostName {
  /** Lower case, without a trailing dot; an IPv6 address keeps its brackets. */
  readonly name: string;
  /** Null when none, or an empty one, was given. */
  readonly port: number | null;
}

/** Reads a Host value or a URL's authority; null if it is neither name nor address, or carries user info. */
export function parseHost(header: string): HostName | null {
  const end = endOfName(header);
  const port = end === header.length ? null : parsePort(header, end);
  if (port === undefined) return null;
  const written = header.slice(0, end);
  if (written.startsWith('[')) {
    return isIpv6(written.slice(1, -1)) ? { name: written.toLowerCase(), port } : null;
  }
  const name = written.endsWith('.') ? written.slice(0, -1) : written;
  return isDomainName(name) ? { name: name.toLowerCase(), port } : null;
}

const LONGEST_NAME = 253;
const LONGEST_LABEL = 63;

function endOfName(header: string): number {
  if (header.startsWith('[')) return header.indexOf(']') + 1;
  const colon = header.indexOf(':');
  return colon < 0 ? header.length : colon;
}

/** Null for an empty port, undefined for a bad one. */
function parsePort(header: string, colon: number): number | null | undefined {
  if (header.charCodeAt(colon) !== 0x3a || header.length > colon + 6) return undefined;
  let port = 0;
  for (let i = colon + 1; i < header.length; i++) {
    const digit = header.charCodeAt(i) - 0x30;
    if (digit < 0 || digit > 9) return undefined;
    port = port * 10 + digit;
  }
  if (header.length === colon + 1) return null;
  return port >= 1 && port <= 0xffff ? port : undefined;
}

function isDomainName(name: string): boolean {
  if (name.length > LONGEST_NAME) return false;
  let labelLength = 0;
  for (let i = 0; i < name.length; i++) {
    const code = name.charCodeAt(i);
    if (code === 0x2e && labelLength > 0) labelLength = 0;
    else if (!isLabelCharacter(code) || ++labelLength > LONGEST_LABEL) return false;
  }
  return labelLength > 0;
}

function isLabelCharacter(code: number): boolean {
  const lower = code | 0x20;
  return (lower >= 0x61 && lower <= 0x7a) || (code >= 0x30 && code <= 0x39) || code === 0x2d || code === 0x5f;
}
