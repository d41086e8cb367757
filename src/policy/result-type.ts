/** The outcome of a request in CloudFront's words: the log's x-edge-result-type and the viewer's X-Cache. */

export type ResultType =
  | 'Hit' // served from the cache, fresh or standing in for a failing origin
  | 'RefreshHit' // expired, and confirmed by the origin's 304
  | 'Miss' // the origin was asked and delivered
  | 'Error' // a 4xx or 5xx answer, wherever it came from
  | 'LimitExceeded' // over a configured rate
  | 'CapacityExceeded'; // the edge location is full (D-12)

/** How content reached the viewer, before its status is looked at. */
export type Delivery = 'Hit' | 'RefreshHit' | 'Miss';

/** The X-Cache value (RH-2, RH-3). */
export function xCache(resultType: ResultType): string {
  return X_CACHE[resultType];
}

/** The result type of an answer with content: any 4xx or 5xx is an Error, from the cache too (AL-38). */
export function resultOf(status: number, delivery: Delivery): ResultType {
  return status >= 400 ? 'Error' : delivery;
}

const X_CACHE: Readonly<Record<ResultType, string>> = {
  Hit: 'Hit from cloudfront',
  RefreshHit: 'RefreshHit from cloudfront',
  Miss: 'Miss from cloudfront',
  Error: 'Error from cloudfront',
  LimitExceeded: 'LimitExceeded from cloudfront',
  CapacityExceeded: 'CapacityExceeded from cloudfront',
};

export const RESULT_TYPES = Object.keys(X_CACHE) as readonly ResultType[];
