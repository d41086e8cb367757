/**
 * One kept response. All that a hit needs is finished when it is stored: the header block without
 * what differs per answer (Age, X-Cache, Via, X-Amz-Cf-*) and without framing, which the body writer owns.
 */

import type { Validators } from '../http/conditional.ts';
import { headerBytes } from '../http/header-list.ts';
import type { Refusal } from '../policy/refusal.ts';
import { Bytes } from './bytes.ts';
import type { Place } from './place.ts';

/** Bookkeeping per object beyond key, headers and body: the object, its arrays and its place in the recency list. */
export const OBJECT_OVERHEAD_BYTES = 640;

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

export class StoredObject {
  readonly place: Place;
  readonly answer: Answer;
  readonly body: Bytes;
  readonly keeping: Keeping;
  /** Set when the edge made this answer itself: its page is written anew for each viewer (ER-12). */
  readonly refusal: Refusal | null;
  readonly sizeBytes: number;
  /** Simulated epoch ms; moved on when a stale object stands in for a failing origin (TTL-25). */
  freshUntil: number;
  /** Invalidations up to this number are known not to name it: each is looked at once, however often it is asked for. */
  checkedStamp: number;

  constructor(place: Place, answer: Answer, body: Bytes, keeping: Keeping, refusal: Refusal | null = null) {
    this.place = place;
    this.answer = answer;
    this.body = body;
    this.keeping = keeping;
    this.refusal = refusal;
    this.sizeBytes =
      OBJECT_OVERHEAD_BYTES +
      place.key.length +
      place.invalidationPath.length +
      headerBytes(answer.headers) +
      body.heldBytes;
    this.freshUntil = keeping.storedAt + keeping.ttlSeconds * 1000;
    this.checkedStamp = place.invalidationStamp;
  }

  isFresh(now: number): boolean {
    return now < this.freshUntil;
  }

  /** Whole seconds since it was stored or last confirmed (TTL-19, TTL-20). */
  ageSeconds(now: number): number {
    return Math.max(0, Math.floor((now - this.keeping.storedAt) / 1000));
  }

  /** The same body under the headers and times of a 304 (TTL-23). */
  refreshed(place: Place, answer: Answer, keeping: Keeping): StoredObject {
    return new StoredObject(place, answer, this.body, keeping);
  }
}

/** The body of answers without one. */
export function noBody(): Bytes {
  return new Bytes(0);
}
