/**
 * Counts of durations in buckets that grow with their value, so that a percentile is right to less than one part
 * in a hundred from a microsecond to days, and histograms of phases and edge locations can be added up.
 */

/** Buckets for each doubling: a bucket is at most 1/128 of its values wide. */
const STEPS = 128;
const STEP_BITS = 7;
const LARGEST_US = 2 ** 40;

export class Histogram {
  #counts = new Float64Array(0);
  #count = 0;
  #sumUs = 0;
  #maxUs = 0;

  get count(): number {
    return this.#count;
  }

  get maxMs(): number {
    return this.#maxUs / 1000;
  }

  get meanMs(): number {
    return this.#count === 0 ? 0 : this.#sumUs / this.#count / 1000;
  }

  record(ms: number): void {
    const us = Math.min(LARGEST_US, Math.max(0, Math.round(ms * 1000)));
    const at = bucketOf(us);
    if (at >= this.#counts.length) this.#grow(at);
    this.#counts[at]! += 1;
    this.#count += 1;
    this.#sumUs += us;
    if (us > this.#maxUs) this.#maxUs = us;
  }

  add(other: Histogram): void {
    if (other.#counts.length > this.#counts.length) this.#grow(other.#counts.length - 1);
    for (let at = 0; at < other.#counts.length; at++) this.#counts[at]! += other.#counts[at]!;
    this.#count += other.#count;
    this.#sumUs += other.#sumUs;
    this.#maxUs = Math.max(this.#maxUs, other.#maxUs);
  }

  /** Milliseconds that `share` of all (0.99 for p99) did not exceed; 0 where nothing was recorded. */
  percentileMs(share: number): number {
    let left = Math.max(1, Math.ceil(share * this.#count));
    for (let at = 0; at < this.#counts.length; at++) {
      left -= this.#counts[at]!;
      if (left <= 0) return Math.min(highestOf(at), this.#maxUs) / 1000;
    }
    return this.#maxUs / 1000;
  }

  #grow(at: number): void {
    const grown = new Float64Array(Math.max(at + 1, Math.ceil(this.#counts.length * 1.5)));
    grown.set(this.#counts);
    this.#counts = grown;
  }
}

/** Values below 2 × STEPS have a bucket each. */
function bucketOf(us: number): number {
  if (us < 2 * STEPS) return us;
  const shift = Math.floor(Math.log2(us)) - STEP_BITS;
  return shift * STEPS + Math.floor(us / 2 ** shift);
}

function highestOf(bucket: number): number {
  if (bucket < 2 * STEPS) return bucket;
  const shift = Math.floor(bucket / STEPS) - 1;
  const start = (bucket - shift * STEPS) * 2 ** shift;
  return start + 2 ** shift - 1;
}
