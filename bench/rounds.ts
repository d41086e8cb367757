/** Rounds of saturating load: in each, every scenario at everybody once. */
import { type LoadOptions, load, type Target } from './load.ts';
import type { Measurement } from './measurement.ts';
import type { BenchOptions } from './options.ts';
import type { Scenario, Subject } from './scenarios.ts';
import type { Ports } from './stage.ts';
import { check } from './subjects.ts';
import type { Rounds } from './throughput.ts';

export interface House {
  readonly targets: ReadonlyMap<Subject, Target>;
  readonly origin: Ports;
}

const WARMING_SECONDS = 1;

/** By the scenarios' names. Throws when somebody's answers are not the scenario's. */
export async function runRounds(
  scenarios: readonly Scenario[],
  { targets, origin }: House,
  { rounds, ...options }: BenchOptions,
): Promise<Map<string, Rounds>> {
  const turns = scenarios.flatMap((scenario) => turnsOf(scenario, targets));
  const numbers = { next: Date.now() * 1000 };
  const once = async ({ scenario, target }: Turn, options: Omit<LoadOptions, 'firstNumber'>) => {
    const measured = await load(scenario, target, { ...options, firstNumber: numbers.next });
    numbers.next += measured.requests + 1000;
    return measured;
  };
  for (const turn of turns) {
    progress(`checking ${turn.scenario.name}, ${turn.subject}`);
    await check(turn.scenario, { ...turn, origin });
    await once(turn, { ...options, seconds: WARMING_SECONDS });
  }
  for (let round = 1; round <= rounds; round++) {
    for (const turn of turns) {
      progress(`round ${round} of ${rounds}: ${turn.scenario.name}, ${turn.subject}`);
      turn.measured.push(await once(turn, options));
    }
  }
  progress('');
  return new Map(scenarios.map(({ name }) => [name, roundsOf(name, turns)]));
}

interface Turn {
  readonly scenario: Scenario;
  readonly subject: Subject;
  readonly target: Target;
  readonly measured: Measurement[];
}

function turnsOf(scenario: Scenario, targets: House['targets']): Turn[] {
  return scenario.subjects
    .filter((subject) => targets.has(subject))
    .map((subject) => ({ scenario, subject, target: targets.get(subject)!, measured: [] }));
}

function roundsOf(name: string, turns: readonly Turn[]): Rounds {
  const own = turns.filter(({ scenario }) => scenario.name === name);
  return new Map(own.map(({ subject, measured }) => [subject, measured]));
}

/** One line that is written over. */
export function progress(text: string): void {
  process.stderr.write(`\r${text.padEnd(70)}${text === '' ? '\r' : ''}`);
}
