/**
 * The edge locations of one installation, and how a configuration reaches them: each has it at a moment
 * of its own within the propagation delay (D-15, D-16), and when it has it, all its workers have. This thread has
 * a member of its own: it serves where there are no workers, else it only knows what they know.
 */
import { REMEMBERED_PATHS } from '../cache/invalidation-log.ts';
import type { Region } from '../distribution/region.ts';
import type { OriginTrouble } from '../origin/troubled-origins.ts';
import type { Deployment } from './compiler.ts';
import type { Crew } from './crew.ts';
import type { EdgeLocation } from './edge-location.ts';
import { type CacheSize, createEdgeMemory } from './edge-memory.ts';
import { FleetMember, type MemberOptions, type MemberState } from './fleet-member.ts';
import type { EdgeLimits } from './limits.ts';
import type { Order, PathInvalidation } from './order.ts';
import { type Propagation, Propagator } from './propagation.ts';

export type { Deployment } from './compiler.ts';
export type { PathInvalidation } from './order.ts';

export interface EdgeSpecification extends CacheSize {
  readonly pop: string;
  readonly region: Region;
}

export interface FleetOptions extends Omit<MemberOptions, 'state' | 'worker' | 'neighbours'> {
  readonly edges: readonly EdgeSpecification[];
  readonly deployment: Deployment;
  /** The members of other threads; null: there are none. */
  readonly crew: Crew | null;
}

/** The number of this thread's member. */
const OWN_WORKER = 0;

export class Fleet {
  readonly #member: FleetMember;
  readonly #crew: Crew | null;
  readonly #propagator: Propagator<EdgeLocation>;
  #generation = 1;

  constructor(options: FleetOptions) {
    const { edges, deployment, limits, clock } = options;
    const state = beginning(edges, deployment, limits);
    this.#member = new FleetMember({ ...options, state, worker: OWN_WORKER, neighbours: null });
    this.#crew = options.crew;
    this.#propagator = new Propagator(this.edges, clock);
  }

  get edges(): readonly EdgeLocation[] {
    return this.#member.edges;
  }

  /** What a member of another thread begins with. */
  get state(): MemberState {
    return this.#member.state;
  }

  find(pop: string): EdgeLocation | null {
    return this.#member.find(pop);
  }

  /** All that is served from now on. An edge location that has a later deployment passes an earlier one over. */
  deploy(deployment: Deployment, propagation: Propagation): void {
    this.#generation += 1;
    const generation = this.#generation;
    this.#tell({ kind: 'deployment', deployment, generation }, () => undefined);
    this.#propagator.send(propagation, ({ pop }, onDone) =>
      this.#tell({ kind: 'table', pop, generation }, onDone),
    );
  }

  invalidate(invalidation: PathInvalidation, propagation: Propagation): void {
    this.#propagator.send(propagation, (edge, onDone) => this.#invalidate(edge, invalidation, onDone));
  }

  /** Complete everywhere when it resolves (D-17). */
  async invalidateNow(invalidation: PathInvalidation): Promise<void> {
    await Promise.all(
      this.edges.map((edge) => new Promise<void>((done) => this.#invalidate(edge, invalidation, done))),
    );
  }

  /** Nothing is kept, or will be kept by a fetch under way, of a distribution whose id never comes back. */
  forget(distributionId: string): void {
    const everything = { distributionId, paths: ['*'], expandsWildcards: true };
    for (const edge of this.edges) this.#invalidate(edge, everything, () => edge.store.sweep());
  }

  /** An origin is taken down, slowed, or left alone again, for all edge locations. */
  trouble(domainName: string, trouble: OriginTrouble): void {
    this.#tell({ kind: 'trouble', domainName, trouble }, () => undefined);
  }

  /** A worker is dead: what it held and claimed is free, and nothing of its is in flight any more. */
  workerGone(worker: number): void {
    this.#member.workerGone(worker);
  }

  async close(): Promise<void> {
    this.#propagator.close();
    await this.#member.close();
  }

  #invalidate(edge: EdgeLocation, invalidation: PathInvalidation, onDone: () => void): void {
    const { pop, invalidations } = edge;
    const stamp = invalidations.stamp + 1;
    this.#tell({ kind: 'invalidation', pop, ...invalidation }, () => {
      if (invalidations.size > REMEMBERED_PATHS) this.#sweep(edge, stamp);
      onDone();
    });
  }

  /**
   * Invalidations up to this one are known to all, so nothing that they name is put into the store any more: it is
   * swept once, and all may forget them.
   */
  #sweep({ pop, store }: EdgeLocation, stamp: number): void {
    store.sweep();
    this.#tell({ kind: 'swept', pop, stamp }, () => undefined);
  }

  #tell(order: Order, onDone: () => void): void {
    this.#member.obey(order);
    if (this.#crew === null) onDone();
    else this.#crew.tell(order, onDone);
  }
}

function beginning(
  edges: readonly EdgeSpecification[],
  deployment: Deployment,
  limits: EdgeLimits,
): MemberState {
  return {
    edges: edges.map(({ pop, region, ...size }) => ({
      ...{ pop, region, memory: createEdgeMemory(size, limits), generation: 1 },
      invalidations: { stamp: 0, paths: [] },
    })),
    deployments: new Map([[1, deployment]]),
    troubles: new Map(),
  };
}
