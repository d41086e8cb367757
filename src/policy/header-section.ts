/**
 * The headers of a request with what the edge wants to know of them, found once. A viewer sends the same
 * headers with request after request, so whoever reads requests keeps the section of equal bytes and hands it
 * on again: what is known here costs a hit nothing.
 */
import { acceptsGzip } from '../http/accept-encoding.ts';
import { allHeaders, findHeader, type HeaderList, headerBytes, joinedHeader } from '../http/header-list.ts';
import { parseHost } from '../http/host.ts';
import { logText } from './log-text.ts';
import type { OriginRequestRecipe, SharedHeaders } from './origin-request.ts';

/** The header by which a viewer chooses its edge location; never forwarded, never part of a key. */
const POP_HEADER = 'x-edgefront-pop';

/** Headers that make an answer depend on what the viewer has (RFC 9110 §13.1), lower case; If-Range has its own place. */
export const CONDITIONS: readonly string[] = [
  'if-match',
  'if-none-match',
  'if-modified-since',
  'if-unmodified-since',
];

/** The one Host of a request. */
export interface SentHost {
  /** As sent, port included (SU-13). */
  readonly sent: string;
  /** Lower case, without port (VR-1, VR-4). */
  readonly name: string;
}

/** The headers that an origin got, and all that they depend on beside the section. */
export interface ForwardedHeaders {
  readonly recipe: OriginRequestRecipe;
  readonly via: string;
  readonly cookies: string | null;
  readonly shared: SharedHeaders;
}

/** A version that a viewer has, by its conditions, and the lines that told it so. */
export interface KnownVersion {
  /** POP code of the edge location where it is stored. */
  readonly pop: string;
  /** As StoredObject counts them. */
  readonly version: number;
  readonly lines: Buffer;
}

export class HeaderSection {
  /** As received; nothing is decoded, folded or joined. */
  readonly list: HeaderList;
  /** What the lines take on the wire (VR-18). */
  readonly sizeBytes: number;
  /** Undefined: none was sent; null: several, or one that is no host. */
  readonly host: SentHost | null | undefined;
  /** A body announces itself; a Content-Length of 0 is none (VR-16). */
  readonly hasBody: boolean;
  /** Two ways to tell where a body ends are one too many (RFC 9112 §6.3): nobody downstream may choose. */
  readonly hasDoubtfulFraming: boolean;
  /** All Via lines as one; undefined for none. */
  readonly via: string | undefined;
  readonly takesGzip: boolean;
  readonly range: string | undefined;
  readonly hasConditions: boolean;
  readonly hasCookie: boolean;
  /** The POP code of the edge location that the viewer names (ED-9). */
  readonly wantedPop: string | undefined;
  /** What was sent to an origin of it last; to be looked at and replaced by who asks origins. */
  forwarded: ForwardedHeaders | null = null;
  /** Named by its conditions last; to be looked at and replaced by who judges them. */
  knownVersion: KnownVersion | null = null;
  #logAgent: string | null = null;
  #logCookie: string | null = null;

  constructor(list: HeaderList) {
    const length = findHeader(list, 'content-length');
    const isEncoded = findHeader(list, 'transfer-encoding') !== undefined;
    this.list = list;
    this.sizeBytes = headerBytes(list);
    this.host = hostOf(list);
    this.hasBody = isEncoded || (length !== undefined && Number(length) !== 0);
    this.hasDoubtfulFraming = length !== undefined && isDoubtful(list, length, isEncoded);
    this.via = joinedHeader(list, 'via');
    this.takesGzip = takesGzip(list);
    this.range = findHeader(list, 'range');
    this.hasConditions = CONDITIONS.some((name) => findHeader(list, name) !== undefined);
    this.hasCookie = findHeader(list, 'cookie') !== undefined;
    this.wantedPop = findHeader(list, POP_HEADER);
  }

  /** Referer and User-Agent as an access log's fields, between tabs (AL-34, AL-41…AL-46). */
  get logAgent(): string {
    this.#logAgent ??= `\t${this.#logged('referer')}\t${this.#logged('user-agent')}\t`;
    return this.#logAgent;
  }

  /** The whole Cookie header (AL-26). */
  get logCookie(): string {
    this.#logCookie ??= logText(joinedHeader(this.list, 'cookie'));
    return this.#logCookie;
  }

  #logged(name: string): string {
    return logText(findHeader(this.list, name));
  }
}

/** Null for what is neither name nor address. */
export function sentHostOf(sent: string): SentHost | null {
  const host = parseHost(sent);
  return host === null ? null : { sent, name: host.name };
}

function hostOf(list: HeaderList): SentHost | null | undefined {
  const hosts = allHeaders(list, 'host');
  const sent = hosts[0];
  if (sent === undefined) return undefined;
  return hosts.length > 1 ? null : sentHostOf(sent);
}

/** Whether the origin is asked for gzip: the one thing Accept-Encoding decides (CK-9, OR-20). */
export function takesGzip(list: HeaderList): boolean {
  const accepted = joinedHeader(list, 'accept-encoding');
  return accepted !== undefined && acceptsGzip(accepted);
}

function isDoubtful(list: HeaderList, length: string, isEncoded: boolean): boolean {
  return isEncoded || !/^[0-9]{1,16}$/.test(length) || allHeaders(list, 'content-length').length > 1;
}
