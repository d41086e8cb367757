/** What an origin said, or failed to say, in the form in which it is answered and kept. */
import type { Answer } from '../cache/stored-object.ts';
import { findHeader, type HeaderList, joinedHeader } from '../http/header-list.ts';
import type { OriginHead } from '../origin/origin.ts';
import type { Refusal } from '../policy/refusal.ts';
import { refreshedHeaders, validatorsOf } from '../policy/revalidation.ts';
import { keptHeaders, relayedHeaders, type ViewerResponseRecipe } from '../policy/viewer-response.ts';

const NO_VALIDATORS = { etag: null, lastModified: null };

/** For the viewers who wait for it; `receivedAt`: real epoch ms. A part keeps its Content-Range (RG-3). */
export function relayedAnswer(recipe: ViewerResponseRecipe, head: OriginHead, receivedAt: number): Answer {
  const { status, reason, bodyBytes } = head;
  const headers = relayedHeaders(recipe, head, receivedAt);
  const range = findHeader(head.headers, 'content-range');
  if (range !== undefined && (status === 206 || status === 416)) headers.push('Content-Range', range);
  return { status, reason, headers, validators: validatorsOf(headers), bodyBytes };
}

/** The same for those who come later (CK-20). */
export function keptAnswer(relayed: Answer): Answer {
  const headers = keptHeaders(relayed.headers);
  return headers === relayed.headers ? relayed : { ...relayed, headers };
}

/** A stored answer under the headers of the 304 that confirmed it (TTL-23). */
export function confirmedAnswer(stored: Answer, head: OriginHead): Answer {
  const headers = refreshedHeaders(stored.headers, head.headers);
  return { ...stored, headers, validators: validatorsOf(headers) };
}

/** Vary: * never reaches a finished block, and says all the same how the object is to be asked for (TTL-32). */
export function headersToJudge(confirmed: Answer, head: OriginHead): HeaderList {
  const vary = joinedHeader(head.headers, 'vary');
  return vary === undefined ? confirmed.headers : [...confirmed.headers, 'Vary', vary];
}

/** An answer of the edge in place of the origin's; its page is written for each viewer (ER-12). */
export function faultAnswer({ status, reason }: Refusal): Answer {
  return { status, reason, headers: [], validators: NO_VALIDATORS, bodyBytes: null };
}
