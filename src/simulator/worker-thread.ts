/** Starts threads for workers. Nothing else knows where a thread's code begins. */
import { Worker } from 'node:worker_threads';
import type { StartWorker } from './worker-talk.ts';

const ENTRY = new URL('./worker-entry.ts', import.meta.url);

/** `clockOffset`: of the clock that all threads go by. */
export function threads(clockOffset: SharedArrayBuffer): StartWorker {
  return () => {
    const thread = new Worker(ENTRY, { workerData: clockOffset, name: 'edgefront worker' });
    let reason: unknown = null;
    thread.on('error', (error) => {
      reason = error;
    });
    return {
      send: (message, given = []) => thread.postMessage(message, given),
      onMessage: (hear) => void thread.on('message', hear),
      onEnd: (end) => void thread.on('exit', () => end(reason)),
      terminate: async () => void (await thread.terminate()),
    };
  };
}
