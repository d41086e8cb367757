/** What must hold between the listeners and edge locations of a configuration. */
import { regionOfPop } from '../distribution/region.ts';
import type { Draft, Notes } from '../schema/reading.ts';
import type { Configuration } from './configuration.ts';
import { type Holding, reportRepeated } from './repetition.ts';

type Written = Draft<Configuration>;

const SHARED_PORTS = ['http', 'https', 'admin', 'control', 'controlTls'] as const;
const OWN_PORTS = ['http', 'https'] as const;

/** Reports ports and POP codes used twice, POP codes of no known region, and a file that no viewer can reach. */
export function checkListeners(written: Written, notes: Notes): void {
  const ports = portsOf(written);
  reportRepeated(
    notes,
    'is the port of',
    ports.filter(({ value }) => value !== 0),
  );
  reportRepeated(notes, 'is the POP code of', popsOf(written));
  if (!ports.some(({ at }) => /\bhttps?$/.test(at)) && !hasUnreadPort(written)) {
    notes.report('listen', 'has neither http nor https, and no edge location has ports of its own');
  }
  for (const [index, edge] of (written.edges ?? []).entries()) {
    if (edge?.pop === undefined || edge.region !== null || regionOfPop(edge.pop) !== null) continue;
    notes.report(`edges[${index}].pop`, `${edge.pop} begins with no known prefix; give region: too`);
  }
}

function portsOf(written: Written): Holding[] {
  const shared = SHARED_PORTS.map((name) => ({
    at: `listen.${name}`,
    value: written.listen?.[name] ?? null,
  }));
  const own = (written.edges ?? []).flatMap((edge, index) =>
    OWN_PORTS.map((name) => ({ at: `edges[${index}].${name}`, value: edge?.[name] ?? null })),
  );
  return [...shared, ...own].flatMap(({ at, value }) => (value === null ? [] : [{ at, value, owner: at }]));
}

/** A port that could not be read has been reported, and may have been the one that viewers reach. */
function hasUnreadPort({ listen, edges }: Written): boolean {
  if (listen === undefined || edges === undefined) return true;
  return [listen, ...edges].some(
    (place) => place === undefined || OWN_PORTS.some((name) => place[name] === undefined),
  );
}

function popsOf(written: Written): Holding[] {
  return (written.edges ?? []).flatMap((edge, index) => {
    const at = `edges[${index}]`;
    return edge?.pop === undefined ? [] : [{ at: `${at}.pop`, value: edge.pop, owner: at }];
  });
}
