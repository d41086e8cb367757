/** A web server or a real bucket: which endpoint a request goes to, and under which name (OR-1…OR-3). */
import type { Clock } from '../clock.ts';
import type { Endpoint, OriginTarget } from '../routing/origin-target.ts';
import type { ConnectionPool } from './connection-pool.ts';
import { compileTlsRoute, type Route } from './dialing.ts';
import { HttpFetch } from './http-fetch.ts';
import type { OriginLimits } from './limits.ts';
import type { Origin, OriginFetch, OriginReader, OriginRequest } from './origin.ts';
import { s3Error, startS3Exchange } from './s3-answer.ts';
import { S3Fetch } from './s3-fetch.ts';
import { S3Signer } from './s3-signer.ts';
import { type CommonHeaders, commonHeaders, wireRequest } from './wire-request.ts';

/** Where connections lead, and the name under which they are shared. */
export interface PoolPlace {
  readonly key: string;
  readonly route: Route;
}

/** Finds the pool of a place, made when there is none. */
export interface Pools {
  poolAt(place: PoolPlace): ConnectionPool;
}

/** One way to the origin, with the headers that lately went it, by the lists they were made of. */
interface Way extends PoolPlace {
  readonly host: string;
  readonly known: WeakMap<readonly string[], CommonHeaders>;
}

export interface HttpOriginOptions {
  readonly pools: Pools;
  readonly clock: Clock;
  readonly limits: OriginLimits;
}

/** The connection's own business, or of a body that is never sent; undici writes what is needed itself. */
const CONNECTION_HEADERS: ReadonlySet<string> = new Set([
  'connection',
  'content-length',
  'expect',
  'host',
  'keep-alive',
  'transfer-encoding',
  'upgrade',
]);

export class HttpOrigin implements Origin {
  readonly #target: OriginTarget;
  readonly #options: HttpOriginOptions;
  readonly #signer: S3Signer | null;
  readonly #plain: Way;
  /** Null when the origin is never asked over HTTPS. */
  readonly #secure: Way | null;

  constructor(target: OriginTarget, options: HttpOriginOptions) {
    const { credentials, region, protocolPolicy } = target;
    this.#target = target;
    this.#options = options;
    this.#signer = credentials === null ? null : new S3Signer(credentials, region);
    this.#plain = wayTo(target, plainPlace(target));
    this.#secure = protocolPolicy === 'match-viewer' ? wayTo(target, securePlace(target)) : null;
  }

  fetch(request: OriginRequest, reader: OriginReader): OriginFetch {
    const { pools, clock, limits } = this.#options;
    if (this.#target.usesPathStyle && leavesBucket(request.path)) {
      const exchange = startS3Exchange(request.method, clock.realNow());
      return new S3Fetch(Promise.resolve(s3Error(exchange, 'InvalidURI')), reader);
    }
    const way = (request.isSecure ? this.#secure : null) ?? this.#plain;
    const { method, headers, ownHeaders = [] } = request;
    const wire = wireRequest(
      { method, path: this.#pathOf(request) },
      commonHeadersOn(way, headers),
      ownHeaders,
    );
    return new HttpFetch(
      { pool: pools.poolAt(way), request: wire, signer: this.#signer, clock, limits },
      reader,
    );
  }

  #pathOf({ path }: OriginRequest): string {
    const { usesPathStyle, bucket } = this.#target;
    return usesPathStyle ? `/${bucket}${path}` : path;
  }
}

/**
 * Whether a server that takes dot segments out of a path would look beside the bucket that the path begins
 * with, into others that the same credentials open; S3 has no such keys. Escapes count as what they stand for.
 */
function leavesBucket(path: string): boolean {
  const question = path.indexOf('?');
  return CLIMB.test(question === -1 ? path : path.slice(0, question));
}

const CLIMB = /(?:[/\\]|%2f|%5c)(?:\.|%2e){2}(?:[/\\]|%2f|%5c|$)/i;

function plainPlace(target: OriginTarget): PoolPlace {
  const { domainName, http: endpoint } = target;
  return { key: JSON.stringify([domainName, endpoint, 'http']), route: { endpoint, tls: null } };
}

function securePlace(target: OriginTarget): PoolPlace {
  const { domainName, https: endpoint, ca, verifiesName } = target;
  const key = JSON.stringify([domainName, endpoint, 'https', ca, verifiesName]);
  return { key, route: { endpoint, tls: compileTlsRoute(domainName, ca, verifiesName) } };
}

function wayTo(target: OriginTarget, place: PoolPlace): Way {
  const host = target.usesPathStyle ? authority(place.route.endpoint) : target.domainName;
  return { ...place, host, known: new WeakMap() };
}

/**
 * Viewers send the same headers again and again: made and judged each time, they were 3.9 % of a miss of 1 KiB that
 * is not kept; so they are 2.8 %.
 */
function commonHeadersOn({ host, known }: Way, headers: readonly string[]): CommonHeaders {
  const former = known.get(headers);
  if (former !== undefined) return former;
  const common = commonHeaders(['Host', host, ...wireHeaders(headers)]);
  known.set(headers, common);
  return common;
}

function wireHeaders(list: readonly string[]): string[] {
  const headers: string[] = [];
  for (let i = 0; i < list.length; i += 2) {
    if (!CONNECTION_HEADERS.has(list[i]!.toLowerCase())) headers.push(list[i]!, list[i + 1]!);
  }
  return headers;
}

/** With the bucket in the path, Host is the server's own name instead of the origin's (OR-1, OR-12). */
function authority({ host, port }: Endpoint): string {
  return `${host.includes(':') ? `[${host}]` : host}:${port}`;
}
