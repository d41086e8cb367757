/** From a draft, in which parts may be missing because they had problems, to the value. */
import type { Draft } from '../schema/reading.ts';

/** The draft as the value it is when no part is missing; null when one is. */
export function whole<T>(draft: Draft<T> | undefined): T | null {
  return isWhole(draft) ? (draft as T) : null;
}

function isWhole(part: unknown): boolean {
  if (part === undefined) return false;
  if (part === null || typeof part !== 'object') return true;
  const inner: Iterable<unknown> = part instanceof Map ? part.values() : Object.values(part);
  for (const value of inner) if (!isWhole(value)) return false;
  return true;
}
