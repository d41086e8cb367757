/** What must hold where the operator's window opens, and between edge locations and the map. */
import { cityOfPop } from '../distribution/city.ts';
import { isLoopback } from '../http/loopback.ts';
import type { Draft, Notes } from '../schema/reading.ts';
import type { Configuration } from './configuration.ts';
import type { References } from './references.ts';

type Written = Draft<Configuration>;

/** The token itself, out of the environment where it names a variable; null without one, or after a problem. */
export function resolveAdminToken({ listen, trust }: Written, references: References): string | null {
  const written = trust?.adminToken ?? null;
  const host = listen?.adminHost ?? null;
  if (written === null && host !== null && !isLoopback(host)) {
    references.notes.report('listen.adminHost', `${host} is open to others: give trust.adminToken too`);
  }
  return written === null ? null : references.secret('trust.adminToken', written);
}

/** Distances can be felt only between places that are known. */
export function checkPlaces({ edges, network }: Written, notes: Notes): void {
  if (network?.simulate !== true) return;
  for (const [index, edge] of (edges ?? []).entries()) {
    if (edge?.pop === undefined || network.places?.has(edge.pop) || cityOfPop(edge.pop) !== null) continue;
    notes.report(
      `edges[${index}].pop`,
      `${edge.pop} begins with no city's letters; name it in network.places`,
    );
  }
}
