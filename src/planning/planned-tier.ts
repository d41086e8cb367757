/**
 * One row of caches in front of an origin, all asked the same: an edge location in many sizes, or the upper tier
 * behind all of them. Answers with who had what; the arithmetic of freshness is the edge's own.
 */
import { InvalidationLog } from '../cache/invalidation-log.ts';
import { headOnlyPlace, type Place } from '../cache/place.ts';
import { ERROR_TTL_SECONDS, isErrorKept } from '../policy/freshness.ts';
import { decideStale } from '../policy/revalidation.ts';
import type { SizeRow } from './cache-sizes.ts';
import type { Judgement } from './judge.ts';
import { storedBytes } from './object-size.ts';
import { type Found, PlannedCache } from './planned-cache.ts';

/** A request as far as caches care. */
export interface Question {
  readonly judgement: Judgement;
  readonly nowMs: number;
  readonly isHead: boolean;
  /** Where nothing is stored, a part is asked for alone and not kept (RG-3). */
  readonly isLaterPart: boolean;
  /** What the origin answers instead; null: the object. */
  readonly failure: number | null;
}

/** Bits for caches. */
export interface Outcome {
  /** Answered without asking, or together with somebody who had asked already. */
  hits: number;
  /** Asked, and heard that what there is still holds. */
  refreshes: number;
  /** Asked the origin. */
  asked: number;
  /** Gave an error. */
  errors: number;
}

export interface TierOptions {
  readonly row: SizeRow;
  /** The run's end: what stays fresh beyond it never expires. */
  readonly endMs: number;
  /** From a fetch's beginning to its head: as long, others may join one that is not kept. */
  readonly originLatencyMs: number;
  readonly distributionId: string;
}

/** What was found under a key, and its number there. */
interface Known {
  readonly slot: number;
  readonly found: Found;
}

const NOTHING: Found = { fresh: 0, stale: 0 };
/** Fetches of what is not kept are remembered for followers until so many have gathered. */
const REMEMBERED_FETCHES = 100_000;

export class PlannedTier {
  readonly own: number;
  readonly cache: PlannedCache;
  readonly invalidations = new InvalidationLog();
  readonly #options: TierOptions;
  readonly #fetchedUntil = new Map<string, number>();

  constructor(options: TierOptions) {
    this.#options = options;
    this.own = 1 << options.row.own;
    this.cache = new PlannedCache(options.row.caches);
  }

  invalidate(paths: readonly string[]): void {
    this.invalidations.add(this.#options.distributionId, paths, true);
  }

  ask(question: Question): Outcome {
    const { judgement } = question;
    const slot = this.cache.look(judgement);
    const found = this.#find(judgement.place, slot, question.nowMs);
    if (found.fresh === this.cache.all) {
      this.cache.touch(slot, judgement.sizeBytes);
      return this.#answered(slot, found.fresh);
    }
    const known = { slot, found };
    return question.isHead ? this.#askHead(question, known) : this.#fetch(question, known);
  }

  /** What an invalidation names is gone when it is asked for (IN-18). */
  #find(place: Place, slot: number, nowMs: number): Found {
    const { invalidations } = this;
    if (invalidations.stamp > 0) {
      const stamp = this.cache.stampOf(slot);
      if (stamp < invalidations.stamp && invalidations.covers(place, stamp)) return NOTHING;
    }
    return this.cache.find(slot, nowMs);
  }

  #answered(slot: number, bits: number): Outcome {
    const errors = bits & this.cache.errors(slot);
    return { hits: bits & ~errors, refreshes: 0, asked: 0, errors };
  }

  #fetch(question: Question, known: Known): Outcome {
    const { slot, found } = known;
    const outcome = this.#answered(slot, found.fresh);
    const asked = this.cache.all & ~found.fresh;
    if (question.failure !== null) return this.#fail(question, known, outcome);
    if (this.#isJoined(question)) {
      outcome.hits |= asked;
      return outcome;
    }
    outcome.asked = asked;
    if (question.judgement.fate.isConfirmed) outcome.refreshes = found.stale & ~this.cache.errors(slot);
    this.#keep(question, known);
    return outcome;
  }

  #keep(question: Question, { slot, found }: Known): void {
    const { nowMs, judgement } = question;
    const { fate, sizeBytes } = judgement;
    if (!fate.keep.keep) return;
    const absent = this.cache.all & ~found.fresh & ~found.stale;
    const freshUntil = this.#until(nowMs, fate.keep.ttlSeconds);
    if (!question.isLaterPart || absent === 0) {
      const kept = { sizeBytes, freshUntil, isError: false };
      this.cache.store(judgement, slot, {
        bits: absent | found.stale,
        kept,
        stamp: this.invalidations.stamp,
      });
    } else if (absent !== this.cache.all) {
      this.cache.prolong(slot, found.stale, freshUntil);
      this.cache.touch(slot, sizeBytes, found.fresh | found.stale);
    }
  }

  /** TTL-25, ER-9: what is expired stands in; else the error is kept where such errors are. */
  #fail(question: Question, { slot, found }: Known, outcome: Outcome): Outcome {
    const { nowMs, judgement } = question;
    const { fate, place } = judgement;
    const status = question.failure!;
    const mayServe = fate.keep.keep && fate.keep.servesStale;
    const serving = decideStale(status, mayServe) === 'serve-stale' ? this.cache.all : 0;
    const standing = serving & found.stale & ~this.cache.errors(slot);
    const failed = this.cache.all & ~found.fresh & ~standing;
    const freshUntil = this.#until(nowMs, ERROR_TTL_SECONDS);
    outcome.asked = failed | standing;
    outcome.hits |= standing;
    outcome.errors |= failed;
    if (standing !== 0) this.cache.prolong(slot, standing, freshUntil);
    if (failed !== 0 && isErrorKept(status) && !question.isLaterPart) {
      const kept = { sizeBytes: bodilessBytes(judgement, place), freshUntil, isError: true };
      this.cache.store(judgement, slot, { bits: failed, kept, stamp: this.invalidations.stamp });
    }
    return outcome;
  }

  /** RG-17: where the whole is stored it answers; elsewhere what a HEAD brought is kept beside. */
  #askHead(question: Question, known: Known): Outcome {
    const { slot, found } = known;
    const { judgement, nowMs } = question;
    const { fate } = judgement;
    const absent = this.cache.all & ~found.fresh & ~found.stale;
    if (absent === 0) return this.#fetch(question, known);
    const outcome = this.#answered(slot, found.fresh);
    this.cache.touch(slot, judgement.sizeBytes, found.fresh | found.stale);
    const place = headOnlyPlace(judgement.place);
    const name = { key: place.key, number: -1 };
    const aloneSlot = this.cache.look(name);
    const alone = this.#find(place, aloneSlot, nowMs);
    outcome.hits |= alone.fresh & absent & ~this.cache.errors(aloneSlot);
    outcome.asked = this.cache.all & ~found.fresh & ~(alone.fresh & absent);
    outcome.refreshes = fate.isConfirmed ? (found.stale | alone.stale) & outcome.asked : 0;
    const sizeBytes = bodilessBytes(judgement, place);
    if (outcome.asked === 0) this.cache.touch(aloneSlot, sizeBytes);
    else if (question.failure !== null) outcome.errors |= outcome.asked;
    else if (fate.keep.keep) {
      const kept = { sizeBytes, freshUntil: this.#until(nowMs, fate.keep.ttlSeconds), isError: false };
      const { stamp } = this.invalidations;
      this.cache.store(name, aloneSlot, { bits: outcome.asked, kept, stamp });
    }
    return outcome;
  }

  /** Of a fetch that nothing is kept of, those who come before its head get a share (OR-50). */
  #isJoined({ judgement, isLaterPart, nowMs }: Question): boolean {
    const { fate, place } = judgement;
    const { originLatencyMs } = this.#options;
    const isLasting = fate.keep.keep && fate.keep.ttlSeconds > 0;
    if (originLatencyMs === 0 || isLasting || isLaterPart || !fate.isShared) return false;
    if (nowMs < (this.#fetchedUntil.get(place.key) ?? 0)) return true;
    if (this.#fetchedUntil.size >= REMEMBERED_FETCHES) this.#fetchedUntil.clear();
    this.#fetchedUntil.set(place.key, nowMs + originLatencyMs);
    return false;
  }

  #until(nowMs: number, ttlSeconds: number): number {
    const until = nowMs + ttlSeconds * 1000;
    return until >= this.#options.endMs ? Number.POSITIVE_INFINITY : until;
  }
}

/** What is kept of the object under this place, without a body. */
function bodilessBytes({ fate, object }: Judgement, place: Place): number {
  return storedBytes(place, fate.headerBytes + (object.etag?.length ?? 0), 0);
}
