/**
 * Compiles what is deployed, each distribution once until it changes: one write then costs one compilation, however
 * many distributions there are and however many deployments are on their way.
 */
import {
  type CompiledDistribution,
  compileDistribution,
  type DeploymentSettings,
  type DistributionDocument,
} from '../routing/compiled-distribution.ts';

/** What is served, and the operator's side of it. */
export interface Deployment {
  readonly documents: readonly DistributionDocument[];
  readonly settings: DeploymentSettings;
}

interface Compilation {
  /** The document it was made from, as JSON. */
  readonly source: string;
  readonly compiled: CompiledDistribution;
}

export class Compiler {
  #settings: DeploymentSettings | null = null;
  #latest: ReadonlyMap<string, Compilation> = new Map();

  /** In the order of the documents. */
  compile({ documents, settings }: Deployment): CompiledDistribution[] {
    const known = settings === this.#settings ? this.#latest : new Map<string, Compilation>();
    const next = new Map<string, Compilation>();
    for (const document of documents) {
      const source = JSON.stringify(document);
      const before = known.get(document.id);
      const isSame = before !== undefined && before.source === source;
      next.set(document.id, isSame ? before : { source, compiled: compileDistribution(document, settings) });
    }
    this.#settings = settings;
    this.#latest = next;
    return [...next.values()].map(({ compiled }) => compiled);
  }
}
