/** What an exchange asks its origin: the behavior's recipe applied to this viewer's request. */
import type { StoredObject } from '../cache/stored-object.ts';
import { findHeader } from '../http/header-list.ts';
import type { OriginRequest } from '../origin/origin.ts';
import { forwardedCookies, forwardedQuery } from '../policy/cache-key.ts';
import { originHeaders } from '../policy/origin-request.ts';
import type { Exchange } from './exchange.ts';

/** `stale`: the expired object whose validators go along (TTL-22); null when there is none. */
export function originRequestOf(x: Exchange, stale: StoredObject | null): OriginRequest {
  const { cacheKey, originRequest } = x.behavior!;
  const { headers, clientAddress, isSecure } = x.request;
  const parts = {
    headers,
    clientAddress,
    requestId: x.requestId,
    via: x.edge.via,
    range: x.isRangePassed ? (findHeader(headers, 'range') ?? null) : null,
    validators: stale?.keeping.revalidates === true ? stale.answer.validators : null,
    passesConditions: x.isRangePassed,
    cookies: forwardedCookies(cacheKey, headers),
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
