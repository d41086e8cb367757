/**
 * The edge locations of one installation, and how a configuration reaches them: each has it at a moment
 * of its own within the propagation delay (D-15, D-16). What they are given is plain data.
 */
import type { Clock } from '../clock.ts';
import type { Region } from '../distribution/region.ts';
import type { CompiledDistribution } from '../routing/compiled-distribution.ts';
import { RoutingTable } from '../routing/routing-table.ts';
import { Compiler, type Deployment } from './compiler.ts';
import {
  EdgeLocation,
  type ExchangeSinks,
  type OriginSource,
  type ViewerRoundTrip,
} from './edge-location.ts';
import type { EdgeLimits } from './limits.ts';
import { type Propagation, Propagator } from './propagation.ts';

export type { Deployment } from './compiler.ts';

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
  readonly createOrigins: (edge: EdgeSpecification) => ClosableOriginSource;
  /** Where distances are simulated. */
  readonly viewerRoundTrip?: (edge: EdgeSpecification) => ViewerRoundTrip | null;
}

/** Objects to be fetched anew. */
export interface PathInvalidation {
  readonly distributionId: string;
  readonly paths: readonly string[];
  /** `*` is any run of characters; else it means itself (IN-3). */
  readonly expandsWildcards: boolean;
}

export class Fleet {
  readonly edges: readonly EdgeLocation[];
  readonly #options: FleetOptions;
  readonly #origins: ClosableOriginSource[] = [];
  readonly #compiler = new Compiler();
  readonly #propagator: Propagator<EdgeLocation>;
  #generation = 1;

  constructor(options: FleetOptions) {
    this.#options = options;
    const compiled = this.#compiler.compile(options.deployment);
    this.edges = options.edges.map((edge) => this.#create(edge, compiled));
    this.#propagator = new Propagator(this.edges, options.clock);
  }

  find(pop: string): EdgeLocation | null {
    return this.edges.find((edge) => edge.pop === pop) ?? null;
  }

  /** All that is served from now on. An edge location that has a later deployment passes an earlier one over. */
  deploy(deployment: Deployment, propagation: Propagation): void {
    const compiled = this.#compiler.compile(deployment);
    this.#generation += 1;
    const generation = this.#generation;
    this.#propagator.send(propagation, (edge) => {
      if (edge.generation < generation) edge.replaceTable(this.#table(compiled, edge.region), generation);
    });
  }

  invalidate(invalidation: PathInvalidation, propagation: Propagation): void {
    const { distributionId, paths, expandsWildcards } = invalidation;
    this.#propagator.send(propagation, (edge) => edge.invalidate(distributionId, paths, expandsWildcards));
  }

  /** Lets go, everywhere and at once, of what is stored for a distribution that is gone. */
  forget(distributionId: string): void {
    for (const edge of this.edges) edge.forget(distributionId);
  }

  async close(): Promise<void> {
    this.#propagator.close();
    await Promise.all(this.#origins.map((origins) => origins.close()));
  }

  #create(edge: EdgeSpecification, compiled: readonly CompiledDistribution[]): EdgeLocation {
    const { clock, limits, sinks, createOrigins, viewerRoundTrip } = this.#options;
    const origins = createOrigins(edge);
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
      viewerRoundTripMs: viewerRoundTrip?.(edge) ?? null,
    });
  }

  #table(compiled: readonly CompiledDistribution[], region: Region): RoutingTable {
    return new RoutingTable(compiled, { region, hasLocalNames: this.#options.hasLocalNames });
  }
}
