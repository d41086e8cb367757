/**
 * Host → distribution, for one edge location. Immutable: a change of configuration is a new table put in
 * the place of the old one, so a request in flight finishes under the table it began with.
 */
import { priceClassCovers, type Region } from '../distribution/region.ts';
import type { CompiledDistribution } from './compiled-distribution.ts';

export interface RoutingTableOptions {
  readonly region: Region;
  /** `<label>.localhost` and bare addresses reach distributions too. */
  readonly hasLocalNames: boolean;
}

const ADDRESS = /^(?:localhost|[0-9.]+|\[[0-9a-f:.]+\])$/;

export class RoutingTable {
  readonly distributions: readonly CompiledDistribution[];
  readonly #byName = new Map<string, CompiledDistribution>();
  readonly #byId = new Map<string, CompiledDistribution>();
  readonly #sole: CompiledDistribution | null;

  constructor(distributions: readonly CompiledDistribution[], options: RoutingTableOptions) {
    this.distributions = distributions;
    for (const one of distributions) this.#byId.set(one.id, one);
    // Disabled, or not served from this region: answered like an unknown host (VR-8, D-15).
    const served = distributions.filter(
      (one) => one.isEnabled && priceClassCovers(one.priceClass, options.region),
    );
    for (const one of served) this.#name(one);
    // Last: no alias of another's takes a local name away.
    if (options.hasLocalNames) for (const one of served) this.#nameLocally(one);
    this.#sole = options.hasLocalNames && distributions.length === 1 ? (served[0] ?? null) : null;
  }

  /** By Host without port, in lower case (VR-1, VR-4); null when nobody answers to it here. */
  find(hostName: string): CompiledDistribution | null {
    const named = this.#byName.get(hostName);
    if (named !== undefined) return named;
    return this.#sole !== null && ADDRESS.test(hostName) ? this.#sole : null;
  }

  /** By id, whatever its state; null if there is none. */
  byId(id: string): CompiledDistribution | null {
    return this.#byId.get(id) ?? null;
  }

  #name(distribution: CompiledDistribution): void {
    for (const alias of distribution.aliases) this.#byName.set(alias.toLowerCase(), distribution);
    this.#byName.set(distribution.domainName.toLowerCase(), distribution);
  }

  #nameLocally(distribution: CompiledDistribution): void {
    const label = distribution.domainName.split('.', 1)[0]!;
    for (const name of [label, distribution.id])
      this.#byName.set(`${name.toLowerCase()}.localhost`, distribution);
  }
}
