/**
 * The edge locations of one installation, and how a configuration reaches them: each has it at a moment
 * of its own within the propagation delay (D-15, D-16). What they are given is plain data.
 */
import type { Clock, Timer } from '../clock.ts';
import type { Region } from '../distribution/region.ts';
import {
  type CompiledDistribution,
  compileDistribution,
  type DeploymentSettings,
  type DistributionDocument,
} from '../routing/compiled-distribution.ts';
import { RoutingTable } from '../routing/routing-table.ts';
import { EdgeLocation, type ExchangeSinks, type OriginSource } from './edge-location.ts';
import type { EdgeLimits } from './limits.ts';

/** What is served, and the operator's side of it. */
export interface Deployment {
  readonly documents: readonly DistributionDocument[];
  readonly settings: DeploymentSettings;
}

export interface EdgeSpecification {
  readonly pop: string;
  readonly region: Region;
  readonly cacheBytes: number;
  readonly maxObjectShare: number;
}

/** Connections to origins that can be closed. */
export interface ClosableOriginSource extends OriginSource {
  close(): Promise<void>;
}

export interface FleetOptions {
  readonly edges: readonly EdgeSpecification[];
  readonly deployment: Deployment;
  readonly clock: Clock;
  readonly limits: EdgeLimits;
  readonly sinks: ExchangeSinks;
  readonly hasLocalNames: boolean;
  /** Called once for each edge location: they share no connections. */
  readonly createOrigins: () => ClosableOriginSource;
}

export class Fleet {
  readonly edges: readonly EdgeLocation[];
  readonly #options: FleetOptions;
  readonly #origins: ClosableOriginSource[] = [];
  #pending: Timer[] = [];

  constructor(options: FleetOptions) {
    this.#options = options;
    const compiled = compile(options.deployment);
    this.edges = options.edges.map((edge) => this.#create(edge, compiled));
  }

  find(pop: string): EdgeLocation | null {
    return this.edges.find((edge) => edge.pop === pop) ?? null;
  }

  /** Reaches the edge locations one after the other, the last after `delaySeconds` of simulated time. */
  deploy(deployment: Deployment, delaySeconds: number): void {
    const compiled = compile(deployment);
    for (const timer of this.#pending) timer.cancel();
    this.#pending = this.edges.map((edge, at) => {
      const delayMs = (delaySeconds * 1000 * (at + 1)) / this.edges.length;
      return this.#options.clock.afterSimulated(delayMs, () =>
        edge.replaceTable(this.#table(compiled, edge.region)),
      );
    });
  }

  async close(): Promise<void> {
    for (const timer of this.#pending) timer.cancel();
    await Promise.all(this.#origins.map((origins) => origins.close()));
  }

  #create(edge: EdgeSpecification, compiled: readonly CompiledDistribution[]): EdgeLocation {
    const { clock, limits, sinks, createOrigins } = this.#options;
    const origins = createOrigins();
    this.#origins.push(origins);
    const { pop, region, cacheBytes: capacityBytes, maxObjectShare } = edge;
    const table = this.#table(compiled, region);
    return new EdgeLocation({
      pop,
      region,
      capacityBytes,
      maxObjectShare,
      clock,
      limits,
      origins,
      sinks,
      table,
    });
  }

  #table(compiled: readonly CompiledDistribution[], region: Region): RoutingTable {
    return new RoutingTable(compiled, { region, hasLocalNames: this.#options.hasLocalNames });
  }
}

function compile({ documents, settings }: Deployment): CompiledDistribution[] {
  return documents.map((document) => compileDistribution(document, settings));
}
