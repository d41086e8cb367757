/** Which edge location serves a request that came to the shared port. */
import type { HeaderSection } from '../policy/header-section.ts';
import type { EdgeLocation } from './edge-location.ts';
import type { EdgePicker } from './listener.ts';

/** Those to choose from. */
export interface EdgeChoice {
  readonly edges: readonly EdgeLocation[];
  find(pop: string): EdgeLocation | null;
}

/** The location the viewer names, if it may; else the first that serves the Host (ED-9). */
export function sharedPortPicker(fleet: EdgeChoice, viewerChoosesEdge: boolean): EdgePicker {
  return (section) => {
    const wanted = viewerChoosesEdge ? section.wantedPop : undefined;
    return wanted === undefined ? servingEdge(fleet, section) : fleet.find(wanted);
  };
}

function servingEdge(fleet: EdgeChoice, { host }: HeaderSection): EdgeLocation {
  if (host) {
    for (const edge of fleet.edges) if (edge.table.find(host.name) !== null) return edge;
  }
  return fleet.edges[0]!;
}
