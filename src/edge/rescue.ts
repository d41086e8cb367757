/**
 * A viewer too slow for an object that is not kept has fallen out of the window: it goes on with a ranged
 * fetch of its own, if the origin can prove that the rest belongs to the same object, else it is cut (D-7).
 */
import type { Fill, FillWriter } from '../cache/fill.ts';
import type { Answer } from '../cache/stored-object.ts';
import { findHeader } from '../http/header-list.ts';
import { parseHttpDate } from '../http/http-date.ts';
import { parseContentRange } from '../http/range.ts';
import type { OriginFetch, OriginHead, OriginReader, OriginRequest } from '../origin/origin.ts';
import type { OriginFaultKind } from '../policy/origin-fault.ts';
import { REFUSALS } from '../policy/refusal.ts';
import { validatorsOf } from '../policy/revalidation.ts';
import { partOfBody } from './body-plan.ts';
import type { Exchange } from './exchange.ts';
import type { Next } from './flow.ts';
import { originRequestOf } from './origin-request.ts';
import { WatchedReader } from './watched-reader.ts';

/** `end` is exclusive, Infinity when the length is unknown. */
export function rescue(x: Exchange, end: number): Next {
  const proof = strongValidator(x.answer!);
  if (!x.plan!.isSingleRun || !Number.isFinite(end) || proof === null) return x.breakOff();
  const claim = x.edge.fills.begin({ place: x.place!, isShared: false });
  if (claim.role === 'refused') return x.breakOff();
  const rest = { first: x.position, last: end - 1 };
  x.fill?.leave(x);
  x.fill = claim.fill;
  claim.fill.join(x);
  x.isContinuing = true;
  x.plan = partOfBody({ first: 0, last: rest.last - rest.first });
  x.position = 0;
  new Continuation(x, claim.fill, rest.first).start(requestOf(x, rest, proof));
  return 'parked';
}

/** What tells every version from every other (RFC 9110 §8.8.2.2, §8.8.3.2); null when nothing does. */
function strongValidator({ headers, validators }: Answer): string | null {
  const { etag, lastModified } = validators;
  if (etag !== null) return etag.startsWith('"') ? etag : null;
  if (lastModified === null) return null;
  const changedAt = parseHttpDate(lastModified);
  const answeredAt = parseHttpDate(findHeader(headers, 'date') ?? '');
  // Two changes within one second have one date.
  const isOld = changedAt !== null && answeredAt !== null && answeredAt - changedAt >= 1000;
  return isOld ? lastModified : null;
}

/** An origin that ignores If-Range must not have another version's bytes added to this one's. */
function isSameVersion(head: OriginHead, { validators }: Answer): boolean {
  const { etag, lastModified } = validatorsOf(head.headers);
  if (validators.etag !== null) return etag === validators.etag;
  return lastModified === null || lastModified === validators.lastModified;
}

function requestOf(x: Exchange, rest: { first: number; last: number }, proof: string): OriginRequest {
  const request = originRequestOf(x, null);
  const headers = [...request.headers, 'Range', `bytes=${rest.first}-${rest.last}`, 'If-Range', proof];
  return { ...request, headers };
}

class Continuation implements OriginReader, FillWriter {
  readonly #exchange: Exchange;
  readonly #fill: Fill;
  readonly #answer: Answer;
  readonly #first: number;
  #fetch: OriginFetch | null = null;

  constructor(x: Exchange, fill: Fill, first: number) {
    this.#exchange = x;
    this.#fill = fill;
    this.#answer = x.answer!;
    this.#first = first;
    fill.writtenBy(this);
  }

  start(request: OriginRequest): void {
    const { edge, behavior, requestId } = this.#exchange;
    edge.counters.originRequests += 1;
    const watched = new WatchedReader(this, { edge, fill: this.#fill, requestId });
    this.#fetch = edge.origins.for(behavior!.origin).fetch(request, watched);
  }

  pause(): void {
    this.#fetch?.pause();
  }

  resume(): void {
    this.#fetch?.resume();
  }

  abort(): void {
    this.#fetch?.abort();
  }

  /** It holds nothing. */
  letGo(): void {}

  /** Only a 206 that begins exactly here, of an object just as long, continues what the viewer has. */
  onHead(head: OriginHead): void {
    const range = parseContentRange(findHeader(head.headers, 'content-range') ?? '');
    const isRest =
      head.status === 206 && range?.first === this.#first && range.sizeBytes === this.#answer.bodyBytes;
    if (isRest && isSameVersion(head, this.#answer))
      return this.#fill.answer({ kind: 'stream', answer: this.#answer, ttlSeconds: 0 }, false);
    this.abort();
    this.onFault('invalid-response');
  }

  onBytes(chunk: Buffer): void {
    this.#exchange.edge.counters.originBytes += chunk.length;
    this.#fill.write(chunk);
  }

  onEnd(): void {
    this.#fill.complete();
  }

  onFault(_kind: OriginFaultKind): void {
    this.#exchange.edge.counters.originFaults += 1;
    if (this.#fill.outcome !== null) return this.#fill.cut();
    this.#fill.answer({ kind: 'refusal', refusal: REFUSALS.internalError }, false);
  }
}
