/**
 * One thread's share of the edge locations: all of them, over memory that the members in other threads share. It
 * does what it is told, at once. One made from the state of another is where that one is, and told the same from
 * then on it stays so: their invalidations bear the same stamps.
 *
 * Why shared memory and not owners by key: whoever accepts a connection answers from what is stored without asking
 * anybody. A 1 KiB hit cost 23.3 µs of processor time with one worker and 23.2 µs with two (`npm run bench -- --only
 * workers`, the system's part included); an owner would be asked for every second hit by a message, and one message
 * there and back costs 5.2 µs. Whole edges per worker would leave one hot edge to one core.
 */
import type { InvalidationHistory } from '../cache/invalidation-log.ts';
import type { Clock } from '../clock.ts';
import type { Region } from '../distribution/region.ts';
import type { OriginTrouble, OriginTroubles } from '../origin/troubled-origins.ts';
import type { CompiledDistribution } from '../routing/compiled-distribution.ts';
import { RoutingTable } from '../routing/routing-table.ts';
import { Compiler, type Deployment } from './compiler.ts';
import {
  EdgeLocation,
  type ExchangeSinks,
  type OriginSource,
  type ViewerRoundTrip,
} from './edge-location.ts';
import { clearInFlight, type EdgeMemory } from './edge-memory.ts';
import type { EdgeLimits } from './limits.ts';
import type { Neighbours } from './neighbours.ts';
import type { Order } from './order.ts';

/** Connections to origins that can be closed. */
export interface ClosableOriginSource extends OriginSource {
  close(): Promise<void>;
}

/** Where an edge location stands, as plain data. */
export interface EdgeState {
  readonly pop: string;
  readonly region: Region;
  readonly memory: EdgeMemory;
  readonly generation: number;
  readonly invalidations: InvalidationHistory;
}

/** Where a member stands, as plain data. */
export interface MemberState {
  readonly edges: readonly EdgeState[];
  /** Those that an edge location has, or may yet be told to have, by generation. */
  readonly deployments: ReadonlyMap<number, Deployment>;
  /** What is done to origins on purpose, by domain name. */
  readonly troubles: ReadonlyMap<string, OriginTrouble>;
}

export interface MemberOptions {
  readonly state: MemberState;
  /** Its number; each that shares the memory has its own. */
  readonly worker: number;
  readonly clock: Clock;
  readonly limits: EdgeLimits;
  readonly hasLocalNames: boolean;
  readonly sinks: ExchangeSinks;
  /** Called once for each edge location: they share no connections. */
  readonly createOrigins: (pop: string) => ClosableOriginSource;
  /** What is done to origins on purpose, where anything can be. */
  readonly troubles?: OriginTroubles;
  /** Where distances are simulated. */
  readonly viewerRoundTrip?: (pop: string) => ViewerRoundTrip | null;
  /** Null where it serves alone. */
  readonly neighbours: Neighbours | null;
}

export class FleetMember {
  readonly edges: readonly EdgeLocation[];
  readonly #options: MemberOptions;
  readonly #origins: ClosableOriginSource[] = [];
  readonly #compiler = new Compiler();
  readonly #deployments: Map<number, Deployment>;
  readonly #compiled = new Map<number, readonly CompiledDistribution[]>();

  constructor(options: MemberOptions) {
    const { edges, deployments, troubles } = options.state;
    this.#options = options;
    for (const [domainName, trouble] of troubles) options.troubles?.set(domainName, trouble);
    this.#deployments = new Map(deployments);
    for (const [generation, deployment] of deployments)
      this.#compiled.set(generation, this.#compiler.compile(deployment));
    this.edges = edges.map((edge) => this.#create(edge));
  }

  find(pop: string): EdgeLocation | null {
    return this.edges.find((edge) => edge.pop === pop) ?? null;
  }

  get state(): MemberState {
    const { edges, troubles } = this.#options.state;
    return {
      edges: edges.map(({ memory }, at) => {
        const { pop, region, generation, invalidations } = this.edges[at]!;
        return { pop, region, memory, generation, invalidations: invalidations.history };
      }),
      deployments: this.#deployments,
      troubles: this.#options.troubles?.all ?? troubles,
    };
  }

  /** Done when it returns. */
  obey(order: Order): void {
    if (order.kind === 'deployment') return this.#prepare(order.generation, order.deployment);
    if (order.kind === 'trouble') return this.#options.troubles?.set(order.domainName, order.trouble);
    const edge = this.find(order.pop);
    if (edge === null) throw new Error(`there is no edge location ${order.pop}`);
    switch (order.kind) {
      case 'table':
        return this.#replaceTable(edge, order.generation);
      case 'invalidation':
        return edge.invalidate(order);
      case 'swept':
        return edge.invalidations.forget(order.stamp);
    }
  }

  /** To be told to one member of those that live. */
  workerGone(worker: number): void {
    for (const [at, { memory }] of this.#options.state.edges.entries()) {
      this.edges[at]!.store.workerGone(worker);
      clearInFlight(memory, worker);
    }
  }

  async close(): Promise<void> {
    await Promise.all(this.#origins.map((origins) => origins.close()));
  }

  #prepare(generation: number, deployment: Deployment): void {
    this.#deployments.set(generation, deployment);
    this.#compiled.set(generation, this.#compiler.compile(deployment));
  }

  #replaceTable(edge: EdgeLocation, generation: number): void {
    if (edge.generation >= generation) return;
    edge.replaceTable(this.#table(generation, edge.region), generation);
    const earliest = Math.min(...this.edges.map((one) => one.generation));
    for (const known of this.#deployments.keys()) if (known < earliest) this.#forgetDeployment(known);
  }

  #forgetDeployment(generation: number): void {
    this.#deployments.delete(generation);
    this.#compiled.delete(generation);
  }

  #create({ pop, region, memory, generation, invalidations }: EdgeState): EdgeLocation {
    const { worker, clock, limits, sinks, createOrigins, neighbours, viewerRoundTrip } = this.#options;
    const origins = createOrigins(pop);
    this.#origins.push(origins);
    const table = this.#table(generation, region);
    return new EdgeLocation({
      ...{ pop, region, memory, worker, clock, limits, origins, sinks },
      ...{ table, generation, invalidations, neighbours },
      viewerRoundTripMs: viewerRoundTrip?.(pop) ?? null,
    });
  }

  #table(generation: number, region: Region): RoutingTable {
    const { hasLocalNames } = this.#options;
    return new RoutingTable(this.#compiled.get(generation)!, { region, hasLocalNames });
  }
}
