/**
 * Invalidations of one edge location, and the question "is this object older than one that names it?".
 * Nothing is removed when an invalidation arrives: an object is checked when it is next asked for, so
 * arrival costs the same for any number of objects. Stamps, not times, say what is older: the log's
 * counter moves with every invalidation, and an object carries the count at which its fetch began.
 */
import { compileWildcard, type TextTest } from '../http/wildcard.ts';
import type { Place } from './place.ts';

/** Paths remembered before the owner should sweep its objects and let the log forget. */
export const REMEMBERED_PATHS = 10_000;

/** A whole log as plain data, for one that goes on from it. */
export interface InvalidationHistory {
  readonly stamp: number;
  readonly paths: readonly RememberedPath[];
}

interface RememberedPath {
  readonly distributionId: string;
  readonly path: string;
  readonly isWildcard: boolean;
  readonly stamp: number;
}

interface WildcardInvalidation {
  readonly matches: TextTest;
  stamp: number;
}

class DistributionInvalidations {
  readonly exact = new Map<string, number>();
  readonly wildcards = new Map<string, WildcardInvalidation>();

  covers(path: string, stamp: number): boolean {
    const exact = this.exact.get(path);
    if (exact !== undefined && exact > stamp) return true;
    for (const one of this.wildcards.values()) {
      if (one.stamp > stamp && one.matches(path)) return true;
    }
    return false;
  }

  get size(): number {
    return this.exact.size + this.wildcards.size;
  }

  remember(path: string, isWildcard: boolean, stamp: number): void {
    if (!isWildcard) {
      this.exact.set(path, stamp);
      return;
    }
    const again = this.wildcards.get(path);
    if (again !== undefined) again.stamp = stamp;
    else this.wildcards.set(path, { matches: wildcardTest(path), stamp });
  }

  forget(stamp: number): void {
    for (const [path, one] of this.exact) if (one <= stamp) this.exact.delete(path);
    for (const [path, one] of this.wildcards) if (one.stamp <= stamp) this.wildcards.delete(path);
  }
}

export class InvalidationLog {
  readonly #byDistribution = new Map<string, DistributionInvalidations>();
  #stamp: number;

  constructor(history: InvalidationHistory = { stamp: 0, paths: [] }) {
    this.#stamp = history.stamp;
    for (const { distributionId, path, isWildcard, stamp } of history.paths)
      this.#of(distributionId).remember(path, isWildcard, stamp);
  }

  /** What a fetch that begins now carries. */
  get stamp(): number {
    return this.#stamp;
  }

  /** Paths remembered over all distributions. */
  get size(): number {
    let size = 0;
    for (const one of this.#byDistribution.values()) size += one.size;
    return size;
  }

  get history(): InvalidationHistory {
    const paths: RememberedPath[] = [];
    for (const [distributionId, { exact, wildcards }] of this.#byDistribution) {
      for (const [path, stamp] of exact) paths.push({ distributionId, path, isWildcard: false, stamp });
      for (const [path, { stamp }] of wildcards)
        paths.push({ distributionId, path, isWildcard: true, stamp });
    }
    return { stamp: this.#stamp, paths };
  }

  /** `expandsWildcards`: `*` is any run of characters (D-17); else paths are literal (IN-3). */
  add(distributionId: string, paths: readonly string[], expandsWildcards: boolean): void {
    this.#stamp += 1;
    const known = this.#of(distributionId);
    for (const path of paths) known.remember(path, expandsWildcards && path.includes('*'), this.#stamp);
  }

  /** Whether a path younger than `stamp` names the place: than its own, or than one it was asked about before. */
  covers(place: Place, stamp: number = place.invalidationStamp): boolean {
    if (stamp === this.#stamp) return false;
    const known = this.#byDistribution.get(place.distributionId);
    return known?.covers(place.invalidationPath, stamp) ?? false;
  }

  /** Forgets paths, up to this stamp or all; only after the objects were swept. Stamps go on counting. */
  forget(stamp = this.#stamp): void {
    for (const [distributionId, known] of this.#byDistribution) {
      known.forget(stamp);
      if (known.size === 0) this.#byDistribution.delete(distributionId);
    }
  }

  #of(distributionId: string): DistributionInvalidations {
    const known = this.#byDistribution.get(distributionId) ?? new DistributionInvalidations();
    this.#byDistribution.set(distributionId, known);
    return known;
  }
}

/** Stands for a literal `?` while matching; no request target can hold it. */
const QUESTION_MARK = '\uE000';

/** Only `*` is special in an invalidation; `?` begins the query string (IN-3, IN-9). */
function wildcardTest(path: string): TextTest {
  const matches = compileWildcard(path.replaceAll('?', QUESTION_MARK));
  return (text) => matches(text.replaceAll('?', QUESTION_MARK));
}
