/**
 * autocannon, held back: it opens the connections, parses, times out and starts again; what is sent next on a free
 * connection, and when, is decided here. By itself it sends again as soon as it is answered, which is closed arrival.
 *
 * Beside that, what autocannon leaves open is settled: answers to HEAD, 204 and 304 have no body whatever they say, one of
 * 1xx is not the answer yet, an answer may be the last of its connection, one that is broken off, unreadable or unasked for
 * ends it, and a port that nobody listens on is tried at a pace.
 */
import type { Socket } from 'node:net';
import autocannon from 'autocannon';
import { findHeader, type HeaderList } from '../http/header-list.ts';

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
  /** Destroyed. */
  once(event: 'done', told: () => void): this;
  readonly destroyed: boolean;
  readonly conn: Socket | undefined;
  readonly parser: {
    readonly state: string;
    reinitialize(type: unknown): void;
    finish(): void;
    /** Answers with an Error for what is no HTTP. */
    execute(chunk: Buffer): unknown;
    readonly constructor: {
      readonly RESPONSE: unknown;
      readonly kOnHeadersComplete: number;
      readonly kOnMessageComplete: number;
    };
    [callback: number]: ((info?: Info) => unknown) | undefined;
  };
  readonly pipelinedRequests: { clear(): void; addBody(data: unknown): void };
}

interface Info {
  readonly versionMinor: number;
  readonly statusCode: number;
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
      setupClient: (client) => void new Gun<S>(client as Client, this.#options, this),
    } as autocannon.Options) as unknown as Running;
  }

  /** Gives free connections what there is to send. */
  fire(): void {
    while (this.#idle.length > 0) {
      const shot = this.#options.next();
      if (shot === null) return;
      const gun = this.#idle.pop()!;
      gun.isIdle = false;
      gun.fire(shot);
    }
  }

  /** The connection is free. */
  ready(gun: Gun<S>): void {
    if (gun.isIdle) return;
    const shot = this.#options.next();
    if (shot !== null) return gun.fire(shot);
    gun.isIdle = true;
    this.#idle.push(gun);
  }

  /** The connection is gone: what is fired now would be lost. */
  gone(gun: Gun<S>): void {
    if (gun.isIdle) this.#idle.splice(this.#idle.indexOf(gun), 1);
    gun.isIdle = false;
  }

  /** Every connection is closed when it resolves. */
  async close(): Promise<void> {
    this.#instance.stop();
    await this.#instance;
  }
}

/** One connection. */
class Gun<S extends Shot> {
  /** Whether it waits for something to send. */
  isIdle = false;
  readonly #client: Client;
  readonly #options: CannonOptions<S>;
  readonly #cannon: Pick<Cannon<S>, 'ready' | 'gone'>;
  readonly #send: () => void;
  #shot: S | null = null;
  #sentAt = 0;
  #answer: Info = { versionMinor: 1, statusCode: 0, headers: [], shouldKeepAlive: true };
  /** Nothing more is sent on this connection. */
  #isClosing = false;
  #isWrapped = false;
  #isAnswered = true;
  #attempt: NodeJS.Timeout | undefined;

  constructor(client: Client, options: CannonOptions<S>, cannon: Pick<Cannon<S>, 'ready' | 'gone'>) {
    this.#client = client;
    this.#options = options;
    this.#cannon = cannon;
    this.#send = client._doRequest.bind(client);
    const connect = client._connect.bind(client);
    client._connect = () => this.#reconnect(connect);
    client._doRequest = () => this.#free();
    client.pipelinedRequests.addBody = () => undefined;
    client.on('response', (status, bytes) => this.#take(status, bytes));
    client.once('done', () => clearTimeout(this.#attempt));
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
    this.#options.onAnswer(shot, { status, headers: this.#answer.headers, bytes, serviceMs });
  }

  /** autocannon would send again. */
  #free(): void {
    this.#wrapParser();
    if (this.#client.destroyed || this.#isClosing) return;
    this.#cannon.ready(this);
  }

  /** The connection before is gone, with whatever was under way on it. */
  #reconnect(connect: () => void): void {
    clearTimeout(this.#attempt);
    this.#cannon.gone(this);
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
    else this.#attempt = setTimeout(() => this.#client.destroyed || connect(), RECONNECT_MS);
    this.#isAnswered = false;
  }

  /** What comes on this connection means nothing any more. Later, for its parser is at work. */
  #break(): void {
    this.#cannon.gone(this);
    this.#isClosing = true;
    const { conn } = this.#client;
    setImmediate(() => this.#client.destroyed || this.#client.conn !== conn || this.#client._connect());
  }

  /** Once autocannon has set its own. */
  #wrapParser(): void {
    if (this.#isWrapped) return;
    this.#isWrapped = true;
    const { parser } = this.#client;
    const { kOnHeadersComplete, kOnMessageComplete } = parser.constructor;
    const [onHeaders, onMessage] = [parser[kOnHeadersComplete]!, parser[kOnMessageComplete]!];
    const execute = parser.execute.bind(parser);
    parser.execute = (chunk) => {
      if (execute(chunk) instanceof Error) this.#break();
    };
    parser[kOnHeadersComplete] = (info) => {
      onHeaders.call(parser, info);
      this.#answer = info!;
      const hasNoBody = this.#shot?.method === 'HEAD' || isBodiless(info!.statusCode);
      this.#isClosing ||= hasNoBody ? saysClose(info!) : !info!.shouldKeepAlive;
      return hasNoBody;
    };
    parser[kOnMessageComplete] = () => {
      if (this.#answer.statusCode < 200) return;
      if (this.#shot === null) this.#break();
      else onMessage.call(parser);
    };
  }
}

/** The parser misses a length where none is needed, and takes the answer for the last. */
function saysClose({ versionMinor, headers }: Info): boolean {
  const said = findHeader(headers, 'connection')?.toLowerCase() ?? '';
  return said.includes('close') || (versionMinor === 0 && !said.includes('keep-alive'));
}

/** RFC 9112 §6.3. */
function isBodiless(status: number): boolean {
  return status < 200 || status === 204 || status === 304;
}

/** What an old connection still has to say must not be taken for the new one's. */
function abandon(connection: Socket | undefined): void {
  connection?.removeAllListeners('end').removeAllListeners('data').removeAllListeners('error');
  connection?.on('error', () => undefined).destroy();
}
