/**
 * Path → key of a bucket folder (D-21): the path without its first slash and its query, percent-decoded
 * once. A key that no file inside the folder can have names no object; nothing is normalised into one.
 */

export type KeyVerdict =
  | { readonly kind: 'key'; readonly key: string }
  | { readonly kind: 'bucket' } // `/`, the bucket itself
  | { readonly kind: 'nowhere'; readonly key: string } // well-formed, but not a place inside the folder
  | { readonly kind: 'malformed' } // broken escapes, or not UTF-8
  | { readonly kind: 'too-long' };

/** Longest key S3 takes, in bytes. */
const MAX_KEY_BYTES = 1024;
const BUCKET: KeyVerdict = { kind: 'bucket' };
const MALFORMED: KeyVerdict = { kind: 'malformed' };
const TOO_LONG: KeyVerdict = { kind: 'too-long' };

export function objectKey(path: string): KeyVerdict {
  const question = path.indexOf('?');
  const key = decode(path.slice(1, question === -1 ? path.length : question));
  if (key === null) return MALFORMED;
  if (key === '') return BUCKET;
  if (Buffer.byteLength(key) > MAX_KEY_BYTES) return TOO_LONG;
  return { kind: isPlace(key) ? 'key' : 'nowhere', key };
}

function decode(text: string): string | null {
  try {
    return decodeURIComponent(text);
  } catch {
    return null;
  }
}

/** Every segment must be a file's or folder's own name: no `..`, no `.`, no empty one, no NUL. */
function isPlace(key: string): boolean {
  if (key.includes('\0')) return false;
  return key.split('/').every((segment) => segment !== '' && segment !== '.' && segment !== '..');
}
