/** Where a scenario is played: its edge locations and distributions, its own or those of a configuration file. */
import { dirname, resolve } from 'node:path';
import { readSettings } from '../config/read-settings.ts';
import type { Environment, FileProblem } from '../config/references.ts';
import { readDistributionConfig } from '../distribution/read-distribution-config.ts';
import { type Region, regionOfPop } from '../distribution/region.ts';
import { type CompiledDistribution, compileDistribution } from '../routing/compiled-distribution.ts';
import { NOWHERE } from '../schema/problem.ts';
import type { PlayedEdge, PlayedScenario, Scenario } from '../traffic/scenario.ts';
import { distributionOf, SCENARIO_HOST, SCENARIO_ID } from '../traffic/scenario-distribution.ts';

export interface StageEdge extends PlayedEdge {
  readonly region: Region;
  readonly maxObjectShare: number;
}

export interface Stage {
  readonly scenario: PlayedScenario;
  readonly edges: readonly StageEdge[];
  readonly distributions: readonly CompiledDistribution[];
  /** Host of every request. */
  readonly hostName: string;
  readonly distributionId: string;
  /** Absolute; null: the scenario needs none. */
  readonly configFile: string | null;
  /** Whether an edgefront of it has an operator's window. */
  readonly hasAdmin: boolean;
}

export type StageReading = { readonly stage: Stage } | { readonly problems: readonly FileProblem[] };

const DEFAULT_EDGE: PlayedEdge = { pop: 'IAD2', region: null, cache: 64 * 1024 ** 2, weight: 1 };
const MAX_OBJECT_SHARE = 0.5;

/** `file` is the scenario's; a configuration it names lies beside it. */
export function readStage(scenario: Scenario, file: string, environment: Environment): StageReading {
  if (scenario.config === null) return { stage: ownStage(scenario) };
  const configFile = resolve(dirname(file), scenario.config);
  const reading = readSettings(configFile, environment);
  if ('problems' in reading) return reading;
  const { settings } = reading;
  const { distributions } = settings;
  const problem = (message: string) => ({
    problems: [{ file, code: 'InvalidArgument' as const, path: 'config', message, ...NOWHERE }],
  });
  if (distributions[0] === undefined) return problem(`${scenario.config} has no distribution`);
  const asked = scenario.edges ?? settings.edges.map(({ pop }) => ({ ...DEFAULT_EDGE, pop }));
  const edges: StageEdge[] = [];
  for (const one of asked) {
    const known = settings.edges.find(({ pop }) => pop === one.pop);
    if (known === undefined) return problem(`${scenario.config} has no edge location ${one.pop}`);
    const { region, cacheBytes, maxObjectShare } = known;
    edges.push({ ...one, region, cache: cacheBytes, maxObjectShare });
  }
  return {
    stage: {
      ...{ scenario: { ...scenario, edges }, edges, configFile },
      hasAdmin: settings.listen.admin !== null,
      distributions: distributions.map((one) => compileDistribution(one, settings)),
      hostName: distributions[0].domainName,
      distributionId: distributions[0].id,
    },
  };
}

/** A scenario's own edge locations before one distribution with everything from one origin. */
export function ownStage(scenario: Scenario): Stage {
  const edges = (scenario.edges ?? [DEFAULT_EDGE]).map((edge) => ({
    ...edge,
    region: edge.region ?? regionOfPop(edge.pop) ?? ('US' as const),
    maxObjectShare: MAX_OBJECT_SHARE,
  }));
  const text = JSON.stringify(distributionOf(scenario));
  const reading = readDistributionConfig(text, { format: 'json', apiVersion: null });
  if ('problems' in reading) throw new Error(`a scenario's distribution: ${reading.problems[0]?.message}`);
  const document = { ...reading, id: SCENARIO_ID, domainName: SCENARIO_HOST, account: '111122223333' };
  return {
    ...{ scenario: { ...scenario, edges }, edges, configFile: null, hasAdmin: true },
    distributions: [compileDistribution(document, { origins: new Map(), signers: new Map() })],
    hostName: SCENARIO_HOST,
    distributionId: SCENARIO_ID,
  };
}
