/** The phases of a scenario with everything said that their kinds imply, laid one behind the other. */
import type { Failures, Scenario, ScenarioPhase } from './scenario.ts';

export interface PlannedPhase {
  readonly name: string;
  readonly kind: ScenarioPhase['kind'];
  readonly startMs: number;
  readonly endMs: number;
  /** Requests a second; null: closed arrival, as many as answers allow. */
  readonly requestsPerSecond: number | null;
  /** A share of requests for a few objects that nobody asked for before. */
  readonly crowd: { readonly objects: number; readonly share: number } | null;
  readonly invalidations: { readonly perSecond: number; readonly paths: number } | null;
  /** How the origin fails; null: it does not. */
  readonly failures: Failures | null;
  readonly thresholds: ScenarioPhase['thresholds'];
}

/** Numbers may be counted: warm-up is not. */
export function isMeasured(phase: Pick<PlannedPhase, 'kind'>): boolean {
  return phase.kind !== 'warm-up';
}

const CROWD = { objects: 1, share: 0.5 };
const STORM = { perSecond: 1, paths: 10 };
const OUTAGE: Failures = { share: 1, how: 'status', status: 503 };

/** `rate` stands in for the scenario's own where that has none. */
export function planPhases(scenario: Scenario, rate: number | null = null): PlannedPhase[] {
  const base = scenario.arrival.requestsPerSecond ?? rate;
  let endMs = 0;
  return scenario.phases.map((phase) => {
    const startMs = endMs;
    endMs += phase.seconds * 1000;
    const { name, kind, thresholds } = phase;
    return {
      ...{ name, kind, startMs, endMs, thresholds },
      requestsPerSecond: base === null ? null : base * phase.rate,
      crowd: phase.crowd ?? (kind === 'flash-crowd' ? CROWD : null),
      invalidations: phase.invalidations ?? (kind === 'invalidation-storm' ? STORM : null),
      failures: phase.failures ?? (kind === 'origin-outage' ? OUTAGE : scenario.origin.failures),
    };
  });
}
