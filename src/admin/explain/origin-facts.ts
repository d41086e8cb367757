/** What would go to the origin, where to, and why its headers are as they are. */
import { findHeader } from '../../http/header-list.ts';
import { forwardedCookies, invalidationPath } from '../../policy/cache-key.ts';
import { originHeaders } from '../../policy/origin-request.ts';
import { confirmingValidators } from '../../policy/revalidation.ts';
import type { Endpoint, OriginTarget } from '../../routing/origin-target.ts';
import type { Decision } from './decision.ts';
import { type LostHeader, lostHeaders, type SentHeader, sentHeaders } from './header-fate.ts';
import { type Holdings, wantsPartAlone } from './holdings.ts';
import { type CitedRule, citedRules } from './rule.ts';

export interface OriginFacts {
  readonly originId: string;
  readonly kind: 'custom' | 's3';
  readonly domainName: string;
  readonly protocol: 'http' | 'https';
  /** Where the connection leads; null for a folder played as a bucket. */
  readonly endpoint: Endpoint | null;
  readonly folder: string | null;
  readonly isSigned: boolean;
  readonly accessIdentity: string | null;
  readonly method: 'GET' | 'HEAD';
  readonly path: string;
  readonly headers: readonly SentHeader[];
  /** The viewer's headers that do not reach the origin as they came. */
  readonly lost: readonly LostHeader[];
  readonly rules: readonly CitedRule[];
}

/** Stands for what is made anew for each request. */
const REQUEST_ID = '(the request id)';

export function originFacts(decision: Decision, holdings: Holdings): OriginFacts {
  const { behavior, path, query, question } = decision;
  const { origin, cacheKey } = behavior!;
  const isSecure = question.isSecure && origin.protocolPolicy === 'match-viewer';
  const headers = headersFor(decision, holdings);
  return {
    originId: origin.id,
    kind: origin.kind,
    domainName: origin.domainName,
    protocol: isSecure ? 'https' : 'http',
    endpoint: origin.folder !== null ? null : isSecure ? origin.https : origin.http,
    folder: origin.folder?.root ?? null,
    isSigned: origin.credentials !== null,
    accessIdentity: origin.accessIdentity,
    method: holdings.isHeadOnly ? 'HEAD' : 'GET',
    path: pathAt(origin, invalidationPath(cacheKey, { path, query, section: question.section })),
    headers: sentHeaders(headers),
    lost: lostHeaders(question.headers, headers),
    rules: citedRules(...rulesFor(origin, holdings)),
  };
}

function pathAt(origin: OriginTarget, path: string): string {
  return origin.usesPathStyle ? `/${origin.bucket}${path}` : path;
}

function rulesFor(origin: OriginTarget, { object, isHeadOnly }: Holdings): string[] {
  const rules = origin.kind === 's3' ? ['OR-1', 'OR-2'] : ['OR-3'];
  if (origin.accessIdentity !== null || origin.credentials !== null) rules.push('OR-6');
  if (object !== null) rules.push(object.keeping.revalidates ? 'TTL-22' : 'TTL-32');
  if (isHeadOnly) rules.push('RG-17');
  return rules;
}

function headersFor(decision: Decision, holdings: Holdings): string[] {
  const { behavior, question, edge } = decision;
  const isRangePassed = wantsPartAlone(decision, holdings) && isFetchedAlone(decision, holdings);
  return originHeaders(behavior!.originRequest, {
    headers: question.headers,
    clientAddress: question.clientAddress,
    requestId: REQUEST_ID,
    via: edge.via,
    range: isRangePassed ? (findHeader(question.headers, 'range') ?? null) : null,
    validators: confirmingValidators(behavior!.originRequest, holdings.object),
    passesConditions: isRangePassed,
    cookies: forwardedCookies(behavior!.cacheKey, question.section),
  });
}

/** Nobody is fetching the whole already, or nobody may be joined (D-6, OR-53). */
function isFetchedAlone({ behavior }: Decision, { fill }: Holdings): boolean {
  return behavior!.cacheKey.forwardsCookies || fill === null;
}
