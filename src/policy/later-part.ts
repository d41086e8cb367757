/** Ranges of objects that are not in hand: a later part is asked for alone and not kept (RG-3, RG-7). */
import { findHeader, type HeaderList } from '../http/header-list.ts';
import { parseRange } from '../http/range.ts';

/** A GET whose range does not begin at byte 0: fetching the whole for it would be waste. */
export function asksLaterPart(method: string, headers: HeaderList): boolean {
  const header = method === 'GET' ? findHeader(headers, 'range') : undefined;
  const first = header === undefined ? undefined : parseRange(header)?.[0];
  return first !== undefined && !('first' in first && first.first === 0);
}
