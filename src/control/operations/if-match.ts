/** The condition under which a resource may be changed (CA-180, CA-181). */
import { ApiError } from '../api-error.ts';
import { isEtag } from '../identifiers.ts';

/** Quoted or bare, with or without `W/`; throws unless it names the current ETag. */
export function checkIfMatch(ifMatch: string | null, etag: string): void {
  const given = /^(?:W\/)?("?)([^"]*)\1$/.exec(ifMatch?.trim() ?? '')?.[2] ?? '';
  if (given === etag) return;
  if (!isEtag(given)) {
    throw new ApiError('InvalidIfMatchVersion', `If-Match must hold an ETag, not "${ifMatch ?? ''}".`);
  }
  throw new ApiError('PreconditionFailed', `If-Match names ${given}, which is not the current ETag.`);
}
