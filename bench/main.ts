/**
 * The bench, one command: `npm run bench`. Everybody runs in a process of their own, on one core, before the
 * same origin. Rounds are interleaved, so that a machine that slows down slows everybody down, and what counts
 * are medians of the rounds and of the ratios within each round.
 */
import { writeFileSync } from 'node:fs';
import { moveTo, placement } from './cores.ts';
import { HAS_WRK } from './load.ts';
import { machine } from './machine.ts';
import { type BenchOptions, isChosen, readOptions, USAGE } from './options.ts';
import { runRounds } from './rounds.ts';
import { SCENARIOS } from './scenarios.ts';
import { startStage } from './stage.ts';
import { openHouse } from './subjects.ts';
import { RATIO_TARGETS, type Result, resultOf, resultTable } from './targets.ts';
import { type Throughput, throughputOf, throughputTable } from './throughput.ts';

const options = readOptions(process.argv.slice(2));
if (options === null) process.stdout.write(`${USAGE}\n`);
else await bench(options);

async function bench(options: BenchOptions): Promise<void> {
  moveTo('load');
  const stage = await startStage();
  try {
    const chosen = SCENARIOS.filter(({ name }) => isChosen(name, options));
    const targets = await openHouse(stage, new Set(chosen.flatMap(({ subjects }) => subjects)));
    const measured = await runRounds(chosen, { targets, origin: stage.origin }, options);
    const throughputs = [...measured].flatMap(([name, rounds]) => throughputOf(name, rounds));
    const results = RATIO_TARGETS.map((target) => resultOf(target, measured)).filter((one) => one !== null);
    report({ results, throughputs }, options);
  } finally {
    await stage.stop();
  }
}

interface Outcome {
  readonly results: readonly Result[];
  readonly throughputs: readonly Throughput[];
}

function report(outcome: Outcome, { json, ...settings }: BenchOptions): void {
  const conditions = { ...machine(), placement: placement(), load: HAS_WRK ? 'wrk' : 'autocannon', settings };
  process.stdout.write(`\n${resultTable(outcome.results)}\n\n${throughputTable(outcome.throughputs)}\n`);
  process.stdout.write(`\n${JSON.stringify(conditions)}\n`);
  if (json !== null) writeFileSync(json, `${JSON.stringify({ conditions, ...outcome }, null, 2)}\n`);
  if (outcome.throughputs.some(({ wrongAnswers }) => wrongAnswers > 0)) process.exitCode = 1;
}
