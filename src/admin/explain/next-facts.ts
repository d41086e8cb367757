/** What would happen next: which answer the viewer would get, or whom the edge would ask first. */
import type { StoredObject } from '../../cache/stored-object.ts';
import { evaluateConditions, ifRangeHolds } from '../../http/conditional.ts';
import { findHeader } from '../../http/header-list.ts';
import { parseRange, resolveRange } from '../../http/range.ts';
import { REFUSALS, type Refusal } from '../../policy/refusal.ts';
import { type Delivery, type ResultType, resultOf } from '../../policy/result-type.ts';
import { decideStale } from '../../policy/revalidation.ts';
import type { Decision } from './decision.ts';
import { type Holdings, wantsPartAlone } from './holdings.ts';
import { type CitedRule, citedRules } from './rule.ts';

export type NextStep =
  | 'refuse' // an answer of the edge's own
  | 'deliver' // from what is stored
  | 'revalidate' // the origin is asked whether the stale object is still good
  | 'fetch' // the origin is asked for it
  | 'join'; // the fetch of another viewer is read

export interface NextFacts {
  readonly step: NextStep;
  /** As logged and said in X-Cache; where the origin decides, what a good answer of it would make. */
  readonly resultType: ResultType;
  /** Null: the origin's answer decides. */
  readonly status: number | null;
  readonly says: string;
  /** What typical answers of the origin would make of a stale object. */
  readonly outcomes: readonly StaleAnswer[];
  readonly rules: readonly CitedRule[];
}

export interface StaleAnswer {
  readonly originStatus: number;
  readonly says: string;
}

const NO_OUTCOMES: readonly StaleAnswer[] = [];

export function refusalNext(refusal: Refusal): NextFacts {
  const { status, resultType, message, code, statement } = refusal;
  const says = `refused with ${status}: ${code === '' ? message : `${code}, ${message}`}`;
  return { step: 'refuse', resultType, status, says, outcomes: NO_OUTCOMES, rules: citedRules(statement) };
}

/** Of an admitted request. */
export function nextFacts(decision: Decision, holdings: Holdings): NextFacts {
  const { object, state } = holdings;
  if (object !== null && state === 'fresh') return hit(decision, object);
  if (decision.edge.isMemoryShort()) return refusalNext(REFUSALS.capacityExceeded);
  const isAlone = decision.behavior!.cacheKey.forwardsCookies;
  if (holdings.isInFlight && !isAlone) return joining();
  if (object !== null) return revalidating(decision, object);
  return fetching(decision, holdings);
}

function hit(decision: Decision, object: StoredObject): NextFacts {
  if (object.refusal !== null) return { ...refusalNext(object.refusal), rules: citedRules('ER-12', 'ER-7') };
  const { status } = object.answer;
  if (status !== 200) return delivered(status, 'the stored answer', status >= 400 ? 'ER-7' : 'TTL-19');
  const verdict = decision.behavior!.cacheKey.forwardsCookies
    ? 'proceed'
    : evaluateConditions(decision.question.headers, object.answer.validators);
  if (verdict === 'not-modified') return delivered(304, 'the viewer has this version', 'TTL-34');
  if (verdict === 'failed') return refusalNext(REFUSALS.preconditionFailed);
  return part(decision, object);
}

function part({ question, edge }: Decision, { answer }: StoredObject): NextFacts {
  const whole = delivered(200, 'the stored object', 'TTL-19');
  const { headers, method } = question;
  const range = method === 'GET' ? findHeader(headers, 'range') : undefined;
  const specs = range === undefined ? null : parseRange(range);
  const ifRange = findHeader(headers, 'if-range');
  const isVoid = ifRange !== undefined && !ifRangeHolds(ifRange, answer.validators);
  if (specs === null || answer.bodyBytes === null || isVoid) return whole;
  const verdict = resolveRange(specs, answer.bodyBytes, edge.limits.rangeParts);
  if (verdict.kind === 'whole') return whole;
  if (verdict.kind === 'unsatisfiable') return refusalNext(REFUSALS.rangeNotSatisfiable);
  return delivered(206, 'a part of the stored object', verdict.kind === 'parts' ? 'RG-6' : 'RG-1');
}

function delivered(status: number, what: string, statement: string): NextFacts {
  const resultType = resultOf(status, 'Hit');
  const says = `${resultType}: ${status}, ${what}; nothing goes to the origin`;
  return { step: 'deliver', resultType, status, says, outcomes: NO_OUTCOMES, rules: citedRules(statement) };
}

function joining(): NextFacts {
  const says = 'Hit without Age: it is on its way for another viewer, and this one reads along';
  const rules = citedRules('OR-49', 'OR-50');
  return { step: 'join', resultType: 'Hit', status: null, says, outcomes: NO_OUTCOMES, rules };
}

function revalidating(decision: Decision, object: StoredObject): NextFacts {
  const { asksUnconditionally } = decision.behavior!.originRequest;
  const conditions = asksUnconditionally ? [] : conditionsOf(object);
  const isConditional = conditions.length > 0;
  const resultType: Delivery = isConditional ? 'RefreshHit' : 'Miss';
  const says = `the origin is asked ${isConditional ? `with ${conditions.join(' and ')}` : 'without conditions'}`;
  const outcomes = staleAnswers(object, isConditional);
  const rules = citedRules(...(isConditional ? ['TTL-22', 'TTL-23'] : []), 'TTL-24', 'TTL-25');
  return { step: 'revalidate', resultType, status: null, says, outcomes, rules };
}

function conditionsOf({ answer, keeping }: StoredObject): string[] {
  const { etag, lastModified } = answer.validators;
  if (!keeping.revalidates) return [];
  const conditions = etag === null ? [] : [`If-None-Match: ${etag}`];
  return lastModified === null ? conditions : [...conditions, `If-Modified-Since: ${lastModified}`];
}

/** By the edge's own decision about each kind of answer. */
function staleAnswers({ keeping }: StoredObject, isConditional: boolean): StaleAnswer[] {
  const statuses = isConditional ? [304, 200, 404, 410, 503] : [200, 404, 410, 503];
  return statuses.map((originStatus) => {
    return { originStatus, says: OUTCOMES[decideStale(originStatus, keeping.servesStale)] };
  });
}

const OUTCOMES = {
  refresh: 'RefreshHit: it is confirmed, and fresh again',
  replace: 'the answer takes its place, as far as it may be kept',
  'serve-stale': 'Hit: the stale object stands in',
  'drop-and-relay': 'the answer is passed on, and the stale object dropped',
} as const;

function fetching(decision: Decision, holdings: Holdings): NextFacts {
  const isAlone = decision.behavior!.cacheKey.forwardsCookies;
  const fetch = { step: 'fetch', resultType: 'Miss', status: null, outcomes: NO_OUTCOMES } as const;
  if (wantsPartAlone(decision, holdings)) {
    const says = 'Miss: this part alone is asked of the origin, and not kept';
    return { ...fetch, says, rules: citedRules('RG-3', 'RG-7') };
  }
  if (isAlone) {
    const says = 'Miss: the origin is asked for this viewer alone, as cookies are forwarded';
    return { ...fetch, says, rules: citedRules('OR-53') };
  }
  const what = holdings.isHeadOnly ? 'for the headers' : 'for the whole object';
  const says = `Miss: the origin is asked ${what}; who asks meanwhile reads along`;
  return { ...fetch, says, rules: citedRules(holdings.state === 'invalidated' ? 'IN-18' : 'OR-49', 'OR-50') };
}
