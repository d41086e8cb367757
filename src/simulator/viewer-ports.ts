/** The ports that viewers come to: those all edge locations share, and those of one alone. */
import type { Settings } from '../config/settings.ts';
import { ConnectionTally } from '../edge/connection-tally.ts';
import { type EdgeChoice, sharedPortPicker } from '../edge/edge-choice.ts';
import { type Certificates, Listener } from '../edge/listener.ts';
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

interface Port {
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

export interface ViewerPortsOptions {
  readonly plan: PortPlan;
  readonly edges: EdgeChoice;
  /** Null where nothing speaks TLS. */
  readonly certificates: Certificates | null;
  /** Where other workers listen on the same ports: one tally for each. */
  readonly connections: readonly ConnectionTally[] | null;
}

export class ViewerPorts {
  readonly #options: ViewerPortsOptions;
  readonly #listeners: Listener[] = [];

  constructor(options: ViewerPortsOptions) {
    this.#options = options;
  }

  /** Answers with the plan, each port by its number; rejects when one is taken. */
  async open(): Promise<PortPlan> {
    const { plan } = this.#options;
    const ports: Port[] = [];
    for (const [at, port] of plan.ports.entries())
      ports.push({ ...port, number: await this.#listen(port, at) });
    return { ...plan, ports };
  }

  /** Drains: no new connections; resolves when the last one is gone, or was cut because it takes too long. */
  async close(): Promise<void> {
    await Promise.all(this.#listeners.map((listener) => listener.close()));
  }

  async #listen({ role, number, pop, socket }: Port, at: number): Promise<number> {
    const { plan, edges, certificates, connections } = this.#options;
    const own = pop === null ? null : edges.find(pop);
    const listener = new Listener({
      ...{ host: plan.host, port: number, isPortShared: connections !== null, socket },
      connections: connections?.[at] ?? new ConnectionTally(),
      certificates: role === 'https' ? certificates! : null,
      pick: own === null ? sharedPortPicker(edges, plan.viewerChoosesEdge) : () => own,
      fallback: own ?? edges.edges[0]!,
      expectsProxyHeader: plan.proxyProtocol,
    });
    const opened = await listener.open();
    this.#listeners.push(listener);
    return opened;
  }
}
