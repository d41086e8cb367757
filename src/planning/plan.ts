/** A whole run without a network: every request through its edge location, what that asks through the upper tier. */
import type { Region } from '../distribution/region.ts';
import type { PlannedInvalidation, PlannedRequest, RequestSource } from '../traffic/planned-request.ts';
import type { RegionUsage } from './bill.ts';
import type { Curve, CurvePoint } from './curve.ts';
import type { PlannedEdge, Served } from './planned-edge.ts';
import type { PlannedTier } from './planned-tier.ts';

export interface PlanEdge {
  readonly pop: string;
  readonly region: Region;
  readonly edge: PlannedEdge;
  readonly tier: PlannedTier;
  readonly curve: Curve;
  /** Number of the size there is, among the curve's points. */
  readonly own: number;
}

export interface Plan {
  readonly source: RequestSource;
  /** In order of their time. */
  readonly invalidations: readonly PlannedInvalidation[];
  readonly edges: readonly PlanEdge[];
  readonly upper: { readonly tier: PlannedTier; readonly curve: Curve; readonly own: number };
  readonly isSecure: boolean;
  readonly isMeasured: (phase: number) => boolean;
  /** Is shown every request with its answer. */
  readonly onServed: ((request: PlannedRequest, served: Served) => void) | null;
}

/** Counts of one edge location at its own size, in phases that are measured. */
export interface EdgeTotals {
  readonly pop: string;
  readonly region: Region;
  readonly results: Record<Served['result'], number>;
  requests: number;
  hitBytes: number;
  bytes: number;
  originRequests: number;
}

export interface PlanResult {
  readonly requests: number;
  readonly edges: readonly (EdgeTotals & { readonly own: number; readonly curve: readonly CurvePoint[] })[];
  readonly upper: { readonly own: number; readonly curve: readonly CurvePoint[] };
  /** Everything, warm-up too: whoever delivers it is billed for it. */
  readonly usage: readonly RegionUsage[];
  readonly invalidatedPaths: number;
  readonly firstMs: number;
  readonly lastMs: number;
}

/** Runs to the end of the source. */
export function runPlan(plan: Plan): PlanResult {
  const totals = plan.edges.map(({ pop, region }) => emptyTotals(pop, region));
  const usage = plan.edges.map(() => ({ requests: 0, bytes: 0 }));
  let [requests, firstMs, lastMs, invalidated] = [0, 0, 0, 0];
  for (let request = plan.source.next(); request !== null; request = plan.source.next()) {
    while (invalidated < plan.invalidations.length && plan.invalidations[invalidated]!.atMs <= request.atMs) {
      invalidate(plan, plan.invalidations[invalidated]!);
      invalidated += 1;
    }
    const { edge, curve } = plan.edges[request.edge]!;
    const served = edge.serve(request);
    plan.onServed?.(request, served);
    const isMeasured = plan.isMeasured(request.phase);
    if (served.asked !== null) askUpper(plan, served, isMeasured);
    if (isMeasured) {
      curve.count(served.hits, served.origin, served.bytes);
      count(totals[request.edge]!, served);
    }
    const used = usage[request.edge]!;
    used.requests += 1;
    used.bytes += served.bytes;
    if (requests === 0) firstMs = request.atMs;
    lastMs = request.atMs;
    requests += 1;
  }
  return {
    requests,
    edges: plan.edges.map(({ curve, own }, at) => ({ ...totals[at]!, own, curve: curve.points() })),
    upper: { own: plan.upper.own, curve: plan.upper.curve.points() },
    usage: byRegion(plan, usage),
    invalidatedPaths: plan.invalidations.reduce((sum, { paths }) => sum + paths.length, 0),
    firstMs,
    lastMs,
  };
}

function invalidate({ edges, upper }: Plan, { paths }: PlannedInvalidation): void {
  for (const { tier } of edges) tier.invalidate(paths);
  upper.tier.invalidate(paths);
}

function askUpper({ upper }: Plan, { asked, bytes }: Served, isMeasured: boolean): void {
  const outcome = upper.tier.ask(asked!);
  if (isMeasured) upper.curve.count(outcome.hits, outcome.asked, bytes);
}

/** Steps of prices count for a region, however many edge locations it has. */
function byRegion(
  { edges, isSecure }: Plan,
  usage: readonly { requests: number; bytes: number }[],
): RegionUsage[] {
  const regions = new Map<Region, RegionUsage>();
  for (const [at, { region }] of edges.entries()) {
    const before = regions.get(region) ?? { region, isSecure, requests: 0, bytes: 0 };
    const { requests, bytes } = usage[at]!;
    regions.set(region, { ...before, requests: before.requests + requests, bytes: before.bytes + bytes });
  }
  return [...regions.values()];
}

function emptyTotals(pop: string, region: Region): EdgeTotals {
  const results = { Hit: 0, RefreshHit: 0, Miss: 0, Error: 0 };
  return { pop, region, results, requests: 0, hitBytes: 0, bytes: 0, originRequests: 0 };
}

function count(totals: EdgeTotals, { result, bytes, asked }: Served): void {
  totals.results[result] += 1;
  totals.requests += 1;
  totals.bytes += bytes;
  if (result === 'Hit') totals.hitBytes += bytes;
  if (asked !== null) totals.originRequests += 1;
}
