/**
 * Fetches one object from its origin into a fill, and stores it when it is whole. It belongs to no
 * viewer: the one that caused it may leave, and the others go on reading (D-5).
 */
import type { Draft } from '../cache/draft.ts';
import type { Fill, FillWriter } from '../cache/fill.ts';
import { LooseObject, noBody } from '../cache/loose-object.ts';
import {
  type Answer,
  freshUntil,
  type Keeping,
  type ObjectParts,
  type StoredObject,
} from '../cache/stored-object.ts';
import type { OriginFetch, OriginHead, OriginReader, OriginRequest } from '../origin/origin.ts';
import { decideKeep, ERROR_TTL_SECONDS, type Keep } from '../policy/freshness.ts';
import type { OriginFaultKind } from '../policy/origin-fault.ts';
import { originRefusal, type Refusal } from '../policy/refusal.ts';
import { decideStale } from '../policy/revalidation.ts';
import type { CompiledBehavior } from '../routing/compiled-distribution.ts';
import type { EdgeLocation } from './edge-location.ts';
import { confirmedAnswer, faultAnswer, headersToJudge, keptAnswer, relayedAnswer } from './origin-answer.ts';
import { isFitting } from './passed-part.ts';
import { WatchedReader } from './watched-reader.ts';

/** What a fetch is for. */
export interface Errand {
  readonly edge: EdgeLocation;
  readonly behavior: CompiledBehavior;
  readonly fill: Fill;
  /** Of the exchange that caused it. */
  readonly requestId: string;
  /** What is stored under the key, expired, held for the fetch; null: nothing. */
  readonly stale: StoredObject | null;
  /** Its validators go along, so that a 304 means something. */
  readonly asksConfirmation: boolean;
  /** The viewer's own range and conditions go along (RG-3, D-4). */
  readonly asksPart: boolean;
}

export class Filling implements OriginReader, FillWriter {
  readonly #errand: Errand;
  #fetch: OriginFetch | null = null;
  /** What is in the store already of a body that is to be kept. */
  #draft: Draft | null = null;
  #keeping: Keeping | null = null;
  #isHeadOnly = false;
  /** Null until the origin says it, and when it does not. */
  #bytesToCome: number | null = null;

  constructor(errand: Errand) {
    this.#errand = errand;
    errand.fill.writtenBy(this);
  }

  start(request: OriginRequest): void {
    const { edge, behavior } = this.#errand;
    this.#isHeadOnly = request.method === 'HEAD';
    edge.counters.originRequests += 1;
    this.#fetch = edge.origins.for(behavior.origin).fetch(request, new WatchedReader(this, this.#errand));
  }

  pause(): void {
    this.#fetch?.pause();
  }

  resume(): void {
    this.#fetch?.resume();
  }

  /** Where nothing more is to come the end is heard out, so that the connection can be used again. */
  abort(): void {
    if (this.#bytesToCome === 0) this.#fetch?.resume();
    else this.#fetch?.abort();
  }

  letGo(): void {
    this.#draft?.drop();
    this.#errand.stale?.release();
  }

  onHead(head: OriginHead): void {
    this.#bytesToCome = this.#isHeadOnly || isBodiless(head.status) ? 0 : head.bodyBytes;
    const { stale, asksPart, asksConfirmation } = this.#errand;
    if (!isFitting(head, { part: asksPart, confirmation: asksConfirmation })) {
      this.abort();
      return this.onFault('invalid-response');
    }
    if (stale !== null) {
      const outcome = decideStale(head.status, stale.keeping.servesStale);
      // A 304 to the viewer's own conditions says nothing of what is stored.
      if (outcome === 'refresh' && asksConfirmation) return this.#refresh(stale, head);
      if (outcome === 'serve-stale') return this.#standIn(stale);
    }
    this.#relay(head);
  }

  onBytes(chunk: Buffer): void {
    const { edge, fill } = this.#errand;
    edge.counters.originBytes += chunk.length;
    if (this.#bytesToCome !== null) this.#bytesToCome -= chunk.length;
    fill.write(chunk);
    if (fill.isKept && !this.#keepSoFar()) fill.stopKeeping();
  }

  onEnd(): void {
    const { edge, fill } = this.#errand;
    const outcome = fill.outcome;
    if (fill.state === 'streaming' && outcome?.kind === 'stream') {
      if (!fill.isKept || this.#keeping === null) this.#dropStale();
      else this.#keepStreamed(outcome.answer, this.#keeping);
    }
    edge.fills.close(fill);
    fill.complete();
  }

  onFault(kind: OriginFaultKind): void {
    const { edge, fill, stale } = this.#errand;
    edge.counters.originFaults += 1;
    this.#draft?.drop();
    edge.fills.close(fill);
    if (fill.outcome !== null) return fill.cut();
    if (stale?.keeping.servesStale === true) return this.#standIn(stale);
    const refusal = originRefusal(kind);
    if (refusal.resultType === 'CapacityExceeded' || this.#isOwnError(refusal.status))
      fill.answer({ kind: 'refusal', refusal }, false);
    else this.#keepError(refusal);
  }

  /** Copies what it can while the body arrives; false when it cannot be kept after all. */
  #keepSoFar(): boolean {
    const { edge, fill } = this.#errand;
    this.#draft ??= edge.store.draft();
    if (this.#fits(fill.bytes.sizeBytes) && !edge.isMemoryShort() && this.#draft.take(fill.bytes))
      return true;
    this.#draft.drop();
    return false;
  }

  #keepStreamed(answer: Answer, keeping: Keeping): void {
    const { place, bytes: body } = this.#errand.fill;
    this.#store({ place, answer: keptAnswer(answer), body, keeping, refusal: null })?.release();
  }

  /** 200, 404, a part: passed on as it arrives, and kept if it may be. */
  #relay(head: OriginHead): void {
    const { edge, fill, behavior } = this.#errand;
    const receivedAt = edge.clock.realNow();
    const keep = decideKeep(behavior.freshness, { status: head.status, headers: head.headers, receivedAt });
    const answer = relayedAnswer(behavior.viewerResponse, head, receivedAt);
    this.#keeping = this.#isOwnError(head.status) ? null : this.#keepingOf(keep);
    const ttlSeconds = this.#keeping?.ttlSeconds ?? 0;
    const isKept = this.#keeping !== null && this.#fits(this.#isHeadOnly ? 0 : (head.bodyBytes ?? 0));
    if (!isKept) this.#dropStale();
    // With nothing to keep, whoever asks from now on asks anew (OR-51).
    if (ttlSeconds === 0) edge.fills.close(fill);
    fill.answer({ kind: 'stream', answer, ttlSeconds }, isKept, head.isFollowed);
  }

  /** What a part meets, its range or conditions may have caused: no viewer of the whole gets it (RG-3). */
  #isOwnError(status: number): boolean {
    return this.#errand.asksPart && status >= 400;
  }

  #keepingOf(keep: Keep): Keeping | null {
    if (!keep.keep) return null;
    const { ttlSeconds, servesStale, revalidates } = keep;
    return { storedAt: this.#errand.edge.clock.now(), ttlSeconds, servesStale, revalidates };
  }

  /** TTL-23: the stored body under the headers of the 304, and a new time to live. */
  #refresh(stale: StoredObject, head: OriginHead): void {
    const { behavior, edge, fill } = this.#errand;
    const answer = confirmedAnswer(stale.answer, head);
    const { status } = answer;
    const headers = headersToJudge(answer, head);
    const keep = decideKeep(behavior.freshness, { status, headers, receivedAt: edge.clock.realNow() });
    const keeping = this.#keepingOf(keep);
    const parts = { place: fill.place, answer, body: stale.body, refusal: null };
    if (keeping === null) this.#dropStale();
    const kept = keeping === null ? null : this.#store({ ...parts, keeping });
    const once = keeping ?? { ...stale.keeping, ttlSeconds: 0 };
    this.#answerWith(kept ?? new LooseObject({ ...parts, keeping: once }, stale.hold()), 'RefreshHit');
  }

  /** TTL-25: the origin failed, so the expired object serves on for as long as an error would be kept. */
  #standIn(stale: StoredObject): void {
    stale.freshUntil = this.#errand.edge.clock.now() + ERROR_TTL_SECONDS * 1000;
    // Nobody reads the body of the failure.
    this.abort();
    this.#answerWith(stale.hold(), 'Hit');
  }

  /** ER-12: an error of the edge's own making is kept like one of the origin's. */
  #keepError(refusal: Refusal): void {
    const { edge, fill } = this.#errand;
    const storedAt = edge.clock.now();
    const keeping = { storedAt, ttlSeconds: ERROR_TTL_SECONDS, servesStale: false, revalidates: false };
    const parts = { place: fill.place, answer: faultAnswer(refusal), body: noBody(), keeping, refusal };
    this.#answerWith(this.#store(parts) ?? new LooseObject(parts), 'Miss');
  }

  #answerWith(object: StoredObject, delivery: 'RefreshHit' | 'Hit' | 'Miss'): void {
    const { edge, fill } = this.#errand;
    edge.fills.close(fill);
    fill.answer({ kind: 'object', object, delivery }, false);
  }

  /** What an answer would have replaced has had its day, even if the answer cannot take its place (D-8). */
  #dropStale(): void {
    const { edge, stale } = this.#errand;
    if (stale !== null) edge.store.drop(stale);
  }

  /** As it is kept, held; null if it may not be. */
  #store(parts: ObjectParts): StoredObject | null {
    const { edge, fill } = this.#errand;
    const kept =
      fill.isOutdated || this.#isOvertaken(parts) ? null : edge.store.put(parts, this.#draft ?? undefined);
    if (kept === null) this.#dropStale();
    return kept;
  }

  /** Another fetch of this key brought content meanwhile (OR-51, OR-53): neither error nor the expired takes its place. */
  #isOvertaken({ place, answer, keeping }: ObjectParts): boolean {
    const { edge, stale } = this.#errand;
    const now = edge.clock.now();
    if (answer.status < 400 && now < freshUntil(keeping)) return false;
    const other = edge.store.peek(place.key);
    if (other === null || other.version === stale?.version) return false;
    return other.status < 400 && other.isFresh(now);
  }

  #fits(bodyBytes: number): boolean {
    return bodyBytes <= this.#errand.edge.store.limits.maxObjectBytes;
  }
}

function isBodiless(status: number): boolean {
  return status === 204 || status === 304;
}
