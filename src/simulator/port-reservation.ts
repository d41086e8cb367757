/**
 * Ports for several workers to listen on. A port that several may listen on, another program's process may share
 * unnoticed: so it is tried alone first, and one that was free for the asking is held until the workers have it.
 */
import { type AddressInfo, createServer, type Server } from 'node:net';
import type { HandedSockets } from './handed-sockets.ts';
import type { PortPlan } from './port-plan.ts';

export class PortReservation {
  /** The plan with every number known. */
  readonly plan: PortPlan;
  readonly #held: readonly Server[];

  private constructor(plan: PortPlan, held: readonly Server[]) {
    this.plan = plan;
    this.#held = held;
  }

  /** Rejects when a port is taken; those whose sockets were handed over are ours. */
  static async make(plan: PortPlan, sockets: HandedSockets | null): Promise<PortReservation> {
    const held: Server[] = [];
    try {
      const ports = [];
      for (const port of plan.ports)
        ports.push(
          sockets?.has(port.number) === true
            ? port
            : { ...port, number: await reserve(plan.host, port.number, held) },
        );
      return new PortReservation({ ...plan, ports }, held);
    } catch (error) {
      for (const server of held) server.close();
      throw error;
    }
  }

  /** The workers listen. */
  release(): void {
    for (const server of this.#held) server.close();
  }
}

async function reserve(host: string, port: number, held: Server[]): Promise<number> {
  if (port !== 0) {
    (await listen({ host, port })).close();
    return port;
  }
  const server = await listen({ host, port, reusePort: true });
  held.push(server);
  return (server.address() as AddressInfo).port;
}

function listen(place: { host: string; port: number; reusePort?: boolean }): Promise<Server> {
  const { promise, resolve, reject } = Promise.withResolvers<Server>();
  // Whoever comes so early is not answered.
  const server = createServer((socket) => socket.destroy());
  server.once('error', reject);
  server.listen({ ...place, exclusive: true }, () => resolve(server));
  return promise;
}
