/** Workers without threads: each lives in this one, behind a channel as a thread does, with a clock that a test moves. */
import { MessageChannel } from 'node:worker_threads';
import type { Clock } from '../../src/clock.ts';
import { EdgeWorker } from '../../src/simulator/edge-worker.ts';
import type { StartWorker, ToWorker } from '../../src/simulator/worker-talk.ts';

type Begin = Extract<ToWorker, { kind: 'begin' }>;

export function workersHere(clock: Clock): StartWorker {
  return () => {
    const { port1: outside, port2: inside } = new MessageChannel();
    inside.once('message', ({ seed, orders }: Begin) => {
      const worker = new EdgeWorker(seed, clock, (message, given = []) =>
        inside.postMessage(message, [...given]),
      );
      inside.on('message', (message: Exclude<ToWorker, Begin>) => worker.hear(message));
      worker
        .open(orders)
        .catch((error: Error) => inside.postMessage({ kind: 'failed', error: error.message }));
    });
    let onEnd: (error: unknown) => void = () => undefined;
    return {
      send: (message, given = []) => outside.postMessage(message, [...given]),
      onMessage: (hear) => void outside.on('message', hear),
      onEnd: (end) => {
        onEnd = end;
      },
      terminate: async () => {
        outside.close();
        onEnd(null);
      },
    };
  };
}

/** How many workers a conversation has that does not say it: EDGEFRONT_TEST_WORKERS, or 1. */
export function testWorkers(): number {
  return Number(process.env.EDGEFRONT_TEST_WORKERS ?? 1);
}
