/** Starts threads for workers. Nothing else knows where a thread's code begins. */
import { getCompileCacheDir } from 'node:module';
import { dirname } from 'node:path';
import sea from 'node:sea';
import { Worker } from 'node:worker_threads';
import type { StartWorker } from './worker-talk.ts';

/** Bundled it lies beside this as JavaScript (packaging/build-package.ts). */
const ENTRY = import.meta.url.endsWith('.ts') ? './worker-entry.ts' : './worker-entry.js';
/** The binary has no files: there it is begun by the text that the binary itself begins with (packaging/launcher.ts). */
const LAUNCHER = 'launcher.js';
/**
 * Of a thread's space for young objects, three times what is collected at a time: 8 MiB stay nearer to the processor than
 * Node's 16. With a heap for serving alone, even for one worker, this makes a 1 KiB hit 8 % cheaper than on the main thread.
 */
const YOUNG_MIB = 24;

/**
 * Threads can be begun before anybody knows what for: then they load their code while the thread that will
 * supervise them still loads its own.
 */
export class Threads {
  readonly #clockOffset: SharedArrayBuffer;
  readonly #waiting: Worker[] = [];

  /** `clockOffset`: of the clock that all threads go by. */
  constructor(clockOffset: SharedArrayBuffer) {
    this.#clockOffset = clockOffset;
  }

  /** Has so many begun and waiting, neither more nor fewer; they keep nobody alive. */
  prepare(count: number): void {
    while (this.#waiting.length < count) {
      const thread = this.#begin();
      thread.unref();
      this.#waiting.push(thread);
    }
    for (const surplus of this.#waiting.splice(count)) void surplus.terminate();
  }

  readonly start: StartWorker = () => {
    const thread = this.#waiting.shift() ?? this.#begin();
    let reason: unknown = null;
    thread.ref();
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

  #begin(): Worker {
    const options = {
      ...{ workerData: this.#clockOffset, name: 'edgefront worker', env: environment() },
      resourceLimits: { maxYoungGenerationSizeMb: YOUNG_MIB },
    };
    if (sea.isSea()) return new Worker(sea.getAsset(LAUNCHER, 'utf8'), { ...options, eval: true });
    return new Worker(new URL(ENTRY, import.meta.url), options);
  }
}

/** What this thread has compiled once is found by the others only if their environment says where. */
function environment(): NodeJS.ProcessEnv {
  const cache = getCompileCacheDir();
  return cache === undefined ? process.env : { ...process.env, NODE_COMPILE_CACHE: dirname(cache) };
}
