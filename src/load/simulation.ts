/** A stage and its requests, put together for planning: every edge location in many sizes, one upper tier behind them. */

import type { Region } from '../distribution/region.ts';
import { type SizeRow, sizeRow, sizesAround, UPPER_STEPS } from '../planning/cache-sizes.ts';
import { Curve } from '../planning/curve.ts';
import { Fates } from '../planning/fate.ts';
import { Judge } from '../planning/judge.ts';
import { KeyNumbers } from '../planning/key-numbers.ts';
import { type PlanResult, runPlan } from '../planning/plan.ts';
import { PlannedEdge } from '../planning/planned-edge.ts';
import { PlannedTier } from '../planning/planned-tier.ts';
import { RoutingTable } from '../routing/routing-table.ts';
import type { Content } from '../traffic/catalogue.ts';
import { isMeasured, type PlannedPhase } from '../traffic/phases.ts';
import type { PlannedInvalidation, PlannedRequest, RequestSource } from '../traffic/planned-request.ts';
import { seededRandom } from '../traffic/random.ts';
import type { LogWriter } from './log-writer.ts';
import type { Stage, StageEdge } from './stage.ts';

export interface SimulationOptions {
  readonly content: Content;
  readonly source: RequestSource;
  readonly invalidations: readonly PlannedInvalidation[];
  readonly phases: readonly PlannedPhase[];
  readonly endMs: number;
  /** Of the curve; null: around each location's own. */
  readonly sizes: readonly number[] | null;
  /** Writes what viewers were answered; null: nobody wants to know. */
  readonly log: LogWriter | null;
}

/** Runs to the end; throws RangeError for more sizes than a run has room for. */
export function simulate(stage: Stage, options: SimulationOptions): PlanResult {
  const { log } = options;
  const judgeOf = judges(stage, options.content);
  const failureAt = failures(stage, options.phases);
  const edges = stage.edges.map((edge) => {
    const { pop, region } = edge;
    const row = rowOf(edge.cache, options.sizes, edge.maxObjectShare);
    const tier = tierOf(stage, row, options.endMs);
    return {
      ...{ pop, region, tier, own: row.own, curve: new Curve(row.caches) },
      edge: new PlannedEdge({ tier, failureAt, judge: judgeOf(region) }),
    };
  });
  const row = sizesAround(upperBytes(stage), 1, UPPER_STEPS);
  return runPlan({
    ...{ source: options.source, invalidations: options.invalidations, edges },
    upper: { tier: tierOf(stage, row, options.endMs), curve: new Curve(row.caches), own: row.own },
    isSecure: stage.scenario.viewers.https,
    onServed: log === null ? null : (request, served) => log.write(request, served),
    isMeasured: (phase) => options.phases[phase] === undefined || isMeasured(options.phases[phase]),
  });
}

/** One for each region: price classes tell regions apart, and nothing else does. */
function judges(stage: Stage, content: Content): (region: Region) => Judge {
  const fates = new Fates(content);
  const isSecure = stage.scenario.viewers.https;
  const numbers = new KeyNumbers();
  const known = new Map<Region, Judge>();
  return (region) => {
    const table = new RoutingTable(stage.distributions, { region, hasLocalNames: false });
    const judge =
      known.get(region) ?? new Judge({ table, fates, numbers, content, isSecure, hostName: stage.hostName });
    known.set(region, judge);
    return judge;
  };
}

function rowOf(capacityBytes: number, sizes: readonly number[] | null, share: number): SizeRow {
  return sizes === null ? sizesAround(capacityBytes, share) : sizeRow(sizes, capacityBytes, share);
}

function tierOf(stage: Stage, row: SizeRow, endMs: number): PlannedTier {
  const { latencyMs, jitterMs } = stage.scenario.origin;
  const originLatencyMs = latencyMs + jitterMs / 2;
  return new PlannedTier({ row, endMs, originLatencyMs, distributionId: stage.distributionId });
}

/** As large as all edge locations together, where the scenario does not say. */
function upperBytes({ scenario, edges }: Stage): number {
  return scenario.upperTier?.cache ?? edges.reduce((sum: number, { cache }: StageEdge) => sum + cache, 0);
}

/** A connection refused is answered 502, silence 504; what breaks off in the body is an answer all the same. */
function failures(stage: Stage, phases: readonly PlannedPhase[]): (request: PlannedRequest) => number | null {
  const random = seededRandom(stage.scenario.seed, 'failures');
  const statuses = { refuse: 502, stall: 504, cut: null } as const;
  return ({ phase }) => {
    const failing = phases[phase]?.failures ?? null;
    if (failing === null || (failing.share < 1 && random() >= failing.share)) return null;
    return failing.how === 'status' ? failing.status : statuses[failing.how];
  };
}
