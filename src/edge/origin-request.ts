/** What an exchange asks its origin: the behavior's recipe applied to this viewer's request. */
import type { Validators } from '../http/conditional.ts';
import type { OriginRequest } from '../origin/origin.ts';
import { forwardedCookies, forwardedQuery } from '../policy/cache-key.ts';
import { originHeaders } from '../policy/origin-request.ts';
import type { Exchange } from './exchange.ts';

/** `validators`: those of an expired object, to go along; null when there are none. */
export function originRequestOf(x: Exchange, validators: Validators | null): OriginRequest {
  const { cacheKey, originRequest } = x.behavior!;
  const { section, clientAddress, isSecure } = x.request;
  const headers = section.list;
  const parts = {
    headers,
    clientAddress,
    requestId: x.requestId,
    via: x.edge.via,
    range: x.isRangePassed ? (section.range ?? null) : null,
    validators,
    passesConditions: x.isRangePassed,
    cookies: forwardedCookies(cacheKey, section),
  };
  return {
    method: x.isHeadOnly ? 'HEAD' : 'GET',
    path: originPath(x),
    headers: originHeaders(originRequest, parts),
    isSecure,
  };
}

function originPath(x: Exchange): string {
  const query = forwardedQuery(x.behavior!.cacheKey, x.query);
  return query === null ? x.path : `${x.path}?${query}`;
}
