/**
 * The fills in flight of one edge location, so that one key is fetched once however many viewers ask
 * (OR-49, OR-54). A fill that others may join is registered under its key; one of its own (cookies
 * forwarded, a later range) is only counted.
 */
import { SLAB_BYTES } from './bytes.ts';
import { Fill, type FillOwner } from './fill.ts';
import type { InvalidationLog } from './invalidation-log.ts';
import type { Place } from './place.ts';

export interface FillLimits {
  readonly fills: number;
  readonly readersPerFill: number;
  readonly fillWindowBytes: number;
  readonly pinnedBytes: number;
}

/** Leader: fetch it and feed the fill. Follower: read the fill as it grows. Refused: a limit is reached (D-12). */
export type Claim =
  | { readonly role: 'leader' | 'follower'; readonly fill: Fill }
  | { readonly role: 'refused' };

const REFUSED: Claim = { role: 'refused' };

export class Fills implements FillOwner {
  readonly #limits: FillLimits;
  readonly #joinable = new Map<string, Fill>();
  readonly #inFlight = new Set<Fill>();
  #pinnedBytes = 0;

  constructor(limits: FillLimits) {
    this.#limits = limits;
  }

  get count(): number {
    return this.#inFlight.size;
  }

  /** Body bytes held for all fills that still have a writer or readers. */
  get pinnedBytes(): number {
    return this.#pinnedBytes;
  }

  /** Many fills share the pinned bytes between them, so that their windows together stay within bounds. */
  get windowBytes(): number {
    const { fillWindowBytes, pinnedBytes } = this.#limits;
    const share = Math.floor(pinnedBytes / Math.max(1, this.#inFlight.size));
    return Math.min(fillWindowBytes, Math.max(share, SLAB_BYTES));
  }

  /** A fill under this key that a newcomer may read from its beginning, or null. */
  find(key: string): Fill | null {
    const fill = this.#joinable.get(key);
    return fill?.isWhole === true ? fill : null;
  }

  /** Joins the fill of this key or begins one. */
  claim(place: Place): Claim {
    const current = this.find(place.key);
    if (current === null) return this.begin(place, true);
    if (current.readerCount >= this.#limits.readersPerFill) return REFUSED;
    return { role: 'follower', fill: current };
  }

  /** Begins a fill; `isShared` lets others join it. */
  begin(place: Place, isShared: boolean): Claim {
    if (this.#inFlight.size >= this.#limits.fills || this.isMemoryShort()) return REFUSED;
    const fill = new Fill(place, this);
    this.#inFlight.add(fill);
    if (isShared) this.#joinable.set(place.key, fill);
    return { role: 'leader', fill };
  }

  isMemoryShort(): boolean {
    return this.#pinnedBytes >= this.#limits.pinnedBytes;
  }

  /** Nobody may join any more; those who read go on (OR-51). */
  close(fill: Fill): void {
    if (this.#joinable.get(fill.place.key) === fill) this.#joinable.delete(fill.place.key);
  }

  onFillHolds(deltaBytes: number): void {
    this.#pinnedBytes += deltaBytes;
  }

  onFillGone(fill: Fill): void {
    this.close(fill);
    this.#inFlight.delete(fill);
  }

  /** Fills that an invalidation names are finished for their readers and for nobody else (IN-19). */
  outdate(invalidations: InvalidationLog): void {
    for (const fill of this.#inFlight) {
      if (!invalidations.covers(fill.place)) continue;
      fill.isOutdated = true;
      this.close(fill);
    }
  }
}
