/** Access logs as a run: what was asked for then, in order of time, of an origin that has what was delivered then. */
import type { Content, OriginObject } from './catalogue.ts';
import type { LoggedRequest } from './log-line.ts';
import type { PlannedRequest, RequestSource } from './planned-request.ts';

export interface ReplayOptions {
  /** Which edge location a POP code of the log is played by, from 0. */
  readonly edgeOf: (pop: string) => number;
  /** What the origin says of every object; null: nothing. */
  readonly cacheControl: string | null;
  /** 2: twice as fast as then. Freshness goes by the replay's own clock, so it belongs to real speed. */
  readonly speed: number;
}

/** More lines than this do not fit into memory. */
export const MAX_REPLAYED_LINES = 20_000_000;
const GZIP: readonly string[] = ['accept-encoding', 'gzip'];
/** Of a logged response without its body, where the log does not tell them apart. */
const HEAD_BYTES = 420;

interface Target {
  readonly path: string;
  readonly query: string | null;
  /** Found when it is first played: until then lines may teach more of it. */
  object: OriginObject | null;
}

/** Gathers lines, a few numbers each, and plays them when all are there: logs are not in order of time (AL-3). */
export class Replay implements Content {
  readonly #options: ReplayOptions;
  readonly #targets: Target[] = [];
  readonly #targetOf = new Map<string, number>();
  readonly #headers: (readonly string[])[] = [GZIP];
  readonly #headersOf = new Map<string, number>();
  readonly #beganAt: number[] = [];
  readonly #target: number[] = [];
  readonly #edge: number[] = [];
  readonly #header: number[] = [];
  readonly #isHead: boolean[] = [];
  readonly #objects = new Map<string, OriginObject>();
  /** Lines that cannot be asked again: other methods, and viewers that left before an answer. */
  skipped = 0;

  constructor(options: ReplayOptions) {
    this.#options = options;
  }

  get count(): number {
    return this.#beganAt.length;
  }

  add(line: LoggedRequest): void {
    if ((line.method !== 'GET' && line.method !== 'HEAD') || line.status === 0) {
      this.skipped += 1;
      return;
    }
    this.#beganAt.push(line.beganAtMs);
    this.#target.push(this.#intern(line));
    this.#edge.push(this.#options.edgeOf(line.pop));
    this.#isHead.push(line.method === 'HEAD');
    this.#header.push(this.#internHeaders(line));
    this.#learn(line);
  }

  /** The requests in order of time, the first at 0; those of one second are spread over it. */
  play(): RequestSource & { readonly endMs: number } {
    const order = Uint32Array.from(this.#beganAt.keys());
    const began = this.#beganAt;
    order.sort((a, b) => began[a]! - began[b]! || a - b);
    const at = spread(order, began, this.#options.speed);
    let played = 0;
    return {
      endMs: (at.at(-1) ?? 0) + 1,
      next: () => {
        if (played === order.length) return null;
        const line = order[played]!;
        played += 1;
        return this.#request(line, at[played - 1]!);
      },
    };
  }

  find(path: string, query: string | null): OriginObject | null {
    const exact = query === null ? undefined : this.#objects.get(`${path}?${query}`);
    return exact ?? this.#objects.get(path) ?? null;
  }

  headers({ etag }: OriginObject): string[] {
    const { cacheControl } = this.#options;
    const headers = ['Content-Type', 'application/octet-stream'];
    if (cacheControl !== null) headers.push('Cache-Control', cacheControl);
    if (etag !== null) headers.push('ETag', etag);
    return headers;
  }

  #request(line: number, atMs: number): PlannedRequest {
    const number = this.#target[line]!;
    const target = this.#targets[number]!;
    const { path, query } = target;
    target.object ??= this.find(path, query);
    return {
      atMs,
      phase: 0,
      path,
      query,
      isSigned: false,
      edge: this.#edge[line]!,
      method: this.#isHead[line]! ? 'HEAD' : 'GET',
      headers: this.#headers[this.#header[line]!]!,
      target: number,
      object: target.object,
    };
  }

  #intern({ path, query }: LoggedRequest): number {
    const key = query === null ? path : `${path}?${query}`;
    const known = this.#targetOf.get(key);
    if (known !== undefined) return known;
    this.#targetOf.set(key, this.#targets.length);
    return this.#targets.push({ path, query, object: null }) - 1;
  }

  #internHeaders({ range, cookie, status, path }: LoggedRequest): number {
    const isConditional = status === 304;
    if (cookie === null && range === null && !isConditional) return 0;
    const etag = isConditional ? etagOf(path) : '';
    const key = `${range?.first}-${range?.last} ${etag} ${cookie}`;
    const known = this.#headersOf.get(key);
    if (known !== undefined) return known;
    const headers = GZIP.slice();
    if (range !== null) headers.push('range', `bytes=${range.first}-${range.last}`);
    if (isConditional) headers.push('if-none-match', etag);
    if (cookie !== null) headers.push('cookie', cookie);
    this.#headersOf.set(key, this.#headers.length);
    return this.#headers.push(headers) - 1;
  }

  /** The largest body that was ever delivered whole is the object's; a path once delivered is not missing. */
  #learn(line: LoggedRequest): void {
    const { path, query } = line;
    this.#learnOf(path, path, line);
    if (query !== null) this.#learnOf(`${path}?${query}`, path, line);
  }

  #learnOf(key: string, path: string, line: LoggedRequest): void {
    const known = this.#objects.get(key);
    const sizeBytes = Math.max(known?.sizeBytes ?? 0, bodyBytesOf(line));
    const isThere = line.status < 400 || known?.status === 200;
    const status = isThere ? 200 : line.status;
    if (known?.sizeBytes === sizeBytes && known.status === status) return;
    this.#objects.set(key, { status, sizeBytes, etag: isThere ? etagOf(path) : null, kind: status });
  }
}

/** At least as large as any part of it. */
function bodyBytesOf({ status, bytes, bodyBytes, range, method }: LoggedRequest): number {
  if (range !== null) return range.last + 1;
  if (status === 304 || method === 'HEAD' || status >= 400) return 0;
  return bodyBytes ?? Math.max(0, bytes - HEAD_BYTES);
}

function etagOf(path: string): string {
  let hash = 0;
  for (let i = 0; i < path.length; i++) hash = (Math.imul(hash, 31) + path.charCodeAt(i)) | 0;
  return `"${(hash >>> 0).toString(36)}"`;
}

/** Times from the first on; k of n requests of one moment come k/n of a second behind it. */
function spread(order: Uint32Array, began: readonly number[], speed: number): Float64Array {
  const first = order.length === 0 ? 0 : began[order[0]!]!;
  const at = new Float64Array(order.length);
  for (let from = 0, to = 0; from < order.length; from = to) {
    const moment = began[order[from]!]!;
    while (to < order.length && began[order[to]!] === moment) to++;
    for (let k = from; k < to; k++) at[k] = (moment - first + (1000 * (k - from)) / (to - from)) / speed;
  }
  // Lines that say how long they took have moments of their own, and may begin before a spread one.
  return at.sort();
}
