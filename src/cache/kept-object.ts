/**
 * A stored object, held: a handle on its record in the store's memory. What is asked of it is read there and
 * then, so that a hit builds nothing it does not need.
 */
import type { Validators } from '../http/conditional.ts';
import { readHeaderLines } from '../http/header-list.ts';
import { KEPT_REFUSALS, type Refusal } from '../policy/refusal.ts';
import { KeptBody } from './kept-body.ts';
import { FIELD, NUMBER } from './memory/entries.ts';
import type { Holds } from './memory/holds.ts';
import type { Segment } from './memory/mapped-memory.ts';
import {
  HEAD,
  HEAD_BYTES,
  HEAD_NUMBER,
  NO_BODY_BYTES,
  NO_TEXT,
  refusalIn,
  revalidatesIn,
  servesStaleIn,
  statusIn,
  USUAL_REASON,
} from './memory/record-head.ts';
import type { Place } from './place.ts';
import type { Answer, Keeping, StoredObject } from './stored-object.ts';

export class KeptObject implements StoredObject {
  readonly entry: number;
  readonly #holds: Holds;
  readonly #segment: Segment;
  /** Where its record begins in the segment. */
  readonly #at: number;
  #body: KeptBody | null = null;
  #answer: Answer | null = null;
  #isHeld = true;

  /** Of an entry just held. */
  constructor(holds: Holds, entry: number) {
    const { memory, entries } = holds.tables;
    const page = entries.get(entry, FIELD.page);
    this.entry = entry;
    this.#holds = holds;
    this.#segment = memory.segmentOf(page);
    this.#at = memory.startOf(page) + entries.get(entry, FIELD.offset);
  }

  get version(): number {
    return this.#number(HEAD_NUMBER.version);
  }

  /** What it takes of the store's capacity. */
  get sizeBytes(): number {
    return this.#holds.tables.sizeBytes(this.entry);
  }

  get status(): number {
    return statusIn(this.#word(HEAD.facts));
  }

  get reason(): string {
    return this.#text(HEAD.reason) ?? USUAL_REASON;
  }

  get lines(): Buffer {
    const start = this.#at + HEAD_BYTES + this.#word(HEAD.keyBytes);
    return this.#segment.bytes.subarray(start, start + this.#word(HEAD.linesBytes));
  }

  get body(): KeptBody {
    this.#body ??= new KeptBody(this.#holds.tables, this.entry);
    return this.#body;
  }

  get validators(): Validators {
    return { etag: this.#text(HEAD.etag), lastModified: this.#text(HEAD.lastModified) };
  }

  get bodyBytes(): number | null {
    const bytes = this.#number(HEAD_NUMBER.bodyBytes);
    return bytes === NO_BODY_BYTES ? null : bytes;
  }

  get answer(): Answer {
    this.#answer ??= {
      status: this.status,
      reason: this.reason,
      headers: readHeaderLines(this.lines.toString('latin1')),
      validators: this.validators,
      bodyBytes: this.bodyBytes,
    };
    return this.#answer;
  }

  get keeping(): Keeping {
    const facts = this.#word(HEAD.facts);
    return {
      storedAt: this.#number(HEAD_NUMBER.storedAt),
      ttlSeconds: this.#number(HEAD_NUMBER.ttlSeconds),
      servesStale: servesStaleIn(facts),
      revalidates: revalidatesIn(facts),
    };
  }

  get place(): Place {
    return {
      key: this.#slice(0, this.#word(HEAD.keyBytes)),
      distributionId: this.#text(HEAD.distributionId) ?? '',
      invalidationPath: this.#text(HEAD.path) ?? '',
      invalidationStamp: this.#word(HEAD.stamp),
    };
  }

  get refusal(): Refusal | null {
    return KEPT_REFUSALS[refusalIn(this.#word(HEAD.facts))] ?? null;
  }

  get freshUntil(): number {
    return this.#holds.tables.entries.number(this.entry, NUMBER.freshUntil);
  }

  set freshUntil(at: number) {
    this.#holds.tables.entries.setNumber(this.entry, NUMBER.freshUntil, at);
  }

  isFresh(now: number): boolean {
    return now < this.freshUntil;
  }

  ageSeconds(now: number): number {
    return Math.max(0, Math.floor((now - this.#number(HEAD_NUMBER.storedAt)) / 1000));
  }

  hold(): KeptObject {
    this.#holds.take(this.entry);
    return new KeptObject(this.#holds, this.entry);
  }

  release(): void {
    if (!this.#isHeld) return;
    this.#isHeld = false;
    this.#holds.release(this.entry);
  }

  #word(place: number): number {
    return this.#segment.words[(this.#at >> 2) + place]!;
  }

  #number(place: number): number {
    return this.#segment.doubles[(this.#at >> 3) + place]!;
  }

  #text(place: number): string | null {
    const span = this.#word(place);
    return span === NO_TEXT ? null : this.#slice(span >>> 16, span & 0xffff);
  }

  #slice(start: number, length: number): string {
    const from = this.#at + HEAD_BYTES + start;
    return this.#segment.bytes.toString('latin1', from, from + length);
  }
}
