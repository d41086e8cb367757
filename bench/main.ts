/**
 * The bench, one command: `npm run bench`. An edge, its origin, bare node:http as the ceiling and nginx where
 * it is installed run in processes of their own; the load comes from this one. Rounds are interleaved, so
 * that a machine that slows down slows everybody down, and what counts are medians and ratios.
 */
import { writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { load, type Measurement, type Target } from './load.ts';
import { type BenchOptions, readOptions, USAGE } from './options.ts';
import { type Summary, summarise, tableOf } from './report.ts';
import { SCENARIOS, type Scenario, type Subject } from './scenarios.ts';
import { knownEdge, type Subjects, startSubjects } from './subjects.ts';

const options = readOptions(process.argv.slice(2));
if (options === null) process.stdout.write(`${USAGE}\n`);
else await bench(options);

async function bench(options: BenchOptions): Promise<void> {
  const { scenarios, subjects } =
    options.url === null
      ? { scenarios: SCENARIOS, subjects: await startSubjects() }
      : await knownEdge(options.url);
  try {
    const chosen = scenarios.filter(({ name }) => name.includes(options.only));
    const summaries = await measure(chosen, subjects, options);
    report(summaries, options);
  } finally {
    await subjects.stop();
  }
}

/** All rounds of all scenarios; the first request of each shows that it is what its name says. */
async function measure(
  scenarios: readonly Scenario[],
  subjects: Subjects,
  options: BenchOptions,
): Promise<Summary[]> {
  const rounds = scenarios.map(({ name }) => ({ name, measurements: new Map<Subject, Measurement[]>() }));
  for (const scenario of scenarios) await subjects.check(scenario);
  for (let round = 1; round <= options.rounds; round++) {
    for (const [at, scenario] of scenarios.entries()) {
      process.stderr.write(`\rround ${round} of ${options.rounds}: ${scenario.name.padEnd(20)}`);
      for (const [subject, target] of presentSubjects(scenario, subjects)) {
        const measured = rounds[at]!.measurements.get(subject) ?? [];
        rounds[at]!.measurements.set(subject, measured);
        measured.push(await load(scenario, target, { ...options, nextNumber: subjects.nextNumber }));
      }
    }
  }
  process.stderr.write('\n');
  return rounds.flatMap(summarise);
}

function presentSubjects(scenario: Scenario, { targets }: Subjects): [Subject, Target][] {
  return [...targets].filter(([subject]) => scenario.subjects.includes(subject));
}

function report(summaries: readonly Summary[], { json, ...settings }: BenchOptions): void {
  const machine = { node: process.version, cpus: cpus().length, model: cpus()[0]?.model };
  const text = JSON.stringify({ machine, settings, summaries }, null, 2);
  process.stdout.write(`${tableOf(summaries)}\n`);
  if (json === null) process.stdout.write(`${text}\n`);
  else writeFileSync(json, `${text}\n`);
  if (summaries.some(({ wrongAnswers }) => wrongAnswers > 0)) process.exitCode = 1;
}
