/** `edgefront explain --config FILE`: what that configuration would do, where nothing runs yet. */
import { AdminRefusal } from '../admin/answer.ts';
import { explainOffline, type OfflineFleet } from '../admin/explain/explain-offline.ts';
import type { Explanation } from '../admin/explain/explanation.ts';
import { readSettings } from '../config/read-settings.ts';
import type { Settings } from '../config/settings.ts';
import { compileDistribution } from '../routing/compiled-distribution.ts';
import { RoutingTable } from '../routing/routing-table.ts';
import { problemLine } from './problem-line.ts';
import { BadInput, type Terminal } from './terminal.ts';

/** Throws BadInput when the configuration has problems or the request makes no sense. */
export function explainFile(file: string, question: object, terminal: Terminal): Explanation {
  const reading = readSettings(file, terminal.environment);
  if ('problems' in reading) throw new BadInput(reading.problems.map(problemLine).join('\n'));
  try {
    return explainOffline(plannedFleet(reading.settings, terminal), question);
  } catch (error) {
    throw error instanceof AdminRefusal ? new BadInput(error.message) : error;
  }
}

function plannedFleet(settings: Settings, { clock }: Terminal): OfflineFleet {
  const { edges, distributions, limits, trust } = settings;
  const compiled = distributions.map((one) => compileDistribution(one, settings));
  const hasLocalNames = trust.localNames;
  return {
    clock,
    limits,
    viewerChoosesEdge: trust.viewerChoosesEdge,
    edges: edges.map(({ pop, region }) => {
      return { pop, region, table: new RoutingTable(compiled, { region, hasLocalNames }) };
    }),
  };
}
