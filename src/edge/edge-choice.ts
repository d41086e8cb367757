/** Which edge location serves a request that came to the shared port. */
import { findHeader, type HeaderList } from '../http/header-list.ts';
import { parseHost } from '../http/host.ts';
import type { EdgeLocation } from './edge-location.ts';
import type { Fleet } from './fleet.ts';
import type { EdgePicker } from './listener.ts';

/** The header by which a viewer chooses; never forwarded, never part of a key. */
const POP_HEADER = 'x-edgefront-pop';

/** The location the viewer names, if it may; else the first that serves the Host (ED-9). */
export function sharedPortPicker(fleet: Fleet, viewerChoosesEdge: boolean): EdgePicker {
  return (headers) => {
    const wanted = viewerChoosesEdge ? findHeader(headers, POP_HEADER) : undefined;
    return wanted === undefined ? servingEdge(fleet, headers) : fleet.find(wanted);
  };
}

function servingEdge(fleet: Fleet, headers: HeaderList): EdgeLocation {
  const host = parseHost(findHeader(headers, 'host') ?? '');
  const serving = host === null ? undefined : fleet.edges.find((edge) => edge.table.find(host.name) !== null);
  return serving ?? fleet.edges[0]!;
}
