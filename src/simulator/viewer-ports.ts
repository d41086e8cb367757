/** The ports that viewers come to: those all edge locations share, and those of one alone. */
import { ConnectionTally } from '../edge/connection-tally.ts';
import { type EdgeChoice, sharedPortPicker } from '../edge/edge-choice.ts';
import { type Certificates, Listener } from '../edge/listener.ts';
import type { Port, PortPlan } from './port-plan.ts';

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
