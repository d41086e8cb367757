/**
 * The memory of this process while something runs. Resident memory is sampled as it is, with whatever V8
 * has not got round to freeing; what is held is measured after a collection, so that it can be asserted.
 */
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;
const SAMPLE_MS = 5;

export class MemoryWatch {
  readonly #heldBefore = heldBytes();
  readonly #before = process.memoryUsage.rss();
  #peak = this.#before;
  #peakHeld = this.#heldBefore;
  readonly #timer = setInterval(() => this.#sample(), SAMPLE_MS);

  /** Measures what is held now; takes tens of milliseconds. */
  measure(): void {
    this.#peakHeld = Math.max(this.#peakHeld, heldBytes());
  }

  stop(): void {
    clearInterval(this.#timer);
    this.#sample();
    this.measure();
  }

  /** By how many bytes what was held, heap and buffers, grew at the worst moment measured. */
  get grownBytes(): number {
    return this.#peakHeld - this.#heldBefore;
  }

  toString(): string {
    const [before, peak, after] = [this.#before, this.#peak, process.memoryUsage.rss()].map(mib);
    return `resident memory ${before} before, ${peak} peak, ${after} after; held at most ${mib(this.grownBytes)} more`;
  }

  #sample(): void {
    this.#peak = Math.max(this.#peak, process.memoryUsage.rss());
  }
}

export function mib(bytes: number): string {
  return `${(bytes / 1024 ** 2).toFixed(1)} MiB`;
}

/** Heap and buffers; the second collection frees what only the first one's finalizers let go. */
function heldBytes(): number {
  collect();
  collect();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}
