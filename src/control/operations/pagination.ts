/** Pages of lists (CA-193…CA-200). */
import type { Page } from '../../distribution/api-answers.ts';
import { ApiError } from '../api-error.ts';
import type { ApiRequest } from '../api-request.ts';

/** A list that pages are taken from; positions say where an entry stands. */
export interface PagedList<T> {
  /** Where the entry with an id stands or stood; null for an id never given out. */
  positionOf(id: string): number | null;
  /** Entries beyond a position, or from the beginning (null). */
  page(beyond: number | null, count: number): readonly T[];
  count(): number;
}

/** Throws InvalidArgument for a marker never given out (CA-199) and a MaxItems that is no number above 0 (CA-195). */
export function pageOf<T extends { readonly id: string }>(
  list: PagedList<T>,
  { marker, maxItems }: ApiRequest['query'],
  pageSize: number,
): Page<T> {
  const count = countOf(maxItems, pageSize);
  const beyond = marker === '' ? null : list.positionOf(marker);
  if (beyond === null && marker !== '') {
    throw new ApiError('InvalidArgument', `Marker ${marker} is not the id of an entry of this list.`);
  }
  const found = list.page(beyond, count + 1);
  const Items = found.slice(0, count);
  const IsTruncated = found.length > count;
  return {
    Marker: marker,
    NextMarker: IsTruncated ? Items.at(-1)!.id : null,
    MaxItems: count,
    IsTruncated,
    // The whole list's, not the page's (CA-197, CA-341).
    Quantity: list.count(),
    Items,
  };
}

function countOf(maxItems: string | null, pageSize: number): number {
  if (maxItems === null) return pageSize;
  if (!/^0*[1-9]\d*$/.test(maxItems)) {
    throw new ApiError('InvalidArgument', `MaxItems must be a whole number above 0, not "${maxItems}".`);
  }
  return Math.min(Number(maxItems), pageSize);
}
