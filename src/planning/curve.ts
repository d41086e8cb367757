/** How often each cache of a row answered, and what it spared the origin: counted by set of caches, read by cache. */
import type { OrderedCache } from './recency-order.ts';

export interface CurvePoint {
  readonly capacityBytes: number;
  readonly requests: number;
  /** Answered without the origin. */
  readonly hits: number;
  readonly bytes: number;
  readonly hitBytes: number;
  readonly originRequests: number;
}

interface Cell {
  hits: number;
  requests: number;
  bytes: number;
}

export class Curve {
  readonly #caches: readonly OrderedCache[];
  /** By the bits of the caches that answered. The sets are few: mostly "from this size on". */
  readonly #hits = new Map<number, Cell>();
  #asked = 0;
  #bytes = 0;
  readonly #origin = new Map<number, number>();

  constructor(caches: readonly OrderedCache[]) {
    this.#caches = caches;
  }

  /** `hits`, `origin`: bits of the caches that answered by themselves, and of those that asked the origin. */
  count(hits: number, origin: number, bytes: number): void {
    this.#asked += 1;
    this.#bytes += bytes;
    const cell = this.#hits.get(hits);
    if (cell === undefined) this.#hits.set(hits, { hits, requests: 1, bytes });
    else {
      cell.requests += 1;
      cell.bytes += bytes;
    }
    this.#origin.set(origin, (this.#origin.get(origin) ?? 0) + 1);
  }

  points(): CurvePoint[] {
    return this.#caches.map(({ capacityBytes }, k) => {
      const point = { capacityBytes, requests: this.#asked, hits: 0, bytes: this.#bytes, hitBytes: 0 };
      for (const cell of this.#hits.values()) {
        if ((cell.hits & (1 << k)) === 0) continue;
        point.hits += cell.requests;
        point.hitBytes += cell.bytes;
      }
      let originRequests = 0;
      for (const [bits, count] of this.#origin) if ((bits & (1 << k)) !== 0) originRequests += count;
      return { ...point, originRequests };
    });
  }
}
