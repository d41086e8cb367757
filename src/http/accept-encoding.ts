/**
 * The one question CloudFront asks of Accept-Encoding: does the viewer take gzip? The answer decides the
 * copy in the cache and what the origin is told; all else in the header is dropped (OR-20).
 */
import { splitList, trimSpaces } from './list-value.ts';

/** Whether `gzip` is listed with a weight other than 0 (RFC 9110 §12.5.3); `*` does not name it. */
export function acceptsGzip(header: string): boolean {
  if (header === 'gzip') return true;
  return splitList(header).some(isGzip);
}

function isGzip(element: string): boolean {
  const semicolon = element.indexOf(';');
  const coding = semicolon < 0 ? element : trimSpaces(element, 0, semicolon);
  if (coding.length !== 4 || coding.toLowerCase() !== 'gzip') return false;
  return semicolon < 0 || !isRefused(element.slice(semicolon + 1));
}

/** A weight of zero, in any of its spellings. */
function isRefused(parameters: string): boolean {
  return /^[ \t]*q=0(\.0{0,3})?[ \t]*$/i.test(parameters);
}
