/**
 * One kept response. All that a hit needs is finished when it is stored: the header lines without what
 * differs per answer (Age, X-Cache, Via, X-Amz-Cf-*) and without framing, which the body writer owns.
 *
 * It comes in two forms: kept in the store's memory, or loose on the heap when it may not be kept. Either
 * is *held* by whoever has it: its bytes stay where they are until `release`, once per holder, and nothing
 * of it may be read afterwards.
 */
import type { Validators } from '../http/conditional.ts';
import type { Refusal } from '../policy/refusal.ts';
import type { Place } from './place.ts';

/** What an origin, or the edge in its place, answered. */
export interface Answer {
  readonly status: number;
  readonly reason: string;
  /** Finished block, flat. */
  readonly headers: readonly string[];
  readonly validators: Validators;
  /** Length of the whole body; of a HEAD answer: what Content-Length announced, null when it did not. */
  readonly bodyBytes: number | null;
}

/** How long and for what an answer is kept; times are simulated epoch milliseconds. */
export interface Keeping {
  readonly storedAt: number;
  readonly ttlSeconds: number;
  /** May stand in when the origin fails after expiry (TTL-25, TTL-27). */
  readonly servesStale: boolean;
  /** Asks the origin with validators after expiry; not for `Vary: *` (TTL-32). */
  readonly revalidates: boolean;
}

/** When it expires, simulated epoch ms. */
export function freshUntil({ storedAt, ttlSeconds }: Keeping): number {
  return storedAt + ttlSeconds * 1000;
}

/** Bytes read from anywhere, a piece at a time. */
export interface Body {
  /** Offset behind the last byte in hand. */
  readonly sizeBytes: number;
  /** Offset of the first byte in hand. */
  readonly startBytes: number;
  /** Bytes at `offset`, as many before `end` (exclusive) as lie together; empty when there are none in hand. */
  read(offset: number, end: number): Buffer;
}

/** What an object is made of. */
export interface ObjectParts {
  readonly place: Place;
  readonly answer: Answer;
  readonly body: Body;
  readonly keeping: Keeping;
  /** Set when the edge made this answer itself: its page is written anew for each viewer (ER-12). */
  readonly refusal: Refusal | null;
}

export interface StoredObject extends ObjectParts {
  /** Differs between all that one store ever kept; 0 for what was never kept. */
  readonly version: number;
  readonly status: number;
  readonly reason: string;
  /** Header lines ready to be sent: `Name: value␍␊`, latin1. */
  readonly lines: Buffer;
  readonly validators: Validators;
  /** As in `Answer`. */
  readonly bodyBytes: number | null;
  /** Simulated epoch ms; moved on when a stale object stands in for a failing origin (TTL-25). */
  freshUntil: number;
  isFresh(now: number): boolean;
  /** Whole seconds since it was stored or last confirmed (TTL-19, TTL-20). */
  ageSeconds(now: number): number;
  /** Another hold on the same object, with a release of its own. */
  hold(): StoredObject;
  /** Lets go; harmless when repeated. */
  release(): void;
}
