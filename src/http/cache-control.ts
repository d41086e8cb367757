/**
 * The origin's Cache-Control, as far as CloudFront heeds it. Unknown directives are passed over. An age
 * that is no count of seconds is as good as absent (TTL-14); of several usable ones the first counts.
 */
import { splitList, trimSpaces } from './list-value.ts';

export interface CacheControl {
  /** Seconds; null if absent or unusable. */
  readonly maxAge: number | null;
  /** Seconds for shared caches, which wins over `maxAge`; null if absent or unusable. */
  readonly sMaxAge: number | null;
  /** `no-cache` without field names. */
  readonly isNoCache: boolean;
  /** Lower-cased names of `no-cache="…"`: fields that must not be kept, such as set-cookie (CK-20). */
  readonly noCacheFields: readonly string[];
  readonly isNoStore: boolean;
  /** `private`, with field names or without (RFC 9111 §5.2.2.7 allows the wider reading). */
  readonly isPrivate: boolean;
}

/** Reads the joined header value; absent means that no directive holds. */
export function parseCacheControl(value: string | undefined): CacheControl {
  if (value === undefined || value === '') return NO_DIRECTIVES;
  const found = { ...NO_DIRECTIVES };
  for (const directive of splitList(value)) {
    const equals = directive.indexOf('=');
    const name = equals < 0 ? directive : trimSpaces(directive, 0, equals);
    apply(found, name.toLowerCase(), equals < 0 ? '' : unquoted(trimSpaces(directive, equals + 1)));
  }
  return found;
}

type Found = { -readonly [K in keyof CacheControl]: CacheControl[K] };

const NO_DIRECTIVES: CacheControl = {
  maxAge: null,
  sMaxAge: null,
  isNoCache: false,
  noCacheFields: [],
  isNoStore: false,
  isPrivate: false,
};
/** RFC 9111 §1.2.2: what is longer counts as this. */
const LONGEST_SECONDS = 2_147_483_648;

function apply(found: Found, name: string, argument: string): void {
  switch (name) {
    case 'max-age':
      found.maxAge ??= parseSeconds(argument);
      break;
    case 's-maxage':
      found.sMaxAge ??= parseSeconds(argument);
      break;
    case 'no-cache':
      applyNoCache(found, argument);
      break;
    case 'no-store':
      found.isNoStore = true;
      break;
    case 'private':
      found.isPrivate = true;
  }
}

function applyNoCache(found: Found, argument: string): void {
  const fields = splitList(argument.toLowerCase());
  if (fields.length === 0) found.isNoCache = true;
  else found.noCacheFields = found.noCacheFields.concat(fields);
}

function parseSeconds(argument: string): number | null {
  return /^\d+$/.test(argument) ? Math.min(Number(argument), LONGEST_SECONDS) : null;
}

function unquoted(argument: string): string {
  if (!argument.startsWith('"')) return argument;
  const end = argument.length > 1 && argument.endsWith('"') ? -1 : undefined;
  return argument.slice(1, end).replaceAll('\\', '');
}
