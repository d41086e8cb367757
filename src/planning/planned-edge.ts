/**
 * An edge location without a network: a request is routed, keyed and judged by the same code as at a real one, and
 * asked of the same location in many cache sizes.
 */
import { findHeader } from '../http/header-list.ts';
import { parseRange, resolveRange } from '../http/range.ts';
import { asksLaterPart } from '../policy/later-part.ts';
import type { OriginObject } from '../traffic/catalogue.ts';
import type { PlannedRequest } from '../traffic/planned-request.ts';
import type { Judge } from './judge.ts';
import type { Outcome, PlannedTier, Question } from './planned-tier.ts';

export interface PlannedEdgeOptions {
  readonly judge: Judge;
  readonly tier: PlannedTier;
  /** The status an origin fails with now; null: it does not. */
  readonly failureAt: (request: PlannedRequest) => number | null;
}

/** What the location of the size there is did. */
export interface Served {
  readonly result: 'Hit' | 'RefreshHit' | 'Miss' | 'Error';
  readonly status: number;
  /** Headers and body to the viewer. */
  readonly bytes: number;
  /** What the origin, or an upper tier, was asked; null: it was not. */
  readonly asked: Question | null;
  /** Bits of the sizes that answered by themselves, and of those that asked. */
  readonly hits: number;
  readonly origin: number;
}

/** Status line and headers of an ordinary answer, as counted at a real edge location. */
const RESPONSE_HEAD_BYTES = 420;
const PARTS = 64;
const ERROR_PAGE_BYTES = 900;

export class PlannedEdge {
  readonly #options: PlannedEdgeOptions;

  constructor(options: PlannedEdgeOptions) {
    this.#options = options;
  }

  serve(request: PlannedRequest): Served {
    const { judge, tier, failureAt } = this.#options;
    const judgement = judge.of(request);
    if (judgement === null) return REFUSED;
    const { object } = judgement;
    const question: Question = {
      judgement,
      nowMs: request.atMs,
      isHead: request.method === 'HEAD',
      isLaterPart: request.headers.length > 2 && asksLaterPart(request.method, request.headers),
      failure: failureAt(request),
    };
    const outcome = tier.ask(question);
    const result = object.status >= 400 ? 'Error' : resultOf(outcome, tier.own);
    const { status, bytes } = result === 'Error' ? errorAnswer(object, question) : answer(request, object);
    const asked = (outcome.asked & tier.own) === 0 ? null : question;
    const hits = object.status >= 400 ? 0 : outcome.hits;
    return { result, status, bytes, asked, hits, origin: outcome.asked };
  }
}

const REFUSED: Served = {
  ...{ result: 'Error', status: 403, bytes: ERROR_PAGE_BYTES },
  ...{ asked: null, hits: 0, origin: 0 },
};

function resultOf({ hits, refreshes, errors }: Outcome, own: number): Served['result'] {
  if ((errors & own) !== 0) return 'Error';
  if ((hits & own) !== 0) return 'Hit';
  return (refreshes & own) !== 0 ? 'RefreshHit' : 'Miss';
}

type Answer = Pick<Served, 'status' | 'bytes'>;

/** A stored error is what its origin once failed with. */
function errorAnswer({ status }: OriginObject, { failure }: Question): Answer {
  return { status: status >= 400 ? status : (failure ?? 503), bytes: ERROR_PAGE_BYTES };
}

function answer({ method, headers }: PlannedRequest, { status, sizeBytes, etag }: OriginObject): Answer {
  const bytes = RESPONSE_HEAD_BYTES + (method === 'HEAD' ? 0 : sizeBytes);
  if (headers.length <= 2) return { status, bytes };
  if (etag !== null && findHeader(headers, 'if-none-match') === etag)
    return { status: 304, bytes: RESPONSE_HEAD_BYTES };
  const range = method === 'GET' ? findHeader(headers, 'range') : undefined;
  const specs = range === undefined ? null : parseRange(range);
  const verdict = specs === null ? null : resolveRange(specs, sizeBytes, PARTS);
  if (verdict?.kind !== 'partial') return { status, bytes };
  const { first, last } = verdict.range;
  return { status: 206, bytes: RESPONSE_HEAD_BYTES + last - first + 1 };
}
