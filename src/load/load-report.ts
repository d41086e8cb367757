/** A finished run as plain data: what JSON holds, and what tables and pictures are made of. */

import { RESULTS } from '../traffic/answer-result.ts';
import { isMeasured, type PlannedPhase } from '../traffic/phases.ts';
import {
  type OriginCount,
  type Percentiles,
  percentilesOf,
  type Summary,
  summaryOf,
} from '../traffic/tally.ts';
import { judge, type ThresholdResult, type Thresholds } from '../traffic/thresholds.ts';
import type { LoadRun } from './load-run.ts';

export interface LoadReport {
  readonly kind: 'load';
  readonly title: string;
  readonly target: string;
  readonly arrival: string;
  readonly startedAt: string;
  readonly phases: readonly PhaseReport[];
  /** Over all phases but warm-up, which is counted where there is nothing else. */
  readonly measured: Summary;
  readonly seconds: readonly SecondReport[];
  /** Each of `seconds` is so many: 1, of runs of hours more. */
  readonly spanSeconds: number;
  readonly thresholds: readonly (ThresholdResult & { readonly phase: string | null })[];
  readonly notes: readonly string[];
}

export interface PhaseReport {
  readonly name: string;
  readonly kind: PlannedPhase['kind'];
  readonly startSeconds: number;
  readonly seconds: number;
  readonly total: Summary;
  readonly edges: readonly (Summary & { readonly pop: string })[];
}

export interface SecondReport {
  readonly at: number;
  readonly requests: number;
  readonly counts: Readonly<Record<string, number>>;
  readonly bytes: Readonly<Record<string, number>>;
  readonly latencyMs: Percentiles;
}

export interface ReportScope {
  readonly title: string;
  readonly target: string;
  readonly arrival: string;
  readonly startedAt: string;
  readonly phases: readonly PlannedPhase[];
  readonly thresholds: Thresholds;
  /** Whether the origin's own counts belong to the target. */
  readonly hasOrigin: boolean;
  readonly notes: readonly string[];
}

export function reportOf(run: LoadRun, scope: ReportScope): LoadReport {
  const { phases, hasOrigin } = scope;
  const lengths = phases.map(
    ({ startMs, endMs }) => (Math.min(endMs, Math.max(run.nowMs, startMs)) - startMs) / 1000,
  );
  const origin = (at: readonly number[], pop: string | null) => (hasOrigin ? originOf(run, at, pop) : null);
  const reports = phases.map((phase, at) => ({
    name: phase.name,
    kind: phase.kind,
    startSeconds: phase.startMs / 1000,
    seconds: lengths[at]!,
    total: summaryOf(run.tally.cells([at], null), lengths[at]!, origin([at], null)),
    edges: run.tally
      .pops(at)
      .map((pop) => ({ pop, ...summaryOf(run.tally.cells([at], pop), lengths[at]!, origin([at], pop)) })),
  }));
  const counted = phases.flatMap((phase, at) => (isMeasured(phase) ? [at] : []));
  const all = counted.length > 0 ? counted : phases.map((_, at) => at);
  const seconds = all.reduce((sum, at) => sum + lengths[at]!, 0);
  const measured = summaryOf(run.tally.cells(all, null), seconds, origin(all, null));
  return {
    kind: 'load',
    ...{ title: scope.title, target: scope.target, arrival: scope.arrival, startedAt: scope.startedAt },
    phases: reports,
    measured,
    seconds: secondsOf(run),
    spanSeconds: run.tally.course.spanSeconds,
    thresholds: [
      ...judge(scope.thresholds, measured).map((one) => ({ ...one, phase: null })),
      ...phases.flatMap((phase, at) =>
        judge(phase.thresholds, reports[at]!.total).map((one) => ({ ...one, phase: phase.name })),
      ),
    ],
    notes: scope.notes,
  };
}

/** By edge location only where its answers said who it is. */
function originOf(run: LoadRun, phases: readonly number[], pop: string | null): OriginCount | null {
  const sum = { requests: 0, bytes: 0 };
  if (pop !== null && ![...run.popOfVia.values()].includes(pop)) return null;
  for (const at of phases) {
    for (const [via, count] of run.origin[at] ?? []) {
      if (pop !== null && run.popOfVia.get(via) !== pop) continue;
      sum.requests += count.requests;
      sum.bytes += count.bytes;
    }
  }
  return sum;
}

function secondsOf({ tally }: LoadRun): SecondReport[] {
  return tally.course.spans.map(({ at, counts, bytes, latency }) => ({
    at,
    requests: latency.count,
    counts: Object.fromEntries(RESULTS.flatMap((one) => (counts[one] ? [[one, counts[one]]] : []))),
    bytes: Object.fromEntries(RESULTS.flatMap((one) => (bytes[one] ? [[one, bytes[one]]] : []))),
    latencyMs: percentilesOf(latency),
  }));
}
