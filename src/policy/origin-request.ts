/**
 * The headers an origin gets: the viewer's, less those that CloudFront removes or writes itself. A header
 * without a rule passes (OR-11), as do Cache-Control and Pragma, which force nothing here (OR-27). Requests
 * never have a body, so what would frame one is dropped (against OR-30).
 */
import type { Era } from '../distribution/api-version.ts';
import type { CacheBehavior, Origin } from '../distribution/distribution-config.ts';
import type { Validators } from '../http/conditional.ts';
import { type HeaderList, isFieldValue, isToken } from '../http/header-list.ts';
import { forwardsCookies } from './cache-key.ts';
import { CONDITIONS, takesGzip } from './header-section.ts';
import { connectionNames, isHopByHop } from './hop-by-hop.ts';

export interface OriginRequestRecipe {
  /** The origin's domain name, an S3 bucket's included (OR-1, OR-12). */
  readonly host: string;
  /** Neither the viewer's nor the edge's own If-None-Match and If-Modified-Since are sent (CK-26). */
  readonly asksUnconditionally: boolean;
}

export interface OriginRequestParts {
  /** The viewer's. */
  readonly headers: HeaderList;
  /** The viewer's IP address. */
  readonly clientAddress: string;
  readonly requestId: string;
  /** The edge's own Via entry. */
  readonly via: string;
  /** The Range to ask for, which may be another than the viewer's (RG-2); null: the whole object. */
  readonly range: string | null;
  /** Of the expired object to be confirmed (TTL-22); null: there is none. */
  readonly validators: Validators | null;
  /** The viewer's own conditions and If-Range go along: nobody else will read the answer (D-4). */
  readonly passesConditions: boolean;
  /** Forwarded cookies (CK-17). */
  readonly cookies: string | null;
}

export function compileOriginRequest(behavior: CacheBehavior, origin: Origin, era: Era): OriginRequestRecipe {
  return { host: origin.DomainName, asksUnconditionally: forwardsCookies(behavior, era) };
}

/** Made of a viewer's header section. */
export interface SharedHeaders {
  readonly list: HeaderList;
  /** The viewer's X-Forwarded-For, to go on (OR-16). */
  readonly forwardedFor: string;
}

/** The complete flat list, Host first (OR-11…OR-31). */
export function originHeaders(recipe: OriginRequestRecipe, parts: OriginRequestParts): string[] {
  const shared = sharedHeaders(recipe, parts);
  return [...shared.list, ...ownHeaders(shared, recipe, parts)];
}

/** What requests with the same header section have in common: Host first, all but `ownHeaders`. */
export function sharedHeaders(recipe: OriginRequestRecipe, parts: OriginRequestParts): SharedHeaders {
  const list = ['Host', recipe.host, 'User-Agent', 'Amazon CloudFront', 'Connection', 'Keep-Alive'];
  const { via, forwardedFor } = pushPassed(list, recipe, parts);
  list.push('Via', via === '' ? parts.via : `${via}, ${parts.via}`);
  if (takesGzip(parts.headers)) list.push('Accept-Encoding', 'gzip');
  if (parts.cookies !== null) list.push('Cookie', parts.cookies);
  return { list, forwardedFor };
}

/** What differs from request to request, whose headers may be alike. */
export function ownHeaders(
  { forwardedFor }: SharedHeaders,
  recipe: OriginRequestRecipe,
  parts: OriginRequestParts,
): string[] {
  const { clientAddress, requestId, range, validators } = parts;
  const chain = forwardedFor === '' ? clientAddress : `${forwardedFor},${clientAddress}`;
  const headers = ['X-Forwarded-For', chain, 'X-Amz-Cf-Id', requestId];
  if (range !== null) headers.push('Range', range);
  if (!recipe.asksUnconditionally) pushValidators(headers, validators);
  return headers;
}

/** Lists that the viewer's side began and the edge adds itself to. */
interface Chains {
  via: string;
  forwardedFor: string;
}

/** Copies what passes, and hands back the lists that go on (OR-15, OR-16). */
function pushPassed(headers: string[], recipe: OriginRequestRecipe, parts: OriginRequestParts): Chains {
  const chains = { via: '', forwardedFor: '' };
  const named = connectionNames(parts.headers);
  for (let i = 0; i < parts.headers.length; i += 2) {
    const name = parts.headers[i]!;
    const value = parts.headers[i + 1]!;
    const lowerName = name.toLowerCase();
    if (named.has(lowerName) || !isToken(name) || !isFieldValue(value)) continue;
    if (lowerName === 'via') chains.via = joined(chains.via, value, ', ');
    else if (lowerName === 'x-forwarded-for') chains.forwardedFor = joined(chains.forwardedFor, value, ',');
    else if (passes(lowerName, recipe, parts)) headers.push(name, value);
  }
  return chains;
}

function joined(list: string, value: string, separator: string): string {
  return list === '' ? value : `${list}${separator}${value}`;
}

function passes(lowerName: string, recipe: OriginRequestRecipe, parts: OriginRequestParts): boolean {
  if (REMOVED.has(lowerName) || isHopByHop(lowerName)) return false;
  if (PASSED_CONDITIONS.has(lowerName))
    return parts.passesConditions && !isAnswered(lowerName, recipe, parts);
  for (const prefix of REMOVED_PREFIXES) {
    if (lowerName.startsWith(prefix)) return false;
  }
  return true;
}

/** The edge asks with its own validators, or with none where cookies are forwarded (OR-28, CK-26). */
function isAnswered(lowerName: string, recipe: OriginRequestRecipe, parts: OriginRequestParts): boolean {
  if (parts.validators !== null) return true;
  const mayEndIn304 = lowerName === 'if-none-match' || lowerName === 'if-modified-since';
  return recipe.asksUnconditionally && mayEndIn304;
}

function pushValidators(headers: string[], validators: Validators | null): void {
  if (validators === null) return;
  if (validators.etag !== null) headers.push('If-None-Match', validators.etag);
  if (validators.lastModified !== null) headers.push('If-Modified-Since', validators.lastModified);
}

const PASSED_CONDITIONS: ReadonlySet<string> = new Set([...CONDITIONS, 'if-range']);

/** Removed, or written anew by the edge. */
const REMOVED: ReadonlySet<string> = new Set([
  'accept', // OR-21
  'accept-charset',
  'accept-encoding', // OR-20
  'accept-language',
  'authorization', // OR-18
  'content-length', // no body is ever sent
  'cookie', // OR-19
  'expect', // OR-22
  'host', // OR-12
  'range', // OR-29
  'referer',
  'request-range', // Range by an older name, which some servers still obey (against OR-30)
  'user-agent', // OR-13
  'x-forwarded-proto', // OR-25
  'x-http-method-override', // OR-26
  'x-real-ip', // OR-25
]);

/** OR-25, the request headers of edgefront itself, OR-17, OR-32. */
const REMOVED_PREFIXES: readonly string[] = ['x-edge-', 'x-edgefront-', 'x-amz-cf-', 'cloudfront-'];
