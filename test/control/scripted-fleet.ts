/** Edge locations that only remember what they were told, each told at a moment of its own. */
import type { Clock } from '../../src/clock.ts';
import type { EdgeFleet, PathInvalidation, Propagation } from '../../src/control/edge-fleet.ts';
import type { DistributionDocument } from '../../src/routing/compiled-distribution.ts';

export class ScriptedFleet implements EdgeFleet {
  readonly edges: { documents: readonly DistributionDocument[]; invalidations: PathInvalidation[] }[];
  readonly forgotten: string[] = [];
  readonly #clock: Clock;

  constructor(clock: Clock, documents: readonly DistributionDocument[], count = 3) {
    this.#clock = clock;
    this.edges = Array.from({ length: count }, () => ({ documents, invalidations: [] }));
  }

  deploy(documents: readonly DistributionDocument[], propagation: Propagation): void {
    this.#reach(propagation, (edge) => {
      edge.documents = documents;
    });
  }

  invalidate(invalidation: PathInvalidation, propagation: Propagation): void {
    this.#reach(propagation, (edge) => edge.invalidations.push(invalidation));
  }

  forget(distributionId: string): void {
    this.forgotten.push(distributionId);
  }

  /** How many edge locations hold a distribution that satisfies a condition. */
  holding(condition: (document: DistributionDocument) => boolean): number {
    return this.edges.filter(({ documents }) => documents.some(condition)).length;
  }

  #reach({ delaySeconds, onDone }: Propagation, tell: (edge: ScriptedFleet['edges'][number]) => void): void {
    this.edges.forEach((edge, at) => {
      const delayMs = (delaySeconds * 1000 * (at + 1)) / this.edges.length;
      this.#clock.afterSimulated(delayMs, () => {
        tell(edge);
        if (at === this.edges.length - 1) onDone();
      });
    });
  }
}
