/** What a hit costs when two threads share the work. */
import { KNOWS_WORKERS, type RunningEdge } from '../edge.ts';
import { load } from '../load.ts';
import type { BenchOptions } from '../options.ts';
import { cpuSeconds } from '../processor.ts';
import { progress } from '../progress.ts';
import { scenarioNamed } from '../scenarios.ts';
import type { Stage } from '../stage.ts';
import { medianOf, ratioOf } from '../statistics.ts';
import { check, edgeTarget } from '../subjects.ts';
import type { Result } from '../targets.ts';

const HIT = scenarioNamed('hit-1KiB');
/** With fewer, two workers wait for wrk's one thread between requests, and what is measured is how they sleep and wake. */
const CONNECTIONS_FACTOR = 4;

/** Processor time of the whole process for a hit: with two workers, by that with one; at full load. Nothing where workers are unknown. */
export async function measureWorkers(stage: Stage, options: BenchOptions): Promise<Result[]> {
  if (!KNOWS_WORKERS) return [];
  const edges = [
    await stage.startEdge({ core: 'any', workers: 1 }),
    await stage.startEdge({ core: 'any', workers: 2 }),
  ] as const;
  for (const edge of edges)
    await check(HIT, { subject: 'edgefront', target: edgeTarget(edge), origin: stage.origin });
  const costs: [number[], number[]] = [[], []];
  for (let round = 0; round <= options.rounds; round++) {
    progress(`processor time with 1 and 2 workers, ${round} of ${options.rounds}`);
    const [one, two] = [await costOf(edges[0], options), await costOf(edges[1], options)];
    // The first round is for the compiler.
    if (round === 0) continue;
    costs[0].push(one);
    costs[1].push(two);
  }
  for (const edge of edges) await edge.stop();
  const told = { unit: 'µs', isFloor: false, atLeast: null, aim: null } as const;
  const mark = { unit: '×', isFloor: false, atLeast: 1.1, aim: 1.1 } as const;
  return [
    { ...mark, name: 'processor time of a hit, 2 workers against 1', value: ratioOf(costs[1], costs[0]) },
    { ...told, name: '… with 1 worker', value: medianOf(costs[0]) },
    { ...told, name: '… with 2 workers', value: medianOf(costs[1]) },
  ];
}

/** Microseconds. */
async function costOf(running: RunningEdge, { seconds, connections: few }: BenchOptions): Promise<number> {
  const connections = CONNECTIONS_FACTOR * few;
  const before = cpuSeconds(running.edge.pid);
  const { requests } = await load(HIT, edgeTarget(running), { seconds, connections, firstNumber: 0 });
  return ((cpuSeconds(running.edge.pid) - before) / requests) * 1e6;
}
