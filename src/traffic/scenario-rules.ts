/** What must hold between the parts of a scenario, beyond each part's own form. */
import { regionOfPop } from '../distribution/region.ts';
import type { Draft, Notes } from '../schema/reading.ts';
import type { Scenario } from './scenario.ts';

/** Adds every problem to the notes. */
export function checkScenario(written: Draft<Scenario> | undefined, notes: Notes): void {
  if (written === undefined) return;
  checkEdges(written, notes);
  checkSizes(written, notes);
  checkNames(written, notes);
  checkObjects(written, notes);
  checkInvalidations(written, notes);
}

function checkEdges({ edges }: Draft<Scenario>, notes: Notes): void {
  if (edges === undefined || edges === null) return;
  const seen = new Set<string>();
  let weight = 0;
  for (const [at, edge] of edges.entries()) {
    const pop = edge?.pop;
    weight += edge?.weight ?? 1;
    if (pop === undefined) continue;
    if (seen.has(pop)) notes.report(`edges[${at}].pop`, `${pop} is there already`);
    seen.add(pop);
    if (edge?.region === null && regionOfPop(pop) === null)
      notes.report(`edges[${at}].pop`, `no region is known for ${pop}; say which with region`);
  }
  if (weight === 0) notes.report('edges', 'nobody asks: all weights are 0');
}

function checkSizes({ catalogue }: Draft<Scenario>, notes: Notes): void {
  const sizes = catalogue?.sizes;
  if (sizes === undefined || sizes.min === undefined || sizes.max === undefined) return;
  if (sizes.min > sizes.max) notes.report('catalogue.sizes', 'min is larger than max');
}

function checkNames({ catalogue, phases }: Draft<Scenario>, notes: Notes): void {
  reportTwice(
    notes,
    'catalogue.classes',
    (catalogue?.classes ?? []).map((one) => one?.name),
  );
  reportTwice(
    notes,
    'phases',
    (phases ?? []).map((one) => one?.name),
  );
  const weights = (catalogue?.classes ?? []).map((one) => one?.share ?? 1);
  if (weights.every((weight) => weight === 0)) notes.report('catalogue.classes', 'all shares are 0');
  if (catalogue?.classes?.some((one) => one?.name === 'signed') === true)
    notes.report('catalogue.classes', 'signed is the folder of signed URLs; choose another name');
}

function reportTwice(notes: Notes, list: string, names: readonly (string | undefined)[]): void {
  for (const [at, name] of names.entries()) {
    if (name !== undefined && names.indexOf(name) < at)
      notes.report(`${list}[${at}].name`, `${name} is there already`);
  }
}

function checkObjects({ catalogue, phases }: Draft<Scenario>, notes: Notes): void {
  const objects = catalogue?.objects;
  for (const [at, phase] of (phases ?? []).entries()) {
    const crowd = phase?.crowd?.objects;
    if (crowd !== undefined && objects !== undefined && crowd > objects)
      notes.report(`phases[${at}].crowd.objects`, `the catalogue has only ${objects}`);
  }
}

/** They are all planned beforehand. */
const MOST_PATHS = 1_000_000;

function checkInvalidations({ phases }: Draft<Scenario>, notes: Notes): void {
  for (const [at, phase] of (phases ?? []).entries()) {
    const { perSecond = 1, paths = 10 } = phase?.invalidations ?? {};
    const all = perSecond * paths * (phase?.seconds ?? 0);
    const isStorm = phase?.kind === 'invalidation-storm' || (phase?.invalidations ?? null) !== null;
    if (isStorm && all > MOST_PATHS)
      notes.report(`phases[${at}]`, `would invalidate ${all} paths; at most ${MOST_PATHS} are planned`);
  }
}
