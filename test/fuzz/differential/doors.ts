/** The two doors as readers: what each takes for requests in the bytes of one connection. */
import { EventEmitter } from 'node:events';
import { createServer, type Server } from 'node:http';
import { DEFAULT_EDGE_LIMITS } from '../../../src/edge/limits.ts';
import { nodeHttpOptions } from '../../../src/edge/node-door.ts';
import { PlainReader } from '../../../src/edge/plain-reader.ts';
import { PlainSections } from '../../../src/edge/plain-section.ts';
import { RequestLineGuard } from '../../../src/edge/request-line-guard.ts';
import { HeaderSection } from '../../../src/policy/header-section.ts';

const FRAMING: ReadonlySet<string> = new Set(['content-length', 'transfer-encoding']);

/** A request in one line: all that must be the same. */
export type Seen = string;

export interface Reading {
  readonly requests: readonly Seen[];
  /** Bytes that are no request, or not yet. */
  readonly rest: Buffer;
  /** The last request said that nothing follows. */
  readonly isOver: boolean;
}

/** Our own door; one for many connections, as in a listener. */
export class OwnDoor {
  readonly #sections = new PlainSections();

  read(pieces: readonly Buffer[]): Reading {
    const reader = new PlainReader(this.#sections);
    const requests: Seen[] = [];
    for (const [at, piece] of pieces.entries()) {
      reader.add(piece);
      let cut = reader.next();
      for (; cut === 'whole'; cut = reader.next()) {
        const { method, target, section } = reader.request;
        requests.push(seen(method, target, '1.1', !section!.isLast, section!.headers.list));
        if (section!.isLast) return { requests, rest: Buffer.alloc(0), isOver: true };
      }
      if (cut === 'odd')
        return { requests, rest: Buffer.concat([reader.takeRest(), ...pieces.slice(at + 1)]), isOver: false };
    }
    return { requests, rest: reader.takeRest(), isOver: false };
  }
}

export interface NodeReading {
  readonly requests: readonly Seen[];
  /** Why it reads no more; null: it would. */
  readonly error: string | null;
}

/**
 * node:http's parser, driven by node:http's server, behind the guard that stands before it: given one head at a
 * time, of which a request or a complaint must come (handed-connection.ts tells why).
 */
export class NodeReader {
  readonly #server: Server;
  #requests: Seen[] = [];
  #error: string | null = null;
  #isOver = false;

  constructor() {
    const { requestHeaderBytes } = DEFAULT_EDGE_LIMITS;
    // What the parser says arrives unchanged in far lighter objects: 10 million inputs would take hours.
    const light = { IncomingMessage: LightRequest, ServerResponse: LightResponse } as object;
    this.#server = createServer({ ...nodeHttpOptions({ requestHeaderBytes }), ...light });
    this.#server.on('request', (request, response) => {
      // What stands behind the last request of a connection is never begun.
      if (this.#isOver) return;
      const { method, url, httpVersion, rawHeaders } = request as unknown as LightRequest;
      this.#requests.push(seen(method, url, httpVersion, response.shouldKeepAlive, rawHeaders));
      this.#isOver = !response.shouldKeepAlive || hasBody(rawHeaders);
    });
    this.#server.on('clientError', (error: NodeJS.ErrnoException) => {
      this.#error ??= error.code ?? 'unknown';
    });
  }

  read(pieces: readonly Buffer[]): NodeReading {
    this.#requests = [];
    this.#error = null;
    this.#isOver = false;
    const connection = new LightConnection();
    const guard = new RequestLineGuard();
    this.#server.emit('connection', connection);
    for (const piece of pieces) {
      const chunk = Buffer.from(piece);
      for (let at = 0; at < chunk.length && !this.#isDeafTo(connection); ) {
        const start = at;
        const { length } = this.#requests;
        at = guard.watch(chunk, start);
        connection.emit('data', chunk.subarray(start, at));
        if (guard.isDecided && this.#requests.length === length) this.#error ??= 'nothing came';
      }
    }
    connection.emit('close');
    const error = connection.isDestroyed ? 'destroyed' : this.#error;
    return { requests: this.#requests, error: this.#isOver ? null : error };
  }

  #isDeafTo({ isDestroyed }: LightConnection): boolean {
    return isDestroyed || this.#isOver || this.#error !== null;
  }
}

/** As much of a socket as node:http's server asks for. */
class LightConnection extends EventEmitter {
  isDestroyed = false;
  readonly writableHighWaterMark = 65_536;
  readonly _writableState = { needDrain: false };
  pause(): void {}
  resume(): void {}
  destroy(): void {
    this.isDestroyed = true;
  }
}

/** As much of a request as node:http's server asks for; a body is dropped. */
class LightRequest {
  method = '';
  url = '';
  httpVersion = '';
  rawHeaders: readonly string[] = [];
  readonly headers = {};
  readonly trailers = {};
  readonly _dumped = true;
  readonly _readableState = {};
  _addHeaderLines(headers: readonly string[], count: number): void {
    if (this.rawHeaders.length === 0) this.rawHeaders = headers.slice(0, count);
  }
  push(): boolean {
    return true;
  }
  destroy(): void {}
}

class LightResponse {
  shouldKeepAlive = false;
  on(): void {}
  assignSocket(): void {}
}

/** VR-16: such a request is the last of its connection. */
function hasBody(list: readonly string[]): boolean {
  const isFramed = list.some((name, at) => at % 2 === 0 && FRAMING.has(name.toLowerCase()));
  if (!isFramed) return false;
  const section = new HeaderSection(list);
  return section.hasBody || section.hasDoubtfulFraming;
}

function seen(
  method: string,
  target: string,
  version: string,
  keeps: boolean,
  list: readonly string[],
): Seen {
  return `${method} ${target} ${version} ${keeps ? 'keep-alive' : 'close'} ${JSON.stringify(list)}`;
}
