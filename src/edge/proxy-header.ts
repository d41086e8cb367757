/**
 * The PROXY protocol's header, versions 1 and 2 (haproxy.org, proxy-protocol.txt): what a balancer in
 * front writes ahead of a connection's own bytes to tell whose connection it is.
 */
import { isIP } from 'node:net';

export type ProxyHeader =
  /** Not all of it has arrived. */
  | { readonly kind: 'partial' }
  | { readonly kind: 'bad' }
  /** `address` null: the balancer speaks for itself. `sizeBytes`: where the connection's own bytes begin. */
  | { readonly kind: 'whole'; readonly address: string | null; readonly sizeBytes: number };

const PARTIAL: ProxyHeader = { kind: 'partial' };
const BAD: ProxyHeader = { kind: 'bad' };

const SIGNATURE_2 = Buffer.from('\r\n\r\n\0\r\nQUIT\n', 'latin1');
const FIXED_2_BYTES = 16;
const LONGEST_1_BYTES = 107;
/** Room for addresses and the extensions balancers add. */
const LONGEST_2_BYTES = 4096;
/** Reads the header at the beginning of what has arrived so far. */
export function parseProxyHeader(bytes: Buffer): ProxyHeader {
  const compared = Math.min(bytes.length, SIGNATURE_2.length);
  if (bytes.compare(SIGNATURE_2, 0, compared, 0, compared) === 0) {
    return bytes.length < FIXED_2_BYTES ? PARTIAL : parseVersion2(bytes);
  }
  return parseVersion1(bytes);
}

function parseVersion1(bytes: Buffer): ProxyHeader {
  const end = bytes.subarray(0, LONGEST_1_BYTES).indexOf('\r\n');
  if (end === -1) return bytes.length >= LONGEST_1_BYTES || !startsLine(bytes) ? BAD : PARTIAL;
  const [word, family, source, destination, ...ports] = bytes.toString('latin1', 0, end).split(' ');
  const sizeBytes = end + 2;
  if (word !== 'PROXY') return BAD;
  if (family === 'UNKNOWN') return { kind: 'whole', address: null, sizeBytes };
  const version = family === 'TCP4' ? 4 : 6;
  if (version === 6 && family !== 'TCP6') return BAD;
  if (isIP(source ?? '') !== version || isIP(destination ?? '') !== version) return BAD;
  if (ports.length !== 2 || !ports.every(isPort)) return BAD;
  return { kind: 'whole', address: source!, sizeBytes };
}

function isPort(text: string): boolean {
  return /^[0-9]{1,5}$/.test(text) && Number(text) <= 0xffff;
}

function startsLine(bytes: Buffer): boolean {
  const start = bytes.toString('latin1', 0, Math.min(6, bytes.length));
  return 'PROXY '.startsWith(start);
}

const VERSION_2_PROXY = 0x21;
const VERSION_2_LOCAL = 0x20;
const FAMILY_IPV4 = 1;
const FAMILY_IPV6 = 2;

function parseVersion2(bytes: Buffer): ProxyHeader {
  const command = bytes[12]!;
  const sizeBytes = FIXED_2_BYTES + bytes.readUInt16BE(14);
  if ((command !== VERSION_2_PROXY && command !== VERSION_2_LOCAL) || sizeBytes > LONGEST_2_BYTES) return BAD;
  if (bytes.length < sizeBytes) return PARTIAL;
  if (command === VERSION_2_LOCAL) return { kind: 'whole', address: null, sizeBytes };
  return addressOf(bytes.subarray(FIXED_2_BYTES, sizeBytes), bytes[13]! >> 4, sizeBytes);
}

function addressOf(block: Buffer, family: number, sizeBytes: number): ProxyHeader {
  if (family === FAMILY_IPV4) {
    if (block.length < 12) return BAD;
    return { kind: 'whole', address: block.subarray(0, 4).join('.'), sizeBytes };
  }
  if (family === FAMILY_IPV6) {
    if (block.length < 36) return BAD;
    const groups = Array.from({ length: 8 }, (_, at) => block.readUInt16BE(at * 2).toString(16));
    return { kind: 'whole', address: groups.join(':'), sizeBytes };
  }
  return { kind: 'whole', address: null, sizeBytes };
}
