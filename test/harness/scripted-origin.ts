/**
 * An origin on a raw socket that says exactly what a test wrote, malformed bytes, stalls and broken
 * connections included, and keeps what it was asked. It listens on a port of 127.0.0.1 that the machine
 * chooses and closes with the test.
 *
 *     const hold = gate();
 *     const origin = await scriptedOrigin([partial(200, { 'Content-Length': '4' }, 'LO', hold, 'GO')]);
 *     …; await origin.received(1); hold.open();
 */
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { createServer as createTlsServer, type TlsOptions } from 'node:tls';
import { onTestFinished } from 'vitest';
import { Gate } from './gate.ts';
import { type Action, FIN, RESET, type Reply, reply } from './origin-reply.ts';
import { type RecordedRequest, recordRequest } from './recorded-request.ts';

export { Gate, gate } from './gate.ts';
export {
  type Action,
  chunk,
  chunked,
  FIN,
  partial,
  RESET,
  type Reply,
  type ReplyHeaders,
  reply,
  responseHead,
  untilClose,
} from './origin-reply.ts';
export { type RecordedRequest, received } from './recorded-request.ts';

/** The nth request gets the nth reply (500 when none is left), or whatever the function answers. */
export type Script = readonly Reply[] | ((request: RecordedRequest, index: number) => Reply);

export interface ScriptedOriginOptions {
  /** Speaks TLS with this key and certificate. */
  readonly tls?: TlsOptions;
  /** An address of 127.0.0.0/8 to listen on. */
  readonly host?: string;
  readonly port?: number;
}

/** Starts listening; closed by the running test's end. */
export async function scriptedOrigin(
  script: Script,
  options: ScriptedOriginOptions = {},
): Promise<ScriptedOrigin> {
  const origin = new ScriptedOrigin(script, options);
  await origin.listen(options);
  onTestFinished(() => origin.close());
  return origin;
}

export class ScriptedOrigin {
  readonly requests: RecordedRequest[] = [];
  /** Connections accepted so far, and those still open. */
  connections = 0;
  readonly open = new Set<Socket>();
  /** Handshakes that failed or hang included. */
  readonly #transports = new Set<Socket>();
  readonly #server: Server;
  readonly #script: Script;
  #waiting: { isMet: () => boolean; met: () => void }[] = [];

  constructor(script: Script, options: ScriptedOriginOptions) {
    this.#script = script;
    const accept = (socket: Socket) => this.#accept(socket);
    this.#server =
      options.tls === undefined
        ? createServer({ allowHalfOpen: true }, accept)
        : createTlsServer({ ...options.tls, allowHalfOpen: true } as TlsOptions, accept);
    this.#server.on('tlsClientError', () => undefined);
    this.#server.on('connection', (socket: Socket) => this.#transports.add(socket));
  }

  get host(): string {
    return (this.#server.address() as AddressInfo).address;
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  get endpoint(): { host: string; port: number } {
    return { host: this.host, port: this.port };
  }

  listen({ host = '127.0.0.1', port = 0 }: ScriptedOriginOptions): Promise<void> {
    return new Promise((resolve, reject) => this.#server.once('error', reject).listen(port, host, resolve));
  }

  /** Waits until `count` requests have arrived in all. */
  received(count: number): Promise<void> {
    return this.until(() => this.requests.length >= count);
  }

  /** Waits until no more than `count` connections are open. */
  closedTo(count: number): Promise<void> {
    return this.until(() => this.open.size <= count);
  }

  /** Waits for any condition that a request, a connection or its end can bring about. */
  until(isMet: () => boolean): Promise<void> {
    return new Promise((met) => {
      this.#waiting.push({ isMet, met });
      this.#changed();
    });
  }

  close(): Promise<void> {
    for (const socket of this.#transports) socket.destroy();
    return new Promise((resolve) => this.#server.close(() => resolve()));
  }

  #accept(socket: Socket): void {
    socket.setNoDelay(true);
    const connection = ++this.connections;
    this.open.add(socket);
    socket.on('close', () => {
      this.open.delete(socket);
      this.#changed();
    });
    socket.on('error', () => undefined);
    // Each reply that waits at a gate listens for the end of the connection.
    socket.setMaxListeners(0);
    socket.on('end', () => socket.end());
    this.#changed();
    void this.#converse(socket, connection);
  }

  async #converse(socket: Socket, connection: number): Promise<void> {
    let unread = '';
    for await (const bytes of readUntilClosed(socket)) {
      unread += bytes.toString('latin1');
      for (let end = unread.indexOf('\r\n\r\n'); end !== -1; end = unread.indexOf('\r\n\r\n')) {
        const request = recordRequest(unread.slice(0, end), connection);
        unread = unread.slice(end + 4);
        await this.#answer(socket, request);
      }
    }
  }

  async #answer(socket: Socket, request: RecordedRequest): Promise<void> {
    const index = this.requests.push(request) - 1;
    this.#changed();
    const actions = typeof this.#script === 'function' ? this.#script(request, index) : this.#script[index];
    for (const action of actions ?? reply(500, {}, 'the script has ended')) await act(socket, action);
  }

  #changed(): void {
    this.#waiting = this.#waiting.filter(({ isMet, met }) => {
      if (!isMet()) return true;
      met();
      return false;
    });
  }
}

async function act(socket: Socket, action: Action): Promise<void> {
  if (socket.destroyed) return;
  if (action === FIN) socket.end();
  else if (action === RESET) await reset(socket);
  else if (action instanceof Gate) await Promise.race([action.opened, closed(socket)]);
  else if (typeof action === 'string') await write(socket, Buffer.from(action, 'latin1'));
  else if (Buffer.isBuffer(action)) await write(socket, action);
  else await pour(socket, action as Iterable<Buffer>);
}

async function pour(socket: Socket, pieces: Iterable<Buffer>): Promise<void> {
  for (const piece of pieces) {
    if (socket.destroyed) return;
    await write(socket, piece);
  }
}

/** Resolves when the bytes were handed to the system, so that a slow reader holds the origin back. */
function write(socket: Socket, bytes: Buffer): Promise<void> {
  return new Promise((resolve) => socket.write(bytes, () => resolve()));
}

/** A TLS socket cannot be reset itself; its transport can. */
async function reset(socket: Socket): Promise<void> {
  const transport = (socket as Socket & { _parent?: Socket })._parent ?? socket;
  transport.resetAndDestroy();
  await closed(socket);
}

function closed(socket: Socket): Promise<void> {
  return new Promise((resolve) => (socket.destroyed ? resolve() : socket.once('close', () => resolve())));
}

async function* readUntilClosed(socket: Socket): AsyncGenerator<Buffer> {
  try {
    for await (const bytes of socket.iterator({ destroyOnReturn: false })) yield bytes as Buffer;
  } catch {
    // The edge broke the connection: the conversation is over, and the test looks at what was recorded.
  }
}
