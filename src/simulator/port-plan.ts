/** The ports that viewers come to, as they are planned. */
import type { Settings } from '../config/settings.ts';
import { type Address, addressOf } from './address.ts';
import type { HandedSockets } from './handed-sockets.ts';

/** Which ports there are, and how they are listened on: plain data. */
export interface PortPlan {
  readonly host: string;
  readonly ports: readonly Port[];
  readonly viewerChoosesEdge: boolean;
  /** A balancer in front tells the viewer's address in a PROXY header. */
  readonly proxyProtocol: boolean;
}

export interface Port {
  readonly role: 'http' | 'https';
  /** 0: any free one. */
  readonly number: number;
  /** The edge location whose own it is; null: shared. */
  readonly pop: string | null;
  /** Descriptor of a socket that was handed over, for one listener alone; null: it opens one. */
  readonly socket: number | null;
}

export function portPlan({ listen, edges, trust }: Settings): PortPlan {
  const all = [{ ...listen, pop: null }, ...edges];
  const ports = all.flatMap(({ http, https, pop }) => [
    { role: 'http' as const, number: http, pop, socket: null },
    { role: 'https' as const, number: https, pop, socket: null },
  ]);
  return {
    host: listen.host,
    ports: ports.flatMap(({ number, ...port }) => (number === null ? [] : [{ ...port, number }])),
    viewerChoosesEdge: trust.viewerChoosesEdge,
    proxyProtocol: trust.proxyProtocol,
  };
}

/** The same plan for one listener a port, which closes what it is given. */
export function withSockets(plan: PortPlan, sockets: HandedSockets | null): PortPlan {
  if (sockets === null) return plan;
  return { ...plan, ports: plan.ports.map((port) => ({ ...port, socket: sockets.for(port.number) })) };
}

/** Where a plan's ports are, once their numbers are known. */
export function addressesOf({ host, ports }: PortPlan): Address[] {
  return ports.map(({ role, pop, number: port }) => addressOf({ role, pop, host, port }));
}
