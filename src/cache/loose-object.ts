/**
 * A response on the heap: on its way into the store, or one that may not be kept. Its body may belong to
 * another object, which it then holds: the expired one that a 304 confirmed (TTL-23).
 */
import type { Validators } from '../http/conditional.ts';
import { headerLines } from '../http/header-list.ts';
import type { Refusal } from '../policy/refusal.ts';
import { Bytes } from './bytes.ts';
import type { Place } from './place.ts';
import {
  type Answer,
  type Body,
  freshUntil,
  type Keeping,
  type ObjectParts,
  type StoredObject,
} from './stored-object.ts';

/** Of a copy: with what changed since it was stored. */
type LooseParts = ObjectParts & Partial<Pick<StoredObject, 'version' | 'freshUntil'>>;

export class LooseObject implements StoredObject {
  readonly version: number;
  readonly place: Place;
  readonly answer: Answer;
  readonly body: Body;
  readonly keeping: Keeping;
  readonly refusal: Refusal | null;
  freshUntil: number;
  #lender: StoredObject | null;

  /** `lender`: whose body it is, if not its own; held already, and let go with this. */
  constructor(parts: LooseParts, lender: StoredObject | null = null) {
    this.version = parts.version ?? 0;
    this.place = parts.place;
    this.answer = parts.answer;
    this.body = parts.body;
    this.keeping = parts.keeping;
    this.refusal = parts.refusal;
    this.freshUntil = parts.freshUntil ?? freshUntil(parts.keeping);
    this.#lender = lender;
  }

  get status(): number {
    return this.answer.status;
  }

  get reason(): string {
    return this.answer.reason;
  }

  get lines(): Buffer {
    return Buffer.from(headerLines(this.answer.headers), 'latin1');
  }

  get validators(): Validators {
    return this.answer.validators;
  }

  get bodyBytes(): number | null {
    return this.answer.bodyBytes;
  }

  isFresh(now: number): boolean {
    return now < this.freshUntil;
  }

  ageSeconds(now: number): number {
    return Math.max(0, Math.floor((now - this.keeping.storedAt) / 1000));
  }

  hold(): LooseObject {
    return new LooseObject(this, this.#lender?.hold() ?? null);
  }

  release(): void {
    this.#lender?.release();
    this.#lender = null;
  }
}

/** The body of answers without one. */
export function noBody(): Body {
  return new Bytes(0);
}
