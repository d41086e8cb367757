/** What `load` and `simulate` are pointed at: a scenario, access logs, or a scenario with logs in place of its viewers. */
import { isLogFile, NoLog, REPORTED_BAD_LINES, readLogFiles } from '../load/log-files.ts';
import { type FileReading, readScenario } from '../load/scenario-file.ts';
import { ownStage, readStage, type Stage } from '../load/stage.ts';
import { read } from '../schema/read.ts';
import { readYaml } from '../schema/yaml-document.ts';
import { OpenArrival } from '../traffic/arrival.ts';
import { Catalogue, type Content } from '../traffic/catalogue.ts';
import { planInvalidations } from '../traffic/invalidations.ts';
import { type PlannedPhase, planPhases } from '../traffic/phases.ts';
import type { PlannedInvalidation, PlannedRequest, RequestSource } from '../traffic/planned-request.ts';
import { Replay } from '../traffic/replay.ts';
import { MOST_EDGES, Scenario } from '../traffic/scenario.ts';
import { Viewers } from '../traffic/viewers.ts';
import { problemLine } from './problem-line.ts';
import { BadInput, type Terminal } from './terminal.ts';

export interface TrafficOptions {
  /** Lines of logs are asked for so many times as fast as they came. */
  readonly speed: number;
  /** Requests a second where the scenario's arrival is closed; null: closed stays closed. */
  readonly rate: number | null;
  readonly isStrict: boolean;
  /** Cache-Control of an origin known only from logs. */
  readonly cacheControl: string;
}

export interface Traffic {
  readonly stage: Stage;
  readonly content: Content;
  readonly phases: readonly PlannedPhase[];
  readonly invalidations: readonly PlannedInvalidation[];
  /** Null: arrival is closed, and `next` is asked whenever a connection is free. */
  readonly source: RequestSource | null;
  next(nowMs: number): PlannedRequest | null;
  readonly endMs: number;
  readonly notes: readonly string[];
}

/** Throws BadInput with every problem of the files. */
export async function readTraffic(
  files: readonly string[],
  options: TrafficOptions,
  terminal: Terminal,
): Promise<Traffic> {
  try {
    const logs = files.filter(isLogFile);
    const scenarios = files.filter((file) => !logs.includes(file));
    if (scenarios.length > 1) throw new BadInput(`one scenario at a time, not ${scenarios.join(' and ')}`);
    const file = scenarios[0];
    const stage = file === undefined ? null : stageOf(file, terminal);
    return logs.length > 0
      ? await replayed(logs, stage, { options, terminal })
      : played(stage!, options.rate);
  } catch (error) {
    throw error instanceof NoLog ? new BadInput(error.message) : error;
  }
}

/** The value read, or BadInput with a line for each problem. */
export function sound<T>(reading: FileReading<T>): T {
  if ('problems' in reading)
    throw new BadInput(`not started\n${reading.problems.map(problemLine).join('\n')}`);
  return reading.value;
}

function stageOf(file: string, { environment }: Terminal): Stage {
  const reading = readStage(sound(readScenario(file)), file, environment);
  if ('problems' in reading)
    throw new BadInput(`not started\n${reading.problems.map(problemLine).join('\n')}`);
  return reading.stage;
}

function played(stage: Stage, rate: number | null): Traffic {
  const { scenario } = stage;
  const catalogue = new Catalogue(scenario);
  const phases = planPhases(scenario, rate);
  const viewers = new Viewers(scenario, catalogue);
  const isOpen = phases.every(({ requestsPerSecond }) => requestsPerSecond !== null);
  const source = isOpen ? new OpenArrival(scenario, phases, viewers) : null;
  const closed = (nowMs: number) => {
    const at = phases.findIndex(({ endMs }) => nowMs < endMs);
    return at < 0 ? null : viewers.request(phases[at]!, at, nowMs);
  };
  return {
    ...{ stage, phases, source, content: catalogue, notes: [] },
    invalidations: planInvalidations(scenario, phases, catalogue),
    next: source === null ? closed : () => source.next(),
    endMs: phases.at(-1)!.endMs,
  };
}

interface Reading {
  readonly options: TrafficOptions;
  readonly terminal: Terminal;
}

/** What a replay goes by where no scenario says otherwise. */
const PLAIN_SCENARIO = 'title: replay\ncatalogue: { objects: 1 }\nphases: [{ name: replay, seconds: 1 }]\n';

async function replayed(
  logs: readonly string[],
  given: Stage | null,
  { options, terminal }: Reading,
): Promise<Traffic> {
  const pops = given?.edges.map(({ pop }) => pop) ?? [];
  const edgeOf = given === null ? growing(pops) : nearest(pops);
  const classes = given?.scenario.catalogue.classes;
  const replay = new Replay({
    edgeOf,
    speed: options.speed,
    cacheControl: classes === undefined ? options.cacheControl : classes[0]!.cacheControl,
  });
  const { isStrict } = options;
  const tally = await readLogFiles(logs, replay, { isStrict, onBadLine: (text) => terminal.complain(text) });
  const stage = given ?? ownStage({ ...plainScenario(), edges: pops.map(edgeNamed) });
  const source = replay.play();
  const phase = planPhases(stage.scenario, 1)[0]!;
  return {
    ...{ stage, source, content: replay, invalidations: [], endMs: source.endMs },
    phases: [{ ...phase, name: 'replay', kind: 'steady', startMs: 0, endMs: source.endMs, crowd: null }],
    next: () => source.next(),
    notes: notesOf(tally, replay),
  };
}

function notesOf({ lines, badLines }: { lines: number; badLines: number }, replay: Replay): string[] {
  const notes = [
    `${lines} log lines, ${replay.skipped} of them not to be asked again (other methods, viewers that left)`,
  ];
  if (badLines > 0)
    notes.push(
      `${badLines} bad lines were skipped; the first ${Math.min(badLines, REPORTED_BAD_LINES)} are above`,
    );
  return notes;
}

/** Edge locations as the logs name them. Throws NoLog at one too many. */
function growing(pops: string[]): (pop: string) => number {
  const known = new Map<string, number>();
  return (pop) => {
    const at = known.get(pop);
    if (at !== undefined) return at;
    if (pops.length === MOST_EDGES)
      throw new NoLog(
        `the logs name more than ${MOST_EDGES} edge locations; name those to replay in a scenario`,
      );
    known.set(pop, pops.length);
    return pops.push(pop) - 1;
  };
}

/** The location of that name, else one of the same city, else the same one each time. */
function nearest(pops: readonly string[]): (pop: string) => number {
  const known = new Map(pops.map((pop, at) => [pop, at]));
  return (pop) => {
    const city = pops.findIndex((one) => one.slice(0, 3) === pop.slice(0, 3));
    const at = known.get(pop) ?? (city >= 0 ? city : known.size % pops.length);
    known.set(pop, at);
    return at;
  };
}

function edgeNamed(pop: string) {
  return { pop, region: null, cache: 64 * 1024 ** 2, weight: 1 };
}

function plainScenario(): Scenario {
  const tree = readYaml(PLAIN_SCENARIO);
  const value = 'node' in tree ? read(Scenario, tree.node).value : null;
  if (value === null) throw new Error('the plain scenario cannot be read');
  return value;
}
