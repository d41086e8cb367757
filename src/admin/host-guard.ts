/**
 * Which names the operator's window answers to. A browser sends the name of the page's own site, so a
 * hostile name that was made to resolve to this machine is told apart from the operator by its Host.
 */
import { parseHost } from '../http/host.ts';
import { isLoopback } from '../http/loopback.ts';

/** The name or address in a Host header, without port; null when it cannot be read. */
export function hostNameOf(header: string | undefined): string | null {
  return header === undefined ? null : (parseHost(header)?.name ?? null);
}

/** Whether a Host header names this machine or one of the configured names. */
export function isExpectedHost(header: string | undefined, hosts: readonly string[]): boolean {
  const name = hostNameOf(header);
  return name !== null && (isLoopback(name) || hosts.some((one) => one.toLowerCase() === name));
}
