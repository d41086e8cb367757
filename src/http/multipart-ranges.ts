/**
 * Several ranges in one answer (RFC 9110 §14.6): what stands before each part and after the last, so that
 * the writer sends heads and slices of the object in turn, copies nothing and knows the length beforehand.
 */
import { type ByteRange, contentRange } from './range.ts';

export interface MultipartRanges {
  /** The answer's Content-Type. */
  readonly contentType: string;
  /** Each head is followed by the bytes of its range. */
  readonly parts: readonly { readonly head: Buffer; readonly range: ByteRange }[];
  readonly tail: Buffer;
  /** Content-Length: heads, ranges and tail. */
  readonly sizeBytes: number;
}

/** Frames the ranges of an object of `sizeBytes`; `boundary` is a token that its bytes will not contain. */
export function multipartRanges(
  ranges: readonly ByteRange[],
  sizeBytes: number,
  contentType: string | undefined,
  boundary: string,
): MultipartRanges {
  const type = contentType === undefined ? '' : `Content-Type: ${contentType}\r\n`;
  const parts = ranges.map((range, index) => ({
    head: bytes(
      `${index === 0 ? '' : '\r\n'}--${boundary}\r\n${type}Content-Range: ${contentRange(range, sizeBytes)}\r\n\r\n`,
    ),
    range,
  }));
  const tail = bytes(`\r\n--${boundary}--\r\n`);
  const bodyBytes = parts.reduce(
    (total, { head, range }) => total + head.length + range.last - range.first + 1,
    0,
  );
  return {
    contentType: `multipart/byteranges; boundary=${boundary}`,
    parts,
    tail,
    sizeBytes: bodyBytes + tail.length,
  };
}

function bytes(text: string): Buffer {
  return Buffer.from(text, 'latin1');
}
