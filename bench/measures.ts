/** What is measured beside saturating load, a function each: pauses, tails, the start, processor time. */
import { connect } from 'node:net';
import { setTimeout } from 'node:timers/promises';
import { EdgeSite } from '../test/harness/edge-site.ts';
import { Child } from './child.ts';
import { onCore } from './cores.ts';
import { configurationParts, KNOWS_WORKERS } from './edge.ts';
import { type FullEdge, overfill } from './full-edge.ts';
import { load, type Target } from './load.ts';
import type { BenchOptions } from './options.ts';
import { askAtPace } from './paced/paced.ts';
import { freePorts } from './peers/peer.ts';
import { cpuSeconds } from './processor.ts';
import { progress } from './progress.ts';
import { MANY_PATH, scenarioNamed } from './scenarios.ts';
import type { Stage } from './stage.ts';
import { medianOf, ratioOf } from './statistics.ts';
import { check, edgeTarget, type Standing } from './subjects.ts';
import type { Result } from './targets.ts';

const HIT = scenarioNamed('hit-1KiB');
const ROOT = `${import.meta.dirname}/..`;
/** Less than half of what anybody here answers, so that what is seen are pauses, not queues. */
const STEADY_PER_SECOND = 5000;
const NEW_EVERY = 5;
/** Hits a second, where they are not measured in the same run. */
const USUAL_FASTEST = 40_000;
const WINDOW_SECONDS = 3;

/** Of the newest objects, while every fifth request evicts another: the longest a hit waited, beside a constant answer's. */
export async function measurePauses(
  full: FullEdge,
  ceiling: Target,
  { rounds }: BenchOptions,
): Promise<Result[]> {
  const nextNumber = await overfill(full);
  const newest = { firstNumber: nextNumber - 1000, choices: 1000, newEvery: NEW_EVERY };
  const steady = { path: MANY_PATH, ratePerSecond: STEADY_PER_SECOND, seconds: WINDOW_SECONDS };
  const pauses: number[] = [];
  const machine: number[] = [];
  for (let round = 1; round <= rounds; round++) {
    progress(`pauses with eviction, ${round} of ${rounds}`);
    const firstNew = nextNumber + round * 1e6;
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

/** At half of what edgefront can do: its 99th percentile by HAProxy's at the same rate. */
export async function measureTail(
  ours: Standing,
  theirs: Standing,
  { rounds, fastest }: { rounds: number; fastest: number | null },
): Promise<Result[]> {
  const steady = {
    path: HIT.path,
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

/** From the command to the first answer, certificates made before; on any core, as a person starts it. */
export async function measureStart(stage: Stage, { rounds }: BenchOptions): Promise<Result[]> {
  using site = new EdgeSite();
  const [http, https] = (await freePorts(2)) as [number, number];
  const parts = { ...configurationParts({}), listen: { http, https } };
  const file = site.configure(stage.origin.http, {}, parts);
  const times: number[] = [];
  for (let round = 0; round <= rounds; round++) {
    progress(`start, ${round} of ${rounds}`);
    const time = await timeToAnswer(
      onCore('any', [process.execPath, `${ROOT}/src/main.ts`, 'serve', '--config', file]),
      http,
    );
    if (round > 0) times.push(time);
  }
  return [
    {
      name: 'start to first answer',
      value: medianOf(times),
      unit: 'ms',
      isFloor: false,
      atLeast: 400,
      aim: 200,
    },
  ];
}

async function timeToAnswer(command: readonly [string, ...string[]], port: number): Promise<number> {
  const start = performance.now();
  const child = new Child(command, '/dev/null');
  while (!(await answers(port))) {
    if (child.hasEnded) await child.fail();
    await setTimeout(1);
  }
  const time = performance.now() - start;
  await child.stop();
  return time;
}

function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => socket.write('GET / HTTP/1.1\r\nHost: none\r\n\r\n'));
    socket.once('error', () => resolve(false));
    socket.once('data', () => {
      socket.destroy();
      resolve(true);
    });
  });
}

/** Processor time of the whole process for a hit: with two workers, by that with one; at full load. */
export async function measureWorkers(stage: Stage, options: BenchOptions): Promise<Result[]> {
  if (!KNOWS_WORKERS) return [];
  const edges = [
    await stage.startEdge({ core: 'any', workers: 1 }),
    await stage.startEdge({ core: 'any', workers: 2 }),
  ];
  const costs: [number[], number[]] = [[], []];
  for (const edge of edges)
    await check(HIT, { subject: 'edgefront', target: edgeTarget(edge), origin: stage.origin });
  for (let round = 0; round <= options.rounds; round++) {
    progress(`processor time with 1 and 2 workers, ${round} of ${options.rounds}`);
    for (const [at, edge] of edges.entries()) {
      const before = cpuSeconds(edge.edge.pid);
      const { requests } = await load(HIT, edgeTarget(edge), { ...options, firstNumber: 0 });
      if (round > 0) costs[at]!.push(((cpuSeconds(edge.edge.pid) - before) / requests) * 1e6);
    }
  }
  for (const edge of edges) await edge.stop();
  const told = { unit: 'µs', isFloor: false, atLeast: null, aim: null } as const;
  return [
    {
      name: 'processor time of a hit, 2 workers against 1',
      value: ratioOf(costs[1], costs[0]),
      unit: '×',
      isFloor: false,
      atLeast: 1.1,
      aim: 1.1,
    },
    { ...told, name: '… with 1 worker', value: medianOf(costs[0]) },
    { ...told, name: '… with 2 workers', value: medianOf(costs[1]) },
  ];
}

function addressOf({ httpUrl, host }: Target): { port: number; host: string } {
  return { port: Number(new URL(httpUrl).port), host };
}
