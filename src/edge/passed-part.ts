/** Whether an origin's answer fits what was asked of it: a part only where one was wanted, and whole in itself. */
import { findHeader } from '../http/header-list.ts';
import { parseContentRange } from '../http/range.ts';
import type { OriginHead } from '../origin/origin.ts';

/** What an origin was asked for beyond the object itself. */
export interface Asked {
  /** The viewer's own range and conditions. */
  readonly part: boolean;
  /** Whether an expired object is still good. */
  readonly confirmation: boolean;
}

export function isFitting(head: OriginHead, asked: Asked): boolean {
  if (head.status === 206) return asked.part && isProperPart(head);
  return head.status !== 304 || asked.part || asked.confirmation;
}

/** RG-14: Content-Range and the length of the body must say the same. */
function isProperPart(head: OriginHead): boolean {
  const type = findHeader(head.headers, 'content-type') ?? '';
  if (type.toLowerCase().startsWith('multipart/byteranges')) return true;
  const range = parseContentRange(findHeader(head.headers, 'content-range') ?? '');
  if (range === null) return false;
  return head.bodyBytes === null || head.bodyBytes === range.last - range.first + 1;
}
