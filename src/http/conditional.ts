/**
 * Conditional GET and HEAD, answered from what the edge holds (RFC 9110 §13.2.2; TTL-34). Without a stored
 * ETag the two headers that name ETags are as if they had not been sent (TTL-35). A condition that cannot
 * be read, or has nothing to be held against, does not hold anybody up.
 */
import { findHeader, type HeaderList, joinedHeader } from './header-list.ts';
import { parseHttpDate } from './http-date.ts';
import { isSpace } from './list-value.ts';

/** What the origin said of the version kept; null where it said nothing. */
export interface Validators {
  /** As sent, quotes and `W/` included. */
  readonly etag: string | null;
  /** As sent: an HTTP date, if the origin does well. */
  readonly lastModified: string | null;
}

export type ConditionVerdict =
  | 'proceed' // send the content
  | 'not-modified' // 304: the viewer has it
  | 'failed'; // 412: the viewer wanted another version

/** The conditions' verdict, in the order of precedence the RFC gives them. */
export function evaluateConditions(request: HeaderList, stored: Validators): ConditionVerdict {
  const ifMatch = stored.etag === null ? undefined : joinedHeader(request, 'if-match');
  if (ifMatch !== undefined) {
    if (!listsTag(ifMatch, stored.etag!, true)) return 'failed';
  } else if (isChangedAfter(findHeader(request, 'if-unmodified-since'), stored) === true) return 'failed';

  const ifNoneMatch = stored.etag === null ? undefined : joinedHeader(request, 'if-none-match');
  if (ifNoneMatch !== undefined) {
    return listsTag(ifNoneMatch, stored.etag!, false) ? 'not-modified' : 'proceed';
  }
  const isChanged = isChangedAfter(findHeader(request, 'if-modified-since'), stored);
  return isChanged === false ? 'not-modified' : 'proceed';
}

/** Whether a Range still belongs to the stored version (RFC 9110 §13.1.5): never by a weak tag. RG-12. */
export function ifRangeHolds(ifRange: string, stored: Validators): boolean {
  if (ifRange.startsWith('"')) return ifRange === stored.etag;
  const date = parseHttpDate(ifRange);
  return date !== null && stored.lastModified !== null && date === parseHttpDate(stored.lastModified);
}

/** Null when there is no date to compare with on either side. */
function isChangedAfter(header: string | undefined, stored: Validators): boolean | null {
  if (header === undefined || stored.lastModified === null) return null;
  const since = parseHttpDate(header);
  const changed = parseHttpDate(stored.lastModified);
  return since === null || changed === null ? null : changed > since;
}

/** Whether the list is `*` or names the tag; a backslash means nothing inside a tag (RFC 9110 §8.8.3). */
function listsTag(list: string, etag: string, isStrong: boolean): boolean {
  if (list === '*') return true;
  if (isStrong && isWeak(etag, 0)) return false;
  const opaque = isWeak(etag, 0) ? etag.slice(2) : etag;
  for (let i = skipSeparators(list, 0); i < list.length; ) {
    const isWeakTag = isWeak(list, i);
    const start = isWeakTag ? i + 2 : i;
    const end = endOfTag(list, start);
    const isSame = end - start === opaque.length && list.startsWith(opaque, start);
    if (isSame && !(isStrong && isWeakTag)) return true;
    i = skipSeparators(list, end);
  }
  return false;
}

function isWeak(text: string, at: number): boolean {
  return text.startsWith('W/', at);
}

function skipSeparators(list: string, from: number): number {
  let i = from;
  while (i < list.length && (list.charCodeAt(i) === 0x2c || isSpace(list.charCodeAt(i)))) i++;
  return i;
}

/** Past the closing quote; a tag sent without quotes ends before the next comma or space. */
function endOfTag(list: string, start: number): number {
  if (list.charCodeAt(start) === 0x22) {
    const quote = list.indexOf('"', start + 1);
    return quote < 0 ? list.length : quote + 1;
  }
  let i = start;
  while (i < list.length && list.charCodeAt(i) !== 0x2c && !isSpace(list.charCodeAt(i))) i++;
  return i;
}
