/**
 * A viewer on a raw socket: it sends exactly the bytes of the test and reads answers strictly. Nothing is
 * read ahead of the test beyond what the sockets hold, so not reading is how a viewer is slow. It closes
 * with the test.
 *
 *     const viewer = await rawViewer({ port });
 *     await viewer.send('GET /a HTTP/1.1\r\nHost: d1.cloudfront.net\r\n\r\n');
 *     expect(await viewer.readResponse()).toMatchObject({ status: 200 });
 */
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { type ConnectionOptions, connect as connectTls } from 'node:tls';
import { onTestFinished } from 'vitest';
import { ByteSource } from './byte-source.ts';
import { type RawResponse, readRawResponse } from './raw-response.ts';

export { BrokenConversation } from './byte-source.ts';
export { type Framing, headerValue, headerValues, type RawResponse } from './raw-response.ts';

export interface RawViewerOptions {
  readonly port: number;
  readonly host?: string;
  /** The address of 127.0.0.0/8 to come from. */
  readonly localAddress?: string;
  /** Speaks TLS: `servername`, `ca`, … */
  readonly tls?: ConnectionOptions;
}

/** Connects, and shakes hands where TLS is asked for; a refused connection throws. */
export async function rawViewer(options: RawViewerOptions): Promise<RawViewer> {
  const { port, host = '127.0.0.1', localAddress, tls } = options;
  const transport = connect(localAddress === undefined ? { port, host } : { port, host, localAddress });
  onTestFinished(() => void transport.destroy());
  await once(transport, 'connect');
  if (tls === undefined) return new RawViewer(transport, transport);
  const socket = connectTls({ ...tls, socket: transport });
  await once(socket, 'secureConnect');
  return new RawViewer(socket, transport);
}

export class RawViewer {
  readonly #socket: Socket;
  readonly #transport: Socket;
  readonly #source: ByteSource;
  #lastRead: Promise<unknown> = Promise.resolve();

  constructor(socket: Socket, transport: Socket) {
    socket.setNoDelay(true);
    // A broken connection shows in the read that meets it.
    for (const each of new Set([socket, transport])) each.on('error', () => undefined);
    this.#socket = socket;
    this.#transport = transport;
    this.#source = new ByteSource(socket);
  }

  /** The address the edge sees. */
  get localAddress(): string {
    return this.#transport.localAddress ?? '';
  }

  /** Response bytes read so far; of the plain text where TLS is spoken. */
  get readBytes(): number {
    return this.#source.takenBytes;
  }

  /** Text goes out as latin1. Resolves once the system has the bytes, or the connection is gone. */
  send(bytes: string | Buffer): Promise<void> {
    const data = typeof bytes === 'string' ? Buffer.from(bytes, 'latin1') : bytes;
    return new Promise((resolve) => this.#socket.write(data, () => resolve()));
  }

  /** The next response; `head` when the request was HEAD. Reads asked for together happen in order. */
  readResponse({ head = false }: { head?: boolean } = {}): Promise<RawResponse> {
    return this.#inOrder(() => readRawResponse(this.#source, head));
  }

  /** Status line and headers of the next response; its body is left for `read`. */
  readHead(): Promise<string> {
    return this.#inOrder(async () => {
      const lines = [await this.#source.line()];
      while (lines.at(-1) !== '') lines.push(await this.#source.line());
      return lines.slice(0, -1).join('\r\n');
    });
  }

  /** The next bytes as they stand, for a viewer that takes a body in sips. */
  read(count: number): Promise<Buffer> {
    return this.#inOrder(() => this.#source.exactly(count));
  }

  /** Everything until the edge closes in order; empty when it has nothing more to say. A reset throws. */
  readUntilClosed(): Promise<Buffer> {
    return this.#inOrder(() => this.#source.rest());
  }

  /** Sends FIN; reading goes on. */
  finish(): void {
    this.#socket.end();
  }

  /** Breaks the connection with RST, as a viewer that vanishes does. */
  abort(): void {
    this.#transport.resetAndDestroy();
  }

  #inOrder<T>(read: () => Promise<T>): Promise<T> {
    const next = this.#lastRead.then(read);
    this.#lastRead = next.catch(() => undefined);
    return next;
  }
}
