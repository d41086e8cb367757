/**
 * What an exchange asks its origin: the behavior's recipe applied to this viewer's request. Requests with the same
 * header section get the same list of headers, so that whoever writes them knows it again.
 */
import type { Validators } from '../http/conditional.ts';
import type { OriginRequest } from '../origin/origin.ts';
import { forwardedCookies, forwardedQuery } from '../policy/cache-key.ts';
import {
  type OriginRequestParts,
  type OriginRequestRecipe,
  ownHeaders,
  type SharedHeaders,
  sharedHeaders,
} from '../policy/origin-request.ts';
import type { Exchange } from './exchange.ts';

/** `validators`: those of an expired object, to go along; null when there are none. */
export function originRequestOf(x: Exchange, validators: Validators | null): OriginRequest {
  const { cacheKey, originRequest: recipe } = x.behavior!;
  const { section, clientAddress, isSecure } = x.request;
  const parts = {
    headers: section.list,
    clientAddress,
    requestId: x.requestId,
    via: x.edge.via,
    range: x.isRangePassed ? (section.range ?? null) : null,
    validators,
    passesConditions: x.isRangePassed,
    cookies: forwardedCookies(cacheKey, section),
  };
  const shared = parts.passesConditions ? sharedHeaders(recipe, parts) : remembered(x, recipe, parts);
  return {
    method: x.isHeadOnly ? 'HEAD' : 'GET',
    path: originPath(x),
    headers: shared.list,
    ownHeaders: ownHeaders(shared, recipe, parts),
    isSecure,
  };
}

/** Without the viewer's conditions the list depends on nothing else (header-section.ts). */
function remembered(
  { request }: Exchange,
  recipe: OriginRequestRecipe,
  parts: OriginRequestParts,
): SharedHeaders {
  const { via, cookies } = parts;
  const last = request.section.forwarded;
  if (last !== null && last.recipe === recipe && last.via === via && last.cookies === cookies)
    return last.shared;
  const shared = sharedHeaders(recipe, parts);
  request.section.forwarded = { recipe, via, cookies, shared };
  return shared;
}

function originPath(x: Exchange): string {
  const query = forwardedQuery(x.behavior!.cacheKey, x.query);
  return query === null ? x.path : `${x.path}?${query}`;
}
