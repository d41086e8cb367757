/**
 * The bench, one command: `npm run bench`. Everybody runs in a process of their own, on one core, before the
 * same origin. Rounds are interleaved, so that a machine that slows down slows everybody down, and what counts
 * are medians of the rounds and of the ratios within each round.
 */
import { writeFileSync } from 'node:fs';
import { moveTo, placement } from './cores.ts';
import { type FullEdge, startFullEdge } from './full-edge.ts';
import { HAS_WRK } from './load.ts';
import { machine } from './machine.ts';
import { measurePauses, measureStart, measureTail, measureWorkers } from './measures.ts';
import { type BenchOptions, isChosen, readOptions, USAGE } from './options.ts';
import { progress } from './progress.ts';
import { runRounds } from './rounds.ts';
import { SCENARIOS, type Subject } from './scenarios.ts';
import { Stage } from './stage.ts';
import { edgeTarget, openHouse, type Standing } from './subjects.ts';
import { RATIO_TARGETS, type Result, resultOf, resultTable } from './targets.ts';
import { type Throughput, throughputOf, throughputTable } from './throughput.ts';

const options = readOptions(process.argv.slice(2));
if (options === null) process.stdout.write(`${USAGE}\n`);
else await bench(options);

async function bench(options: BenchOptions): Promise<void> {
  moveTo('load');
  const stage = await Stage.open();
  try {
    report(await measure(stage, options), options);
  } finally {
    await stage.close();
  }
}

interface Outcome {
  readonly results: readonly Result[];
  readonly throughputs: readonly Throughput[];
}

async function measure(stage: Stage, options: BenchOptions): Promise<Outcome> {
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
  const others = await measureOthers({ stage, standing, full, throughputs }, options);
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

function report(outcome: Outcome, { json, ...settings }: BenchOptions): void {
  const conditions = { ...machine(), placement: placement(), load: HAS_WRK ? 'wrk' : 'autocannon', settings };
  process.stdout.write(`${resultTable(outcome.results)}\n\n${throughputTable(outcome.throughputs)}\n`);
  process.stdout.write(`\n${JSON.stringify(conditions)}\n`);
  if (json !== null) writeFileSync(json, `${JSON.stringify({ conditions, ...outcome }, null, 2)}\n`);
  if (outcome.throughputs.some(({ wrongAnswers }) => wrongAnswers > 0)) process.exitCode = 1;
}
