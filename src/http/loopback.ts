/** Addresses and names that never leave this machine. */
import { compileCidr } from './ip-address.ts';

const isLoopbackIpv4 = compileCidr('127.0.0.0/8')!;
const isLoopbackIpv6 = compileCidr('::1/128')!;

/** Of an address or name without a port; an IPv6 address may be bracketed, or carry an IPv4 one. */
export function isLoopback(host: string): boolean {
  const bare = host.startsWith('[') ? host.slice(1, -1) : host;
  return bare === 'localhost' || isLoopbackIpv4(bare) || isLoopbackIpv6(bare);
}
