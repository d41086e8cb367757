/** Rounds of saturating load: in each, every scenario at everybody once. */
import { truncateSync } from 'node:fs';
import { type LoadOptions, load } from './load.ts';
import type { Measurement } from './measurement.ts';
import type { BenchOptions } from './options.ts';
import { progress } from './progress.ts';
import { FIRST_CHOICE, type Scenario, type Subject } from './scenarios.ts';
import type { Ports } from './stage.ts';
import { check, type Standing } from './subjects.ts';
import type { Rounds } from './throughput.ts';

export interface House {
  readonly standing: ReadonlyMap<Subject, Standing>;
  readonly origin: Ports;
}

interface Turn extends Standing {
  readonly scenario: Scenario;
  readonly subject: Subject;
  readonly measured: Measurement[];
}

type Options = Pick<BenchOptions, 'rounds' | 'seconds' | 'connections'>;
const WARMING_SECONDS = 1;

/** By the scenarios' names. Throws when somebody's answers are not the scenario's. */
export async function runRounds(
  scenarios: readonly Scenario[],
  { standing, origin }: House,
  options: Options,
): Promise<Map<string, Rounds>> {
  const turns = scenarios.flatMap((scenario) => turnsOf(scenario, standing));
  for (const turn of turns) {
    progress(`checking ${turn.scenario.name}, ${turn.subject}`);
    await check(turn.scenario, { ...turn, origin });
    await take(turn, { ...options, seconds: WARMING_SECONDS });
  }
  for (let round = 1; round <= options.rounds; round++) {
    for (const turn of turns) {
      progress(`round ${round} of ${options.rounds}: ${turn.scenario.name}, ${turn.subject}`);
      turn.measured.push(await take(turn, options));
    }
  }
  progress('');
  return new Map(scenarios.map(({ name }) => [name, roundsOf(name, turns)]));
}

async function take(
  { scenario, target, logFile }: Turn,
  options: Omit<LoadOptions, 'firstNumber'>,
): Promise<Measurement> {
  const firstNumber = scenario.choices > 0 ? FIRST_CHOICE : newNumber();
  const measured = await load(scenario, target, { ...options, firstNumber });
  if (logFile !== null) truncateSync(logFile);
  return measured;
}

/** Of a miss: further from those before than any load counts until then. */
export function newNumber(): number {
  return Date.now() * 1000;
}

function turnsOf(scenario: Scenario, standing: House['standing']): Turn[] {
  return scenario.subjects
    .filter((subject) => standing.has(subject))
    .map((subject) => ({ scenario, subject, ...standing.get(subject)!, measured: [] }));
}

function roundsOf(name: string, turns: readonly Turn[]): Rounds {
  const own = turns.filter(({ scenario }) => scenario.name === name);
  return new Map(own.map(({ subject, measured }) => [subject, measured]));
}
