/**
 * `npm run soak -- --minutes 10`: an edge at full load on every core, with less room than the set it serves, so
 * that it evicts all the time, while objects are renewed and invalidated and its configuration changes. Every
 * answer to the viewers is judged byte for byte; wrk beside them keeps the edge busy. Ends in 1 when anything was wrong.
 */
import { setTimeout } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { KNOWS_WORKERS, metric, type RunningEdge, startEdge } from '../edge.ts';
import { HAS_WRK, load } from '../load.ts';
import type { Measurement } from '../measurement.ts';
import { scenarioNamed } from '../scenarios.ts';
import { edgeTarget } from '../subjects.ts';
import { GROUPS, pathOf } from './content.ts';
import { Disturbance } from './disturbance.ts';
import { SoakOrigin } from './soak-origin.ts';
import type { ViewersReport } from './viewers.ts';
import { ViewersProcess } from './viewers-process.ts';

const MINUTE_MS = 60_000;
const VIEWERS = 32;
const HOT_CONNECTIONS = 16;
/** Numbers in each group; together a few times what the edge may keep. */
const OBJECTS = 2000;
const CACHE_BYTES = 32 * 1024 ** 2;
const SIGNED_PER_GROUP = 5;

const { values } = parseArgs({
  options: {
    minutes: { type: 'string', default: '10' },
    workers: { type: 'string', default: '2' },
    help: { type: 'boolean', default: false },
  },
});
if (values.help) process.stdout.write('npm run soak -- [--minutes 10] [--workers 2]\n');
else await soak(Number(values.minutes) * MINUTE_MS);

async function soak(milliseconds: number): Promise<void> {
  const origin = new SoakOrigin();
  const originPort = await origin.open();
  const running = await startEdge({
    originPort,
    core: 'any',
    workers: Number(values.workers),
    cacheBytes: CACHE_BYTES,
  });
  try {
    const outcome = await underLoad(running, origin, milliseconds);
    const faults = faultsOf(outcome, running);
    process.stdout.write(`${[...linesOf(outcome, milliseconds), ...faults].join('\n')}\n`);
    process.exitCode = faults.length === 0 ? 0 : 1;
  } finally {
    await running.stop();
    origin.close();
  }
}

interface Outcome {
  readonly report: ViewersReport;
  readonly hot: Measurement | null;
  readonly disturbance: Disturbance;
  readonly residentBytes: readonly number[];
  readonly evictions: number;
  readonly originRequests: number;
}

async function underLoad(running: RunningEdge, origin: SoakOrigin, milliseconds: number): Promise<Outcome> {
  const { http, https } = { http: running.edge.portOf('http'), https: running.edge.portOf('https') };
  const viewers = new ViewersProcess({
    http,
    https,
    viewers: VIEWERS,
    objects: OBJECTS,
    signedPaths: signedPaths(running),
  });
  const renewed = (group: number, oldest: number) => viewers.tell({ group, oldest });
  const disturbance = new Disturbance({ running, origin, renewed });
  const disturbed = disturbance.run();
  const hot = HAS_WRK ? askForOne(running, milliseconds / 1000) : null;
  const residentBytes = await watched(running, milliseconds);
  disturbance.stop();
  await disturbed;
  const report = await viewers.stop();
  const evictions = await metric(running, 'evictions_total');
  return { report, hot: await hot, disturbance, residentBytes, evictions, originRequests: origin.asked };
}

function signedPaths({ site }: RunningEdge): string[] {
  const groups = Array.from({ length: GROUPS }, (_, group) => group);
  const numbers = Array.from({ length: SIGNED_PER_GROUP }, (_, number) => number);
  return groups.flatMap((group) =>
    numbers.map((number) => site.sign(`${pathOf(group, 'kept', number)}/signed`)),
  );
}

/** The hottest object there is, as fast as it goes; only statuses and connections are looked at. */
async function askForOne(running: RunningEdge, seconds: number): Promise<Measurement> {
  const scenario = { ...scenarioNamed('hit-1KiB'), path: pathOf(0, 'kept', 1) };
  return await load(scenario, edgeTarget(running), { seconds, connections: HOT_CONNECTIONS, firstNumber: 0 });
}

/** Memory after each minute, or each tenth of a shorter run. */
async function watched({ edge }: RunningEdge, milliseconds: number): Promise<number[]> {
  const step = Math.min(MINUTE_MS, milliseconds / 10);
  const seen: number[] = [];
  for (let passed = 0; passed < milliseconds && edge.ending === null; passed += step) {
    await setTimeout(step);
    if (edge.ending === null) seen.push(edge.residentBytes());
  }
  return seen;
}

function faultsOf({ report, hot, disturbance }: Outcome, { edge }: RunningEdge): string[] {
  const faults = [...edge.complaints.map((line) => `the edge says    ${line}`)];
  if (edge.ending !== null) faults.push(`the edge ended   ${edge.ending}`);
  if (report.faults > 0) faults.push(`wrong answers    ${report.faults}`, ...report.examples);
  if (hot !== null && hot.wrongAnswers > 0) faults.push(`wrong to wrk     ${hot.wrongAnswers}`);
  if (disturbance.invalidations === 0 || disturbance.changes === 0) faults.push('nothing disturbed it');
  return faults;
}

function linesOf({ report, hot, disturbance, ...seen }: Outcome, milliseconds: number): string[] {
  const mib = seen.residentBytes.map((bytes) => Math.round(bytes / 1024 ** 2));
  const judged = Object.values(report.answers).reduce((sum, count) => sum + count, 0);
  const kinds = Object.entries(report.answers).toSorted(([one], [other]) => one.localeCompare(other));
  return [
    `soaked           for ${milliseconds / 1000} s, ${KNOWS_WORKERS ? values.workers : 1} workers`,
    `judged answers   ${judged}, ${Math.round(judged / (milliseconds / 1000))}/s, faults ${report.faults}`,
    ...kinds.map(([kind, count]) => `  ${kind.padEnd(24)} ${count}`),
    `wrk beside them  ${hot === null ? 'not installed' : `${hot.requests} answers, ${hot.wrongAnswers} wrong`}`,
    `disturbed by     ${disturbance.invalidations} invalidations, ${disturbance.changes} configurations`,
    `evictions        ${seen.evictions}, origin requests ${seen.originRequests}`,
    `resident memory  ${mib[0]} MiB after the first step, ${mib.at(-1)} MiB at the end; all: ${mib.join(' ')}`,
  ];
}
