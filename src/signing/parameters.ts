/** The four query parameters of a signed URL (SU-7), found in any order (SU-8), case-sensitive, split at `&` only. */

/** Names that belong to the signature: gone from the cache key and the origin's query (CK-15, SU-24). */
export const SIGNING_PARAMETERS = ['Expires', 'Policy', 'Signature', 'Key-Pair-Id'] as const;

type SigningParameter = (typeof SIGNING_PARAMETERS)[number];

/**
 * Values with percent-encoding undone, as some signers write `%7E` for `~`; null for a parameter that is absent.
 * A parameter given twice reads as empty: nobody can tell which was meant, and no verdict accepts an empty one.
 */
export type SigningParameters = Record<SigningParameter, string | null>;

/** Reads the signature's part of a raw query string, without its `?`. */
export function readSigningParameters(query: string): SigningParameters {
  const found: SigningParameters = { Expires: null, Policy: null, Signature: null, 'Key-Pair-Id': null };
  for (let start = 0; start <= query.length; ) {
    const ampersand = query.indexOf('&', start);
    const end = ampersand < 0 ? query.length : ampersand;
    const name = SIGNING_PARAMETERS.find((known) => isNamed(query, start, end, known));
    if (name !== undefined) {
      found[name] = found[name] === null ? decoded(query.slice(start + name.length + 1, end)) : '';
    }
    start = end + 1;
  }
  return found;
}

/** Whether a raw query string has any parameter of a signature: such a URL is already signed. */
export function hasSigningParameters(query: string): boolean {
  return Object.values(readSigningParameters(query)).some((value) => value !== null);
}

function isNamed(query: string, start: number, end: number, name: string): boolean {
  const nameEnd = start + name.length;
  if (!query.startsWith(name, start) || nameEnd > end) return false;
  return nameEnd === end || query[nameEnd] === '=';
}

function decoded(value: string): string {
  if (!value.includes('%')) return value;
  try {
    return decodeURIComponent(value);
  } catch {
    return value;
  }
}
