/** Everything that was chosen, measured: rounds of saturating load first, then what needs an edge to itself. */
import { type FullEdge, startFullEdge } from './full-edge.ts';
import { measurePauses } from './measures/pauses.ts';
import { measureStart } from './measures/start.ts';
import { measureTail } from './measures/tail.ts';
import { measureWorkers } from './measures/workers.ts';
import { type BenchOptions, isChosen } from './options.ts';
import { progress } from './progress.ts';
import { runRounds } from './rounds.ts';
import { SCENARIOS, type Subject } from './scenarios.ts';
import type { Stage } from './stage.ts';
import { edgeTarget, openHouse, type Standing } from './subjects.ts';
import { RATIO_TARGETS, type Result, resultOf } from './targets.ts';
import { type Throughput, throughputOf } from './throughput.ts';

/** Of what takes seconds each time. */
const MOST_LONG_ROUNDS = 5;

export interface Outcome {
  readonly results: readonly Result[];
  readonly throughputs: readonly Throughput[];
}

export async function measure(stage: Stage, options: BenchOptions): Promise<Outcome> {
  const scenarios = SCENARIOS.filter(({ name }) => isChosen(name, options)).map((one) =>
    one.name === 'hit-of-all' ? { ...one, choices: options.objects } : one,
  );
  const wanted = new Set<Subject>(scenarios.flatMap(({ subjects }) => subjects));
  for (const subject of alsoWanted(options)) wanted.add(subject);
  const standing = await openHouse(stage, wanted);
  const full = wanted.has('full edgefront') ? await startFullEdge(stage, options.objects) : null;
  if (full !== null) standing.set('full edgefront', { target: edgeTarget(full.running), logFile: null });
  const measured = await runRounds(scenarios, { standing, origin: stage.origin }, options);
  const throughputs = [...measured].flatMap(([name, rounds]) => throughputOf(name, rounds));
  const ratios = RATIO_TARGETS.map((target) => resultOf(target, measured)).filter((one) => one !== null);
  const few = { ...options, rounds: Math.min(options.rounds, MOST_LONG_ROUNDS) };
  const others = await measureOthers({ stage, standing, full, throughputs }, few);
  return { results: [...ratios, ...others], throughputs };
}

function alsoWanted(options: BenchOptions): Subject[] {
  return [
    ...(isChosen('pause', options) ? (['full edgefront', 'ceiling'] as const) : []),
    ...(isChosen('overhead', options) ? (['full edgefront'] as const) : []),
    ...(isChosen('tail', options) ? (['edgefront', 'haproxy'] as const) : []),
  ];
}

interface Scene {
  readonly stage: Stage;
  readonly standing: ReadonlyMap<Subject, Standing>;
  readonly full: FullEdge | null;
  readonly throughputs: readonly Throughput[];
}

/** In this order: what comes last loads both cores. */
async function measureOthers(
  { stage, standing, full, throughputs }: Scene,
  options: BenchOptions,
): Promise<Result[]> {
  const results: Result[] = [];
  const [ours, theirs, ceiling] = [
    standing.get('edgefront'),
    standing.get('haproxy'),
    standing.get('ceiling'),
  ];
  const hits = throughputs.find((one) => one.scenario === 'hit-1KiB' && one.subject === 'edgefront');
  if (full !== null) results.push(overheadOf(full));
  if (full !== null && ceiling !== undefined && isChosen('pause', options))
    results.push(...(await measurePauses(full, ceiling.target, options)));
  if (ours !== undefined && theirs !== undefined && isChosen('tail', options))
    results.push(
      ...(await measureTail(ours, theirs, { ...options, fastest: hits?.requestsPerSecond ?? null })),
    );
  if (isChosen('start', options)) results.push(...(await measureStart(stage, options)));
  if (isChosen('workers', options)) results.push(...(await measureWorkers(stage, options)));
  progress('');
  return results;
}

function overheadOf({ overheadBytes: value }: FullEdge): Result {
  return { name: 'overhead of a stored object', value, unit: 'B', isFloor: false, atLeast: 500, aim: 250 };
}
