/**
 * The fills in flight of one edge location, so that one key is fetched once however many viewers ask
 * (OR-49, OR-54). A fill that others may join is registered under its key; one of its own (cookies
 * forwarded, a later range) is only counted. Each worker has its own fills; limits are of them all.
 */
import { SLAB_BYTES } from './bytes.ts';
import { Fill, type FillOwner } from './fill.ts';
import { FillTable } from './fill-table.ts';
import { FillTally } from './fill-tally.ts';
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

/** What is to be known of a fill before it begins. */
export interface Beginning {
  readonly place: Place;
  /** Others may join it. */
  readonly isShared: boolean;
  /** Another worker fetches, and this one's viewers read along. */
  readonly isMirror?: boolean;
}

/** Who tells other workers which keys are being fetched. */
export interface FillClaims {
  unclaim(key: string, fillNumber: number): void;
}

export interface FillsOptions {
  readonly limits: FillLimits;
  readonly tally?: FillTally;
  /** Told when a fill that others could join is joined no more; null where there are no other workers. */
  readonly claims?: FillClaims | null;
  /** Any number that strangers do not know, so that they cannot choose keys that are hard to tell apart. */
  readonly seed?: number;
}

export class Fills implements FillOwner {
  readonly #limits: FillLimits;
  readonly #tally: FillTally;
  readonly #claims: FillClaims | null;
  readonly #table: FillTable;
  #lastNumber = 0;

  constructor({ limits, tally = new FillTally(), claims = null, seed = 0 }: FillsOptions) {
    this.#limits = limits;
    this.#tally = tally;
    this.#claims = claims;
    this.#table = new FillTable(seed);
  }

  /** In all workers. */
  get count(): number {
    return this.#tally.fills;
  }

  /** Body bytes held for all fills, of all workers, that still have a writer or readers. */
  get pinnedBytes(): number {
    return this.#tally.bytes;
  }

  /** Many fills share the pinned bytes between them, so that their windows together stay within bounds. */
  get windowBytes(): number {
    const { fillWindowBytes, pinnedBytes } = this.#limits;
    const share = Math.floor(pinnedBytes / Math.max(1, this.#tally.fills));
    return Math.min(fillWindowBytes, Math.max(share, SLAB_BYTES));
  }

  /** What the next fill to begin will be known by. */
  get nextNumber(): number {
    return this.#lastNumber + 1;
  }

  /** A fill under this key that a newcomer may read from its beginning, or null. */
  find(key: string): Fill | null {
    const fill = this.#table.find(key);
    if (fill === null || fill.isWhole) return fill;
    this.close(fill);
    return null;
  }

  /** Joins the fill of this key or begins one. */
  claim(place: Place): Claim {
    const current = this.find(place.key);
    if (current === null) return this.begin({ place, isShared: true });
    if (current.readerCount >= this.#limits.readersPerFill) return REFUSED;
    return { role: 'follower', fill: current };
  }

  begin({ place, isShared, isMirror = false }: Beginning): Claim {
    if (this.#tally.fills >= this.#limits.fills || this.isMemoryShort()) return REFUSED;
    this.#lastNumber += 1;
    const tablePlace = this.#table.freePlace();
    const fill = new Fill({ place, owner: this, number: this.#lastNumber, tablePlace, isMirror });
    this.#table.add(fill, isShared);
    this.#tally.count(1, 0);
    return { role: 'leader', fill };
  }

  isMemoryShort(): boolean {
    return this.#tally.bytes >= this.#limits.pinnedBytes;
  }

  /** Nobody may join any more; those who read go on (OR-51). */
  close(fill: Fill): void {
    if (this.#table.close(fill) && !fill.isMirror) this.#claims?.unclaim(fill.place.key, fill.number);
  }

  onFillHolds(deltaBytes: number): void {
    this.#tally.count(0, deltaBytes);
  }

  onFillGone(fill: Fill): void {
    this.close(fill);
    if (this.#table.remove(fill)) this.#tally.count(-1, 0);
  }

  /** Fills that an invalidation names are finished for their readers and for nobody else (IN-19). */
  outdate(invalidations: InvalidationLog): void {
    for (const fill of this.#table) {
      if (!invalidations.covers(fill.place)) continue;
      fill.isOutdated = true;
      this.close(fill);
    }
  }
}
