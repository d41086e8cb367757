/** How long a hit waits at worst while a full edge evicts: what the store and the garbage collector stop the world for. */
import { type FullEdge, overfill } from '../full-edge.ts';
import { addressOf, type Target } from '../load.ts';
import type { BenchOptions } from '../options.ts';
import { askAtPace } from '../paced/paced.ts';
import { progress } from '../progress.ts';
import { MANY_PATH } from '../scenarios.ts';
import { medianOf } from '../statistics.ts';
import { edgeTarget } from '../subjects.ts';
import type { Result } from '../targets.ts';

/** Less than half of what anybody here answers, so that what is seen are pauses, not queues. */
const STEADY_PER_SECOND = 5000;
const NEW_EVERY = 5;
const WINDOW_SECONDS = 3;
/** Numbers between the rounds' new ones: more than a round asks for. */
const ROUND_NUMBERS = 1_000_000;
const NEWEST = 1000;

/** Of the newest objects, while every fifth request evicts another: the longest a hit waited, beside a constant answer's. */
export async function measurePauses(
  full: FullEdge,
  ceiling: Target,
  { rounds }: BenchOptions,
): Promise<Result[]> {
  const nextNumber = await overfill(full);
  const newest = { firstNumber: nextNumber - NEWEST, choices: NEWEST, newEvery: NEW_EVERY };
  const steady = { path: MANY_PATH, ratePerSecond: STEADY_PER_SECOND, seconds: WINDOW_SECONDS };
  const pauses: number[] = [];
  const machine: number[] = [];
  for (let round = 1; round <= rounds; round++) {
    progress(`pauses with eviction, ${round} of ${rounds}`);
    const firstNew = nextNumber + round * ROUND_NUMBERS;
    const asked = { ...steady, ...newest, firstNew, ...addressOf(edgeTarget(full.running)) };
    pauses.push((await askAtPace(asked)).longestMs);
    machine.push((await askAtPace({ ...asked, ...addressOf(ceiling) })).longestMs);
  }
  const named = { unit: 'ms', isFloor: false } as const;
  return [
    {
      ...named,
      name: 'longest pause of hits with eviction, full edge',
      value: medianOf(pauses),
      atLeast: 25,
      aim: 10,
    },
    { ...named, name: '… the longest of all rounds', value: Math.max(...pauses), atLeast: null, aim: null },
    {
      ...named,
      name: '… the same of a constant answer: the machine',
      value: medianOf(machine),
      atLeast: null,
      aim: null,
    },
  ];
}
