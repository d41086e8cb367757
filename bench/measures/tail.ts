/** How long the slowest of a hundred hits takes at a rate that leaves both of them air. */
import { addressOf } from '../load.ts';
import { askAtPace } from '../paced/paced.ts';
import { progress } from '../progress.ts';
import { scenarioNamed } from '../scenarios.ts';
import { medianOf, ratioOf } from '../statistics.ts';
import type { Standing } from '../subjects.ts';
import type { Result } from '../targets.ts';

const { path: PATH } = scenarioNamed('hit-1KiB');
const WINDOW_SECONDS = 3;
/** Hits a second, where they are not measured in the same run. */
const USUAL_FASTEST = 40_000;

/** At half of what edgefront can do: its 99th percentile by HAProxy's at the same rate. */
export async function measureTail(
  ours: Standing,
  theirs: Standing,
  { rounds, fastest }: { rounds: number; fastest: number | null },
): Promise<Result[]> {
  const steady = {
    path: PATH,
    ratePerSecond: Math.round((fastest ?? USUAL_FASTEST) / 2),
    seconds: WINDOW_SECONDS,
  };
  const [own, other]: [number[], number[]] = [[], []];
  for (let round = 1; round <= rounds; round++) {
    progress(`tail at half the rate, ${round} of ${rounds}`);
    own.push((await askAtPace({ ...steady, ...addressOf(ours.target) })).p99Ms);
    other.push((await askAtPace({ ...steady, ...addressOf(theirs.target) })).p99Ms);
  }
  const rate = `${Math.round(steady.ratePerSecond / 1000)} k/s`;
  const told = { unit: 'ms', isFloor: false, atLeast: null, aim: null } as const;
  return [
    {
      name: `p99 of hits at ${rate}, against HAProxy`,
      value: ratioOf(own, other),
      unit: '×',
      isFloor: false,
      atLeast: 2,
      aim: 1.2,
    },
    { ...told, name: '… edgefront', value: medianOf(own) },
    { ...told, name: '… HAProxy', value: medianOf(other) },
  ];
}
