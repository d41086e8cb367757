/**
 * Who may ask at all. The method token is judged before a distribution is known; protocol, method and body
 * are judged by the cache behavior that the path chose, in that order, and the signature after them (VR-24).
 */
import type { Era } from '../distribution/api-version.ts';
import type { CacheBehavior } from '../distribution/distribution-config.ts';
import { REFUSALS, type Refusal } from './refusal.ts';

export interface ViewerAccess {
  /** HTTP is refused (VR-21). */
  readonly isHttpsOnly: boolean;
}

export interface AccessRequest {
  readonly isSecure: boolean;
  readonly method: string;
  /** Content-Length over 0, or Transfer-Encoding (VR-16). */
  readonly hasBody: boolean;
}

/** Sizes of a request's head as received, or their limits, in bytes. */
export interface RequestSize {
  /** The request target. */
  readonly urlBytes: number;
  /** Request line and headers together, body excluded. */
  readonly headerBytes: number;
}

/** Era 08 knows no HTTPS (VR-11, D-2), so it cannot ask for it. */
export function compileViewerAccess(behavior: CacheBehavior, era: Era): ViewerAccess {
  return { isHttpsOnly: era !== '08' && behavior.ViewerProtocolPolicy === 'https-only' };
}

/** Refuses a token that is no method CloudFront knows; method tokens are case-sensitive (VR-15, D-9). */
export function refuseMethod(method: string): Refusal | null {
  return isCacheable(method) || OTHER_METHODS.has(method) ? null : REFUSALS.unknownMethod;
}

/** Refuses a head or a target that is longer than its limit; being just as long is allowed (VR-18). */
export function refuseSize(size: RequestSize, limit: RequestSize): Refusal | null {
  const isTooLarge = size.urlBytes > limit.urlBytes || size.headerBytes > limit.headerBytes;
  return isTooLarge ? REFUSALS.tooLarge : null;
}

/** The behavior's checks of a request whose method is known (VR-12, VR-14, VR-16, VR-21, VR-24). */
export function checkAccess(access: ViewerAccess, request: AccessRequest): Refusal | null {
  if (!request.isSecure && access.isHttpsOnly) return REFUSALS.httpsOnly;
  if (!isCacheable(request.method)) return REFUSALS.methodNotAllowed;
  return request.hasBody ? REFUSALS.bodyOnGet : null;
}

/** The methods of the eras served here, and the only ones whose answers are kept (VR-12, VR-17). */
function isCacheable(method: string): boolean {
  return method === 'GET' || method === 'HEAD';
}

const OTHER_METHODS: ReadonlySet<string> = new Set(['POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']);
