/** The state of things as plain data: edge locations, and distributions by edge location. */
import type { CompiledDistribution } from '../routing/compiled-distribution.ts';
import type { AdminEdge } from './admin-edge.ts';
import { pinnedBytes } from './metrics.ts';

/** `GET /edges`: one row for each edge location. */
export function edgeReport(edge: AdminEdge): object {
  const { pop, region, generation, totals, store, fills } = edge;
  return {
    pop,
    region,
    generation,
    ...totals,
    fillsInFlight: fills.count,
    storedObjects: store.count,
    storedBytes: store.bytes,
    capacityBytes: store.limits.capacityBytes,
    evictions: store.evictions,
    pinnedBytes: pinnedBytes(edge),
  };
}

/** `GET /distributions`: each one that any edge location holds, and whether it is served there (D-15). */
export function distributionReport(edges: readonly AdminEdge[]): object[] {
  return knownDistributions(edges).map(({ id, domainName, aliases, era, isEnabled, priceClass }) => ({
    id,
    domainName,
    aliases,
    era,
    isEnabled,
    priceClass,
    edges: edges.map(({ pop, generation, table }) => ({
      pop,
      generation,
      status: statusOf(table.byId(id), (name) => table.find(name)),
    })),
  }));
}

/** By id, as the first edge location that has it holds it. */
export function knownDistributions(edges: readonly AdminEdge[]): CompiledDistribution[] {
  const known = new Map<string, CompiledDistribution>();
  for (const { table } of edges) {
    for (const one of table.distributions) if (!known.has(one.id)) known.set(one.id, one);
  }
  return [...known.values()];
}

type Find = (hostName: string) => CompiledDistribution | null;

function statusOf(held: CompiledDistribution | null, find: Find): string {
  if (held === null) return 'not here yet';
  if (!held.isEnabled) return 'disabled';
  return find(held.domainName.toLowerCase()) === held ? 'serving' : 'outside the price class';
}
