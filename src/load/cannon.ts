/**
 * autocannon, held back: it opens the connections, parses, times out and starts again; what is sent next on a free
 * connection, and when, is decided here. By itself it sends again as soon as it is answered, which is closed arrival.
 *
 * Beside that, four things that autocannon leaves open are settled: an answer to HEAD has no body, an answer may be the
 * last of its connection, one that is broken off is a failure, and a port that nobody listens on is tried at a pace.
 */
import type { Socket } from 'node:net';
import autocannon from 'autocannon';
import type { HeaderList } from '../http/header-list.ts';

export interface Shot {
  readonly method: 'GET' | 'HEAD';
  /** Path and query. */
  readonly target: string;
  /** By name. */
  readonly headers: Record<string, string>;
}

export interface CannonAnswer {
  readonly status: number;
  readonly headers: HeaderList;
  /** Headers and body. */
  readonly bytes: number;
  /** Since it was sent. */
  readonly serviceMs: number;
}

export interface CannonOptions<S extends Shot> {
  readonly url: string;
  readonly connections: number;
  readonly timeoutSeconds: number;
  onAnswer(shot: S, answer: CannonAnswer): void;
  /** No whole answer came. */
  onFailure(shot: S, serviceMs: number): void;
  /** A connection is free; null: nothing to send yet. */
  next(): S | null;
}

/** What is used of autocannon's client beyond its documented part. */
interface Client extends autocannon.Client {
  _connect(): void;
  _doRequest(): void;
  readonly destroyed: boolean;
  readonly conn: Socket | undefined;
  readonly parser: {
    readonly state: string;
    reinitialize(type: unknown): void;
    finish(): void;
    readonly constructor: { readonly RESPONSE: unknown; readonly kOnHeadersComplete: number };
    [callback: number]: ((info: Info) => unknown) | undefined;
  };
  readonly pipelinedRequests: { clear(): void; addBody(data: unknown): void };
}

interface Info {
  readonly headers: string[];
  readonly shouldKeepAlive: boolean;
}

/** autocannon under way: stopped, and awaited. */
type Running = PromiseLike<unknown> & { stop(): void };

/** autocannon wants an end; nothing runs as long as a timer can wait. */
const FOREVER_SECONDS = 2_000_000;
const SAMPLE_MS = 100;
const RECONNECT_MS = 100;

export class Cannon<S extends Shot> {
  readonly #options: CannonOptions<S>;
  readonly #idle: Gun<S>[] = [];
  readonly #instance: Running;

  constructor(options: CannonOptions<S>) {
    this.#options = options;
    this.#instance = autocannon({
      url: options.url,
      connections: options.connections,
      duration: FOREVER_SECONDS,
      timeout: options.timeoutSeconds,
      sampleInt: SAMPLE_MS,
      requests: [{ method: 'GET', path: '/' }],
      tlsOptions: { rejectUnauthorized: false },
      setupClient: (client) => void new Gun<S>(client as Client, this.#options, (gun) => this.#ready(gun)),
    } as autocannon.Options) as unknown as Running;
  }

  /** Gives free connections what there is to send. */
  fire(): void {
    while (this.#idle.length > 0) {
      const shot = this.#options.next();
      if (shot === null) return;
      this.#idle.pop()!.fire(shot);
    }
  }

  /** Every connection is closed when it resolves. */
  async close(): Promise<void> {
    this.#instance.stop();
    await this.#instance;
  }

  #ready(gun: Gun<S>): void {
    if (this.#idle.includes(gun)) return;
    const shot = this.#options.next();
    if (shot === null) this.#idle.push(gun);
    else gun.fire(shot);
  }
}

/** One connection. */
class Gun<S extends Shot> {
  readonly #client: Client;
  readonly #options: CannonOptions<S>;
  readonly #onReady: (gun: Gun<S>) => void;
  readonly #send: () => void;
  #shot: S | null = null;
  #sentAt = 0;
  #headers: HeaderList = [];
  #isClosing = false;
  #isWrapped = false;
  #isAnswered = true;

  constructor(client: Client, options: CannonOptions<S>, onReady: (gun: Gun<S>) => void) {
    this.#client = client;
    this.#options = options;
    this.#onReady = onReady;
    this.#send = client._doRequest.bind(client);
    const connect = client._connect.bind(client);
    client._connect = () => this.#reconnect(connect);
    client._doRequest = () => this.#free();
    client.pipelinedRequests.addBody = () => undefined;
    client.on('response', (status, bytes) => this.#take(status, bytes));
  }

  fire(shot: S): void {
    this.#shot = shot;
    this.#client.setRequests([{ method: shot.method, path: shot.target, headers: shot.headers }]);
    this.#sentAt = performance.now();
    this.#send();
  }

  #take(status: number, bytes: number): void {
    const shot = this.#shot;
    if (shot === null) return;
    this.#shot = null;
    this.#isAnswered = true;
    const serviceMs = performance.now() - this.#sentAt;
    this.#options.onAnswer(shot, { status, headers: this.#headers, bytes, serviceMs });
  }

  /** autocannon would send again. */
  #free(): void {
    this.#wrapParser();
    if (this.#client.destroyed || this.#isClosing) return;
    this.#onReady(this);
  }

  /** The connection before is gone, with whatever was under way on it. */
  #reconnect(connect: () => void): void {
    // A body that only the end of the connection ends is whole.
    if (this.#shot !== null && this.#client.parser.state === 'BODY_RAW') {
      this.#isClosing = true;
      this.#client.parser.finish();
    }
    this.#isClosing = false;
    abandon(this.#client.conn);
    const shot = this.#shot;
    this.#shot = null;
    this.#client.pipelinedRequests.clear();
    this.#client.parser.reinitialize(this.#client.parser.constructor.RESPONSE);
    if (shot !== null) this.#options.onFailure(shot, performance.now() - this.#sentAt);
    // The first answer proves that somebody listens; until then attempts keep their distance.
    if (this.#isAnswered) connect();
    else setTimeout(() => this.#client.destroyed || connect(), RECONNECT_MS);
    this.#isAnswered = false;
  }

  /** Once autocannon has set its own. */
  #wrapParser(): void {
    if (this.#isWrapped) return;
    this.#isWrapped = true;
    const { parser } = this.#client;
    const { kOnHeadersComplete } = parser.constructor;
    const own = parser[kOnHeadersComplete]!;
    parser[kOnHeadersComplete] = (info) => {
      own.call(parser, info);
      this.#headers = info.headers;
      this.#isClosing = !info.shouldKeepAlive;
      return this.#shot?.method === 'HEAD';
    };
  }
}

/** What an old connection still has to say must not be taken for the new one's. */
function abandon(connection: Socket | undefined): void {
  connection?.removeAllListeners('end').removeAllListeners('data').removeAllListeners('error');
  connection?.on('error', () => undefined).destroy();
}
