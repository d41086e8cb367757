/** The first file of a worker's thread: it waits for what it is made of, and runs until it has drained. */
import { parentPort, workerData } from 'node:worker_threads';
import { importAsNamed } from '../imports.ts';
import type { ToWorker } from './worker-talk.ts';

importAsNamed();

// Behind it: what is imported at the top of a file is found before the file runs.
async function run(): Promise<void> {
  const { SystemClock } = await import('../clock.ts');
  const { EdgeWorker } = await import('./edge-worker.ts');
  const supervisor = parentPort!;
  const clock = new SystemClock(workerData as SharedArrayBuffer);
  supervisor.once('message', (first: Extract<ToWorker, { kind: 'begin' }>) => {
    const worker = new EdgeWorker(first.seed, clock, (message, given = []) =>
      supervisor.postMessage(message, [...given]),
    );
    supervisor.on('message', (message: Exclude<ToWorker, { kind: 'begin' }>) => worker.hear(message));
    worker
      .open(first.orders)
      .catch((error: Error) => supervisor.postMessage({ kind: 'failed', error: error.message }));
  });
}

void run();
