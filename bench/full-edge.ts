/**
 * An edge that holds as many objects as fit, filled through real misses. What each costs beyond its headers
 * and body is what the memory of the process grows by between the first tenth and all of them.
 */
import { metric, type RunningEdge } from './edge.ts';
import { load } from './load.ts';
import { progress } from './progress.ts';
import { FIRST_CHOICE, MANY_PATH, type Scenario, scenarioNamed } from './scenarios.ts';
import type { Stage } from './stage.ts';
import { edgeTarget } from './subjects.ts';

export interface FullEdge {
  readonly running: RunningEdge;
  /** The number behind the last that was asked for. */
  readonly nextNumber: number;
  readonly overheadBytes: number;
}

/** Room for a few more than are asked for: the very last places are no matter of counting. */
const SLACK = 1.01;
const STEP_SECONDS = 2;
const CONNECTIONS = 64;
const FILLING: Scenario = { ...scenarioNamed('hit-of-all'), choices: 0 };

/** With the numbers of `count` objects from FIRST_CHOICE on. */
export async function startFullEdge(stage: Stage, count: number): Promise<FullEdge> {
  const objectBytes = await storedBytesOfOne(stage);
  const running = await stage.startEdge({ cacheBytes: Math.ceil(objectBytes * count * SLACK) });
  const tenth = await fillTo(running, { from: FIRST_CHOICE, count: count / 10 });
  const few = { count: await metric(running, 'stored_objects'), bytes: running.edge.residentBytes() };
  const nextNumber = await fillTo(running, { from: tenth, count });
  const grownBytes = running.edge.residentBytes() - few.bytes;
  const grownCount = (await metric(running, 'stored_objects')) - few.count;
  const overheadBytes = grownBytes / grownCount - (await answerBytes(stage));
  return { running, nextNumber, overheadBytes };
}

/** Goes on until nothing more fits: every further miss evicts. Answers with the next number. */
export async function overfill({ running, nextNumber }: FullEdge): Promise<number> {
  const evicted = await metric(running, 'evictions_total');
  let from = nextNumber;
  while ((await metric(running, 'evictions_total')) === evicted) from = await fillOnce(running, from);
  return from;
}

/** Answers with the next number. */
async function fillTo(
  running: RunningEdge,
  { from, count }: { from: number; count: number },
): Promise<number> {
  let next = from;
  for (;;) {
    const stored = await metric(running, 'stored_objects');
    progress(`filling an edge: ${stored} of ${count} objects`);
    if (stored >= count) return next;
    next = await fillOnce(running, next);
  }
}

async function fillOnce(running: RunningEdge, firstNumber: number): Promise<number> {
  const options = { seconds: STEP_SECONDS, connections: CONNECTIONS, firstNumber };
  const { requests } = await load(FILLING, edgeTarget(running), options);
  // What was on its way at the end is asked for again: no number is left out.
  return firstNumber + Math.max(1, requests - CONNECTIONS);
}

/** What one object is said to take, at an edge of its own. */
async function storedBytesOfOne(stage: Stage): Promise<number> {
  const probe = await stage.startEdge();
  await fillOnce(probe, FIRST_CHOICE);
  const bytes = (await metric(probe, 'stored_bytes')) / (await metric(probe, 'stored_objects'));
  await probe.stop();
  return bytes;
}

/** Headers and body as the origin sends them. */
async function answerBytes({ origin }: Stage): Promise<number> {
  const answer = await fetch(`http://127.0.0.1:${origin.http}${MANY_PATH.replace('#', '1')}`);
  const lines = [...answer.headers].map(([name, value]) => `${name}: ${value}\r\n`);
  return lines.join('').length + (await answer.arrayBuffer()).byteLength;
}
