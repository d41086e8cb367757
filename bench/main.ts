/**
 * The bench, one command: `npm run bench`. Everybody runs in a process of their own, on one core, before the
 * same origin. Rounds are interleaved, so that a machine that slows down slows everybody down, and what counts
 * are medians of the rounds and of the ratios within each round.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { moveTo, placement } from './cores.ts';
import { HAS_WRK } from './load.ts';
import { machine } from './machine.ts';
import { measure, type Outcome } from './measure.ts';
import { type BenchOptions, readOptions, USAGE } from './options.ts';
import { Stage } from './stage.ts';
import { resultTable } from './targets.ts';
import { throughputTable } from './throughput.ts';

const RESULTS = join(import.meta.dirname, 'results');
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

function report(outcome: Outcome, { json, isKept, ...settings }: BenchOptions): void {
  const conditions = { ...machine(), placement: placement(), load: HAS_WRK ? 'wrk' : 'autocannon', settings };
  const tables = `${resultTable(outcome.results)}\n\n${throughputTable(outcome.throughputs)}\n`;
  const told = Object.entries(conditions).map(([name, value]) => `- ${name}: ${JSON.stringify(value)}\n`);
  const all = `${JSON.stringify({ conditions, ...outcome }, null, 2)}\n`;
  process.stdout.write(`${tables}\n${told.join('')}`);
  if (json !== null) writeFileSync(json, all);
  if (isKept) {
    const name = join(RESULTS, `${conditions.date}-${conditions.commit}`);
    mkdirSync(RESULTS, { recursive: true });
    writeFileSync(`${name}.json`, all);
    writeFileSync(`${name}.md`, `${tables}\n${told.join('')}`);
  }
  if (outcome.throughputs.some(({ wrongAnswers }) => wrongAnswers > 0)) process.exitCode = 1;
}
