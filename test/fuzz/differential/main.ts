/**
 * `npm run differential -- --inputs 10000000 --seed 1 --workers 2`: the own door beside node:http's parser on random
 * and damaged requests. Prints how many inputs, how many requests the own door took, and every disagreement; ends
 * in 1 when there is one.
 */
import { parseArgs } from 'node:util';
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';
import { Comparison, type Disagreement } from './comparison.ts';

interface Share {
  readonly inputs: number;
  readonly seed: number;
}

interface Outcome {
  readonly inputs: number;
  readonly taken: number;
  readonly whole: number;
  readonly disagreements: readonly Disagreement[];
}

/** More of them say nothing new. */
const SHOWN_DISAGREEMENTS = 10;
/** Between turns of the event loop, where streams that are done with are put away. */
const INPUTS_A_TURN = 200;

if (isMainThread) await report();
else parentPort!.postMessage(await compare(workerData as Share));

async function report(): Promise<void> {
  const { values } = parseArgs({
    options: {
      inputs: { type: 'string', default: '100000' },
      seed: { type: 'string', default: '1' },
      workers: { type: 'string', default: '1' },
    },
  });
  const [inputs, seed, workers] = [Number(values.inputs), Number(values.seed), Number(values.workers)];
  const startedAt = performance.now();
  const shares = Array.from({ length: workers }, (_, at) => ({
    inputs: Math.ceil(inputs / workers),
    seed: seed * workers + at,
  }));
  const outcomes = await Promise.all(shares.map(run));
  const sum = (of: (outcome: Outcome) => number) =>
    outcomes.reduce((total, outcome) => total + of(outcome), 0);
  const disagreements = outcomes.flatMap((outcome) => outcome.disagreements);
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(0);
  process.stdout.write(
    `inputs ${sum(({ inputs: each }) => each)}, requests taken by the own door ${sum(({ taken }) => taken)}, ` +
      `inputs taken whole ${sum(({ whole }) => whole)}, disagreements ${disagreements.length}, seconds ${seconds}\n`,
  );
  for (const each of disagreements) process.stdout.write(`${JSON.stringify(each, null, 2)}\n`);
  process.exitCode = disagreements.length === 0 ? 0 : 1;
}

function run(share: Share): Promise<Outcome> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL(import.meta.url), { workerData: share });
    worker.once('message', resolve);
    worker.once('error', reject);
  });
}

async function compare({ inputs, seed }: Share): Promise<Outcome> {
  const comparison = new Comparison(seed);
  const disagreements: Disagreement[] = [];
  let done = 0;
  for (; done < inputs && disagreements.length < SHOWN_DISAGREEMENTS; done++) {
    const disagreement = comparison.next();
    if (disagreement !== null) disagreements.push(disagreement);
    if (done % INPUTS_A_TURN === 0) await new Promise((resolve) => setImmediate(resolve));
  }
  return { inputs: done, taken: comparison.taken, whole: comparison.whole, disagreements };
}
