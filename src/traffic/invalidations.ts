/** Storms of invalidations: popular objects, named again and again. */
import type { Catalogue } from './catalogue.ts';
import type { PlannedPhase } from './phases.ts';
import type { PlannedInvalidation } from './planned-request.ts';
import { seededRandom } from './random.ts';
import type { Scenario } from './scenario.ts';
import { compileZipf } from './zipf.ts';

/** All of a scenario in order of their time; objects are named as they are asked for without signature and query. */
export function planInvalidations(
  scenario: Scenario,
  phases: readonly PlannedPhase[],
  catalogue: Catalogue,
): PlannedInvalidation[] {
  const random = seededRandom(scenario.seed, 'invalidations');
  const rank = compileZipf(catalogue.count, scenario.catalogue.zipf);
  return phases.flatMap(({ invalidations, startMs, endMs }, phase) => {
    if (invalidations === null) return [];
    const count = Math.floor(((endMs - startMs) / 1000) * invalidations.perSecond);
    return Array.from({ length: count }, (_, at) => {
      const paths = Array.from(
        { length: invalidations.paths },
        () => catalogue.listed(rank(random) - 1).path,
      );
      return { atMs: startMs + (at * 1000) / invalidations.perSecond, phase, paths: [...new Set(paths)] };
    });
  });
}
