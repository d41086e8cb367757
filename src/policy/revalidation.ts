/**
 * An expired object and the origin's answer about it. The origin is asked with the object's validators;
 * its answer confirms the object, takes its place, lets it stand in once more, or ends it.
 */
import type { Validators } from '../http/conditional.ts';
import { findHeader, type HeaderList, isFieldValue } from '../http/header-list.ts';
import { isErrorKept } from './freshness.ts';
import type { OriginRequestRecipe } from './origin-request.ts';
import { cleanHeaders, describesBody } from './viewer-response.ts';

/** What becomes of an expired object. */
export type StaleOutcome =
  | 'refresh' // confirmed: same body, new headers and TTL (TTL-23)
  | 'replace' // the answer takes its place, if it may be kept (TTL-24, TTL-26)
  | 'serve-stale' // the origin failed: served again for the length of the error TTL (TTL-25)
  | 'drop-and-relay'; // the viewer gets the answer, and nothing is stored (D-8)

/** As much of an expired object as asking about it takes. */
export interface ExpiredObject {
  readonly keeping: { readonly revalidates: boolean };
  readonly answer: { readonly validators: Validators };
}

/** What to ask for its confirmation with (TTL-22); null: it is asked for anew (TTL-32, CK-26). */
export function confirmingValidators(
  recipe: OriginRequestRecipe,
  expired: ExpiredObject | null,
): Validators | null {
  if (expired === null || !expired.keeping.revalidates || recipe.asksUnconditionally) return null;
  const { validators } = expired.answer;
  return validators.etag === null && validators.lastModified === null ? null : validators;
}

/** Decides by the status of the origin, or of the refusal that an origin fault became (TTL-22…TTL-27, D-8). */
export function decideStale(status: number, servesStale: boolean): StaleOutcome {
  if (status === 304) return 'refresh';
  if (status >= 500 && servesStale) return 'serve-stale';
  if (status >= 400) return isErrorKept(status) ? 'replace' : 'drop-and-relay';
  return status < 200 || status === 206 ? 'drop-and-relay' : 'replace';
}

/** What to ask the origin with after expiry, from a finished block or the origin's own headers (TTL-22). */
export function validatorsOf(headers: HeaderList): Validators {
  return { etag: usable(headers, 'etag'), lastModified: usable(headers, 'last-modified') };
}

/**
 * The finished block after a 304, whose headers are given as the origin sent them: each one the 304 sent
 * replaces those of its name, except those that describe the stored body (RFC 9111 §3.2). Set-Cookie never
 * comes this way: it is kept only where cookies are forwarded, and there nothing is revalidated (CK-26).
 */
export function refreshedHeaders(stored: HeaderList, from304: HeaderList): string[] {
  const fresh = cleanHeaders({ headers: from304 }, false);
  const replaced = namesOf(fresh);
  const headers: string[] = [];
  for (let i = 0; i < stored.length; i += 2) {
    if (!replaced.has(stored[i]!.toLowerCase())) headers.push(stored[i]!, stored[i + 1]!);
  }
  for (let i = 0; i < fresh.length; i += 2) {
    if (!describesBody(fresh[i]!.toLowerCase())) headers.push(fresh[i]!, fresh[i + 1]!);
  }
  return headers;
}

function usable(headers: HeaderList, lowerName: string): string | null {
  const value = findHeader(headers, lowerName);
  return value === undefined || value === '' || !isFieldValue(value) ? null : value;
}

function namesOf(headers: HeaderList): ReadonlySet<string> {
  const names = new Set<string>();
  for (let i = 0; i < headers.length; i += 2) {
    const lowerName = headers[i]!.toLowerCase();
    if (!describesBody(lowerName)) names.add(lowerName);
  }
  return names;
}
