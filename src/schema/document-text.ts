/** From bytes to text: documents are UTF-8 and bounded, whatever format they are in. */

/** The largest document read, in bytes of UTF-8. CloudFront's own documents stay below 100 KiB at every limit. */
export const MAX_DOCUMENT_BYTES = 1024 * 1024;

/** Elements, maps and lists inside one another; CloudFront's deepest document has nine. */
export const MAX_DEPTH = 20;

export type DocumentText = { readonly text: string } | { readonly because: string };

/** The text without a byte order mark, or why it is not read: too large, or bytes that are not UTF-8. */
export function documentText(source: string | Uint8Array): DocumentText {
  const sizeBytes = typeof source === 'string' ? Buffer.byteLength(source) : source.byteLength;
  if (sizeBytes > MAX_DOCUMENT_BYTES) {
    return { because: `is ${sizeBytes} bytes long; at most ${MAX_DOCUMENT_BYTES} are read` };
  }
  if (typeof source === 'string') return { text: source.startsWith('\uFEFF') ? source.slice(1) : source };
  try {
    return { text: new TextDecoder('utf-8', { fatal: true }).decode(source) };
  } catch {
    return { because: 'is not UTF-8' };
  }
}
