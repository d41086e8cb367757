/** The four query parameters of a signed URL (SU-7), found in any order (SU-8), case-sensitive, split at `&` only. */
import { SIGNING_PARAMETERS } from '../distribution/signing-parameters.ts';

type SigningParameter = (typeof SIGNING_PARAMETERS)[number];

/**
 * Values with percent-encoding undone, as some signers write `%7E` for `~`; null for a parameter that is absent.
 * A parameter given twice reads as empty: nobody can tell which was meant, and no verdict accepts an empty one.
 */
export type SigningParameters = Record<SigningParameter, string | null>;

/** Reads the signature's part of a raw query string, without its `?`. */
export function readSigningParameters(query: string): SigningParameters {
  const found: SigningParameters = { Expires: null, Policy: null, Signature: null, 'Key-Pair-Id': null };
  for (const parameter of query.split('&')) {
    const name = signingNameOf(parameter);
    if (name !== null) found[name] = found[name] === null ? decoded(parameter.slice(name.length + 1)) : '';
  }
  return found;
}

/** Whether a raw query string has any parameter of a signature: such a URL is already signed. */
export function hasSigningParameters(query: string): boolean {
  return query.split('&').some((parameter) => signingNameOf(parameter) !== null);
}

function signingNameOf(parameter: string): SigningParameter | null {
  for (const name of SIGNING_PARAMETERS) {
    if (parameter.startsWith(name) && (parameter.length === name.length || parameter[name.length] === '=')) {
      return name;
    }
  }
  return null;
}

function decoded(value: string): string {
  if (!value.includes('%')) return value;
  try {
    return decodeURIComponent(value);
  } catch {
    return value;
  }
}
