/** The origin of a scenario: it has every object, and is as slow, narrow and unreliable as the scenario says. */
import { once } from 'node:events';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { contentRange, parseRange, resolveRange } from '../http/range.ts';
import { parseRequestTarget } from '../http/request-target.ts';
import { createServer } from '../node-http.ts';
import type { Content, OriginObject } from '../traffic/catalogue.ts';
import { type Random, seededRandom } from '../traffic/random.ts';
import type { Failures, Scenario } from '../traffic/scenario.ts';
import { bodyStart, sendBody } from './paced-body.ts';

export interface ScriptedOriginOptions {
  readonly content: Content;
  readonly origin: Scenario['origin'];
  readonly seed: number;
}

/** By Via of who asked: what it asked. */
export type OriginCounts = ReadonlyMap<string, { requests: number; bytes: number }>;

/** Asked for by nobody in particular. */
const NOBODY = '';

export class ScriptedOrigin {
  readonly #options: ScriptedOriginOptions;
  readonly #server: Server;
  readonly #random: Random;
  #counts = new Map<string, { requests: number; bytes: number }>();
  /** How it fails from now on; null: it does not. */
  failures: Failures | null;

  constructor(options: ScriptedOriginOptions) {
    this.#options = options;
    this.failures = options.origin.failures;
    this.#random = seededRandom(options.seed, 'origin');
    this.#server = createServer((request, response) => this.#take(request, response));
    this.#server.keepAliveTimeout = 60_000;
  }

  /** Answers with the port; rejects when it is taken. */
  async open(): Promise<number> {
    this.#server.listen(this.#options.origin.port, '127.0.0.1');
    await once(this.#server, 'listening');
    return (this.#server.address() as AddressInfo).port;
  }

  /** What was asked since it was last taken. */
  takeCounts(): OriginCounts {
    const counts = this.#counts;
    this.#counts = new Map();
    return counts;
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  #take(request: IncomingMessage, response: ServerResponse): void {
    response.on('error', () => undefined);
    const count = this.#countOf(request);
    count.requests += 1;
    const failures = this.failures;
    const how = failures !== null && this.#random() < failures.share ? failures : null;
    if (how?.how === 'refuse') return void request.socket.destroy();
    if (how?.how === 'stall') return;
    const { latencyMs, jitterMs } = this.#options.origin;
    const waitMs = latencyMs + (jitterMs === 0 ? 0 : this.#random() * jitterMs);
    const answer = () => this.#answer(request, response, { how, count });
    if (waitMs === 0) answer();
    else setTimeout(answer, waitMs);
  }

  #countOf({ headers }: IncomingMessage): { requests: number; bytes: number } {
    const via = nearestVia(headers.via) ?? NOBODY;
    const count = this.#counts.get(via) ?? { requests: 0, bytes: 0 };
    this.#counts.set(via, count);
    return count;
  }

  #answer(request: IncomingMessage, response: ServerResponse, { how, count }: Manner): void {
    const target = parseRequestTarget(request.url!);
    const object = target.kind === 'path' ? this.#options.content.find(target.path, target.query) : null;
    if (how?.how === 'status') return void response.writeHead(how.status, { 'Content-Length': 0 }).end();
    if (object === null) return void response.writeHead(404, { 'Content-Length': 0 }).end();
    const headers = this.#options.content.headers(object);
    if (object.etag !== null && request.headers['if-none-match'] === object.etag)
      return void response.writeHead(304, headers).end();
    const part = partOf(request, object);
    headers.push('Content-Length', String(part.bytes));
    if (part.contentRange !== null) headers.push('Content-Range', part.contentRange);
    response.writeHead(part.contentRange === null ? object.status : 206, headers);
    if (request.method === 'HEAD') return void response.end();
    count.bytes += part.bytes;
    if (how?.how === 'cut') this.#cut(response, part.bytes);
    else sendBody(response, part.bytes, this.#options.origin.bytesPerSecond);
  }

  /** Half of it, and the connection breaks. */
  #cut(response: ServerResponse, bytes: number): void {
    response.write(bodyStart(Math.floor(bytes / 2)), () => response.destroy());
  }
}

interface Manner {
  readonly how: Failures | null;
  readonly count: { bytes: number };
}

/** Who asked last: an edge location's own name, which its answers to viewers carry too. */
export function nearestVia(via: string | undefined): string | null {
  if (via === undefined) return null;
  return via.slice(via.lastIndexOf(',') + 1).trim();
}

function partOf({ headers }: IncomingMessage, { sizeBytes }: OriginObject) {
  const specs = headers.range === undefined ? null : parseRange(headers.range);
  const verdict = specs === null ? null : resolveRange(specs, sizeBytes, 1);
  if (verdict?.kind !== 'partial') return { bytes: sizeBytes, contentRange: null };
  const { first, last } = verdict.range;
  return { bytes: last - first + 1, contentRange: contentRange(verdict.range, sizeBytes) };
}
