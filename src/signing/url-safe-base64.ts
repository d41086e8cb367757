/**
 * Base64 as signed URLs carry it: the ordinary alphabet, padded, with `-` for `+`, `_` for `=` and `~` for `/`
 * (SU-9). Not RFC 4648's base64url, which writes `_` for `/` and drops the padding. Only the one spelling that
 * encoding gives is read, so that no byte of a signature can be changed without changing what it says.
 */

/** Bytes, or text as UTF-8, in CloudFront's spelling (SU-9). */
export function encodeUrlSafeBase64(bytes: Buffer | string): string {
  const plain = (typeof bytes === 'string' ? Buffer.from(bytes) : bytes).toString('base64');
  return plain.replaceAll('+', '-').replaceAll('=', '_').replaceAll('/', '~');
}

/** The bytes; null when the text is empty, unpadded, padded wrongly or has a character outside the alphabet. */
export function decodeUrlSafeBase64(text: string): Buffer | null {
  const plain = text.replaceAll('-', '+').replaceAll('_', '=').replaceAll('~', '/');
  const bytes = Buffer.from(plain, 'base64');
  return text !== '' && encodeUrlSafeBase64(bytes) === text ? bytes : null;
}
