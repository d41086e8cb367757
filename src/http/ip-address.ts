/**
 * IP addresses as 16-bit groups: two for IPv4, eight for IPv6, so the number of groups tells the family
 * and one comparison serves both. An IPv4 address written as `::ffff:a.b.c.d`, as dual-stack sockets
 * report it, is IPv4 here (D-13). Leading zeros in IPv4 are refused: some readers take them as octal.
 */

/** Whether an address lies in the range; false for text that is no address. */
export type AddressTest = (address: string) => boolean;

/** Compiles `address/bits` (SU-18, and IPv6 by D-13); null if malformed. Bits beyond the prefix are ignored. */
export function compileCidr(text: string): AddressTest | null {
  const slash = text.indexOf('/');
  if (slash < 0) return null;
  const written = parseIpv4(text.slice(0, slash)) ?? parseIpv6(text.slice(0, slash));
  const bits = parsePrefix(text.slice(slash + 1));
  if (written === null || bits === null || bits > written.length * 16) return null;
  const isMapped = isMappedIpv4(written) && bits >= 96;
  const range = isMapped ? written.slice(6) : written;
  const rangeBits = isMapped ? bits - 96 : bits;
  return (address) => {
    const groups = parseAddress(address);
    return groups !== null && groups.length === range.length && sharesPrefix(groups, range, rangeBits);
  };
}

/** `::ffff:192.0.2.1` as `192.0.2.1`; anything else as it is. */
export function plainAddress(address: string): string {
  if (address.indexOf(':') < 0) return address;
  const groups = parseAddress(address);
  if (groups?.length !== 2) return address;
  const [high = 0, low = 0] = groups;
  return `${high >> 8}.${high & 0xff}.${low >> 8}.${low & 0xff}`;
}

/** Whether the text, without brackets and zone, is an IPv6 address (RFC 4291 §2.2). */
export function isIpv6(text: string): boolean {
  return parseIpv6(text) !== null;
}

type Groups = readonly number[];

function parseAddress(text: string): Groups | null {
  if (text.indexOf(':') < 0) return parseIpv4(text);
  const zone = text.indexOf('%');
  const groups = parseIpv6(zone < 0 ? text : text.slice(0, zone));
  return groups !== null && isMappedIpv4(groups) ? groups.slice(6) : groups;
}

function parseIpv4(text: string): Groups | null {
  const match = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/.exec(text);
  if (match === null) return null;
  const bytes: number[] = [];
  for (const digits of match.slice(1)) {
    const byte = Number(digits);
    if (byte > 255 || String(byte) !== digits) return null;
    bytes.push(byte);
  }
  return [(bytes[0]! << 8) | bytes[1]!, (bytes[2]! << 8) | bytes[3]!];
}

/** At most one `::`, which stands for one zero group or more. */
function parseIpv6(text: string): Groups | null {
  if (text.length > 45) return null;
  const gap = text.indexOf('::');
  if (gap < 0) {
    const groups = parseGroups(text);
    return groups?.length === 8 ? groups : null;
  }
  const head = gap === 0 ? [] : parseGroups(text.slice(0, gap));
  const tail = gap + 2 === text.length ? [] : parseGroups(text.slice(gap + 2));
  if (head === null || tail === null || head.length + tail.length > 7) return null;
  if (text.slice(0, gap).includes('.')) return null;
  return [...head, ...new Array<number>(8 - head.length - tail.length).fill(0), ...tail];
}

function parseGroups(text: string): number[] | null {
  const groups: number[] = [];
  const words = text.split(':');
  for (const [index, word] of words.entries()) {
    const ipv4 = index === words.length - 1 && word.includes('.') ? parseIpv4(word) : null;
    if (ipv4 !== null) groups.push(...ipv4);
    else if (/^[0-9a-fA-F]{1,4}$/.test(word)) groups.push(Number.parseInt(word, 16));
    else return null;
  }
  return groups;
}

function parsePrefix(text: string): number | null {
  return /^(0|[1-9]\d{0,2})$/.test(text) ? Number(text) : null;
}

function isMappedIpv4(groups: Groups): boolean {
  return groups.length === 8 && groups[5] === 0xffff && groups.slice(0, 5).every((group) => group === 0);
}

function sharesPrefix(a: Groups, b: Groups, bits: number): boolean {
  for (let i = 0; i * 16 < bits; i++) {
    const differing = a[i]! ^ b[i]!;
    if (differing >> Math.max(0, 16 - (bits - i * 16)) !== 0) return false;
  }
  return true;
}
