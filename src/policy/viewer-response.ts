/**
 * The headers a viewer gets. What an origin sent is cleaned once, when it arrives: the finished block is
 * kept and replayed as it is. What differs from answer to answer is added behind it (RH-19). Caching
 * headers are never touched (TTL-21), nothing is compressed (CP-1), Content-Type is never guessed (RH-15).
 */
import type { Era } from '../distribution/api-version.ts';
import type { CacheBehavior } from '../distribution/distribution-config.ts';
import { parseCacheControl } from '../http/cache-control.ts';
import {
  beginsAs,
  findHeader,
  type HeaderList,
  headerLines,
  isFieldValue,
  isNamed,
  isToken,
  joinedHeader,
} from '../http/header-list.ts';
import { formatHttpDate } from '../http/http-date.ts';
import { splitList } from '../http/list-value.ts';
import { NameSet } from '../http/name-set.ts';
import { forwardsCookies } from './cache-key.ts';
import { connectionNames, isHopByHop } from './hop-by-hop.ts';
import { RESULT_TYPES, type ResultType, xCache } from './result-type.ts';

export interface ViewerResponseRecipe {
  /** Cookies are forwarded, so Set-Cookie is kept and replayed (CK-19, RH-11). */
  readonly passesSetCookie: boolean;
}

/** What an origin sent. */
export interface SentHeaders {
  readonly headers: HeaderList;
  /** Known already: names are tokens, and values field values. */
  readonly isWellFormed?: boolean;
}

/** What differs from answer to answer of one edge location. */
export interface EdgeAnswer {
  readonly resultType: ResultType;
  readonly requestId: string;
  /** Null on a miss (RH-7). */
  readonly ageSeconds: number | null;
}

/** An edge location's own lines up to the value of X-Amz-Cf-Id, for each result type. */
export type EdgeLines = Readonly<Record<ResultType, string>>;

export function compileViewerResponse(behavior: CacheBehavior, era: Era): ViewerResponseRecipe {
  return { passesSetCookie: forwardsCookies(behavior, era) };
}

/**
 * The finished block: origin's headers in their order, less those that must not pass, plus Server and Date
 * where missing (RH-8, RH-9). `answeredAt`: real epoch ms. Framing is left to whoever writes the body.
 */
export function relayedHeaders(
  recipe: ViewerResponseRecipe,
  origin: SentHeaders,
  answeredAt: number,
): string[] {
  return finished(cleanHeaders(origin, recipe.passesSetCookie), answeredAt);
}

/** What of a finished block is kept: no-cache="Set-Cookie" leaves cookies to the viewer who caused them (CK-20). */
export function keptHeaders(relayed: HeaderList): HeaderList {
  if (findHeader(relayed, 'set-cookie') === undefined || !forbidsKeepingCookies(relayed)) return relayed;
  const kept: string[] = [];
  for (let i = 0; i < relayed.length; i += 2) {
    if (relayed[i]!.toLowerCase() !== 'set-cookie') kept.push(relayed[i]!, relayed[i + 1]!);
  }
  return kept;
}

/** An origin's headers without those that end at the edge; nothing is added. */
export function cleanHeaders(origin: SentHeaders, passesSetCookie: boolean): string[] {
  const { headers, isWellFormed = false } = origin;
  const named = connectionNames(headers);
  const clean: string[] = [];
  for (let i = 0; i < headers.length; i += 2) {
    const name = headers[i]!;
    if (isDropped(name) || (named.size > 0 && named.has(name.toLowerCase()))) continue;
    if (!passesSetCookie && isNamed(name, 'set-cookie')) continue;
    const value = isNamed(name, 'vary') ? filteredVary(headers[i + 1]!) : headers[i + 1]!;
    if (value !== null && (isWellFormed || (isToken(name) && isFieldValue(value)))) clean.push(name, value);
  }
  return clean;
}

/** The finished lines of a 304 made at the edge: without those that describe a body (RFC 9110 §15.4.5). */
export function notModifiedLines(kept: string): string {
  return kept.replace(BODY_LINES, '');
}

/** Whether the header describes the body it came with, so that it cannot change without it. */
export function describesBody(lowerName: string): boolean {
  return BODY_METADATA.has(lowerName);
}

/** What an edge location says in each of its answers, as far as it can be said beforehand. */
export function compileEdgeLines({ via, pop }: { via: string; pop: string }): EdgeLines {
  const lines = (type: ResultType) =>
    headerLines(['X-Cache', xCache(type), 'Via', via, 'X-Amz-Cf-Pop', pop, 'X-Amz-Cf-Id', '']).slice(0, -2);
  return Object.fromEntries(RESULT_TYPES.map((type) => [type, lines(type)])) as EdgeLines;
}

/** The edge's own lines, in the order seen (RH-2…RH-7, RH-19). */
export function edgeLines(compiled: EdgeLines, { resultType, requestId, ageSeconds }: EdgeAnswer): string {
  const lines = `${compiled[resultType]}${requestId}\r\n`;
  return ageSeconds === null ? lines : `${lines}Age: ${ageSeconds}\r\n`;
}

/** Beside hop-by-hop headers: the edge writes its own, or frames the body itself. */
const EDGE_OWN = new NameSet(['via', 'x-cache', 'age', 'content-length', 'content-range']);
const BODY_METADATA: ReadonlySet<string> = new Set([
  'content-disposition',
  'content-encoding',
  'content-language',
  'content-length',
  'content-md5',
  'content-range',
  'content-type',
]);

/** Cut out of the text as it is: reading the headers first costs a 304 another microsecond. */
const BODY_LINES = new RegExp(`^(?:${Array.from(BODY_METADATA).join('|')}): .*\r\n`, 'gim');

function isDropped(name: string): boolean {
  return isHopByHop(name) || EDGE_OWN.has(name) || beginsAs(name, 'x-amz-cf-');
}

function forbidsKeepingCookies(headers: HeaderList): boolean {
  return parseCacheControl(joinedHeader(headers, 'cache-control')).noCacheFields.includes('set-cookie');
}

/** RH-12: what these eras can tell viewers apart by; null when nothing is left. */
function filteredVary(value: string): string | null {
  const names = splitList(value).filter((name) => {
    const lowerName = name.toLowerCase();
    return lowerName === 'accept-encoding' || lowerName === 'cookie';
  });
  return names.length === 0 ? null : names.join(', ');
}

function finished(headers: string[], answeredAt: number): string[] {
  if (findHeader(headers, 'server') === undefined) headers.push('Server', 'CloudFront');
  if (findHeader(headers, 'date') === undefined) headers.push('Date', formatHttpDate(answeredAt));
  return headers;
}
