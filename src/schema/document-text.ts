/** From bytes to text: documents are UTF-8 and bounded, whatever format they are in. */

/** The largest file read, in bytes of UTF-8. A distribution's configuration stays below 100 KiB at every limit. */
export const MAX_DOCUMENT_BYTES = 1024 * 1024;

/** Elements, maps and lists inside one another; CloudFront's deepest document has nine. */
export const MAX_DEPTH = 20;

/** Values or elements of one document. The largest that CloudFront's limits allow has little more than a thousand. */
export const MAX_NODES = 50_000;

export type DocumentText = { readonly text: string } | { readonly because: string };

/** The text without a byte order mark, or why it is not read: too large, or bytes that are not UTF-8. */
export function documentText(source: string | Uint8Array, maxBytes = MAX_DOCUMENT_BYTES): DocumentText {
  const sizeBytes = typeof source === 'string' ? Buffer.byteLength(source) : source.byteLength;
  if (sizeBytes > maxBytes) return { because: `is ${sizeBytes} bytes long; at most ${maxBytes} are read` };
  if (typeof source === 'string') return { text: source.startsWith('\uFEFF') ? source.slice(1) : source };
  try {
    return { text: new TextDecoder('utf-8', { fatal: true }).decode(source) };
  } catch {
    return { because: 'is not UTF-8' };
  }
}
