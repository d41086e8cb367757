/**
 * Which names the operator's window answers to. A browser sends the name of the page's own site, so a
 * hostile name that was made to resolve to this machine is told apart from the operator by its Host.
 */

import { parseHost } from '../http/host.ts';
import { compileCidr } from '../http/ip-address.ts';

const isLoopbackIpv4 = compileCidr('127.0.0.0/8')!;
const isLoopbackIpv6 = compileCidr('::1/128')!;

/** Whether the address or name, without port, never leaves this machine. */
export function isLoopback(host: string): boolean {
  const bare = host.startsWith('[') ? host.slice(1, -1) : host;
  return bare === 'localhost' || isLoopbackIpv4(bare) || isLoopbackIpv6(bare);
}

/** Whether a Host header names this machine or one of the configured names. */
export function isExpectedHost(header: string | undefined, hosts: readonly string[]): boolean {
  const host = header === undefined ? null : parseHost(header);
  if (host === null) return false;
  return isLoopback(host.name) || hosts.some((name) => name.toLowerCase() === host.name);
}
