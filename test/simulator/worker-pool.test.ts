/** Supervision, with workers that a test plays. */
import { expect, test } from 'vitest';
import { Crew } from '../../src/edge/crew.ts';
import type { LentLines } from '../../src/logs/access-lines.ts';
import { WorkerPool } from '../../src/simulator/worker-pool.ts';
import type { FromWorker, ToWorker, WorkerHandle, WorkerSeed } from '../../src/simulator/worker-talk.ts';
import { ManualClock } from '../harness/manual-clock.ts';
import { TARGET } from '../logs/record.ts';

class PlayedWorker implements WorkerHandle {
  readonly heard: ToWorker[] = [];
  /** Memory and ports that went over with the last. */
  given: readonly unknown[] = [];
  say: (message: FromWorker) => void = () => undefined;
  die: (error: unknown) => void = () => undefined;

  send(message: ToWorker, given: readonly unknown[] = []): void {
    this.heard.push(message);
    this.given = given;
  }

  onMessage(hear: (message: FromWorker) => void): void {
    this.say = hear;
  }

  onEnd(end: (error: unknown) => void): void {
    this.die = end;
  }

  async terminate(): Promise<void> {
    this.die(null);
  }

  kinds(): string[] {
    return this.heard.map(({ kind }) => kind);
  }
}

function setting(count = 2) {
  const clock = new ManualClock();
  const workers: PlayedWorker[] = [];
  const deaths: number[] = [];
  const reasons: unknown[] = [];
  const lines: LentLines[] = [];
  const crew = new Crew();
  const start = () => {
    const worker = new PlayedWorker();
    workers.push(worker);
    return worker;
  };
  const pool = new WorkerPool({
    ...{ count, start, crew, clock },
    seedOf: (worker) => ({ worker }) as WorkerSeed,
    ears: {
      onLines: (batch) => lines.push(batch),
      onUsage: () => undefined,
      onMistake: () => undefined,
      onDeath: (worker, error) => {
        deaths.push(worker);
        reasons.push(error);
      },
      identityFor: async (name) => (name === 'known' ? { cert: 'C', key: 'K' } : null),
    },
  });
  return { clock, workers, deaths, reasons, lines, crew, pool };
}

async function opened(count = 2) {
  const one = setting(count);
  const opening = one.pool.open();
  for (const worker of one.workers) worker.say({ kind: 'listening' });
  await opening;
  return one;
}

test('each begins, and is told of those who began before', async () => {
  const { workers } = await opened(3);
  expect(workers.map((worker) => worker.kinds())).toEqual([
    ['begin', 'neighbour', 'neighbour'],
    ['begin', 'neighbour', 'neighbour'],
    ['begin', 'neighbour', 'neighbour'],
  ]);
});

test('one that cannot listen fails the start', async () => {
  const { workers, pool } = setting();
  const opening = pool.open();
  workers[0]!.say({ kind: 'listening' });
  workers[1]!.say({ kind: 'failed', error: 'EACCES' });
  await expect(opening).rejects.toEqual(new Error('EACCES'));
});

test('why one that replaces another cannot listen is told when it ends', async () => {
  const { workers, reasons, clock } = await opened(1);
  workers[0]!.die(new Error('crash'));
  clock.tick(100);
  workers[1]!.say({ kind: 'failed', error: 'EMFILE' });
  expect(reasons).toEqual([new Error('crash'), new Error('EMFILE')]);
});

test('one that dies is freed of what it held before the others hear of it, and replaced under its number', async () => {
  const { workers, deaths, clock } = await opened();
  workers[0]!.die(new Error('crash'));
  expect([deaths, workers[1]!.kinds().at(-1), workers.length]).toEqual([[1], 'neighbourGone', 2]);
  clock.tick(100);
  expect(workers[2]!.heard[0]).toMatchObject({ kind: 'begin', seed: { worker: 1 } });
  expect(workers[1]!.kinds().at(-1)).toBe('neighbour');
});

test('one that dies again and again is begun ever more seldom, at last every ten seconds', async () => {
  const { workers, clock } = await opened(1);
  const pauses: number[] = [];
  for (let death = 0; death < 9; death++) {
    const [known, began] = [workers.length, clock.realNow()];
    workers.at(-1)!.die(null);
    while (workers.length === known) clock.tick(100);
    pauses.push(clock.realNow() - began);
  }
  expect(pauses).toEqual([100, 200, 400, 800, 1600, 3200, 6400, 10_000, 10_000]);
  clock.tick(10_000);
  const known = workers.length;
  workers.at(-1)!.die(null);
  clock.tick(100);
  expect(workers).toHaveLength(known + 1);
});

test('what is asked of all is done when those who live have done it', async () => {
  const { workers, pool, crew } = await opened();
  const gathered = pool.handOver();
  let isTold = false;
  crew.tell({ kind: 'swept', pop: 'IAD2', stamp: 0 }, () => {
    isTold = true;
  });
  workers[0]!.die(null);
  const asked = workers[1]!.heard.at(-2);
  expect(asked).toMatchObject({ kind: 'handOver' });
  workers[1]!.say({ kind: 'handedOver', number: (asked as { number: number }).number });
  await gathered;
  expect(isTold).toBe(false);
  workers[1]!.die(null);
  expect(isTold).toBe(true);
});

test('names are answered with what they are to be shown', async () => {
  const { workers } = await opened(1);
  for (const [question, serverName] of ['known', 'stranger'].entries())
    workers[0]!.say({ kind: 'identityWanted', question, serverName });
  await Promise.resolve();
  await new Promise((resolve) => setImmediate(resolve));
  expect(workers[0]!.heard.slice(1)).toEqual([
    { kind: 'identity', question: 0, identity: { cert: 'C', key: 'K' } },
    { kind: 'identity', question: 1, identity: null },
  ]);
});

test('memory of lines goes back to the worker that lent it, and to no other', async () => {
  const { workers, lines } = await opened();
  const batch = { target: TARGET, hour: 1, records: 1, bytes: new Uint8Array(10) };
  workers[0]!.say({ kind: 'lines', batch });
  const known = workers[1]!.heard.length;
  lines[0]!.giveBack!(lines[0]!.bytes);
  expect(workers[0]!.heard.at(-1)).toEqual({ kind: 'linesBack', bytes: batch.bytes });
  expect(workers[0]!.given).toEqual([batch.bytes.buffer]);
  expect(workers[1]!.heard).toHaveLength(known);
});

test('nothing is asked of the dead', async () => {
  const { workers, pool } = await opened(1);
  workers[0]!.die(new Error('crash'));
  await pool.handOver();
  expect(workers[0]!.kinds()).toEqual(['begin']);
});

test('each who asks for what was logged is answered for itself', async () => {
  const { workers, pool } = await opened(1);
  const asked = [pool.handOver(), pool.handOver()];
  const numbers = workers[0]!.heard.flatMap((message) => (message.kind === 'handOver' ? message.number : []));
  expect(new Set(numbers).size).toBe(asked.length);
  for (const number of numbers) workers[0]!.say({ kind: 'handedOver', number });
  await Promise.all(asked);
});

test('all have drained when the last one has', async () => {
  const { workers, pool } = await opened();
  let isDrained = false;
  const drained = pool.drain().then(() => {
    isDrained = true;
  });
  workers[0]!.say({ kind: 'drained' });
  await new Promise((resolve) => setImmediate(resolve));
  expect(isDrained).toBe(false);
  workers[1]!.say({ kind: 'drained' });
  await drained;
});

test('who drains is not replaced', async () => {
  const { workers, pool, clock, deaths } = await opened();
  const drained = pool.drain();
  for (const worker of workers) worker.say({ kind: 'drained' });
  await drained;
  clock.tick(60_000);
  expect([workers.length, deaths]).toEqual([2, []]);
});

test('nor is who died before', async () => {
  const { workers, pool, clock } = await opened();
  workers[0]!.die(new Error('crash'));
  const drained = pool.drain();
  workers[1]!.say({ kind: 'drained' });
  await drained;
  clock.tick(60_000);
  expect(workers).toHaveLength(2);
});
