/**
 * Bytes of all connections are read into one piece of memory, instead of memory made anew for each read, which costs
 * an allocation outside the heap, and so whole collections of it, many times a second; and they come by a call instead
 * of through a stream. A 1 KiB hit over TLS takes a tenth less time so (`npm run bench -- --only hit-tls`).
 *
 * Node offers this (`onread`) to those who open sockets, not to those who accept them: what `onread` would have set is set
 * here. Where Node keeps it elsewhere one day, sockets are read as any other.
 */
import { Socket } from 'node:net';

/** The most that is read at once. */
const READ_BYTES = 65_536;

/** Where a socket keeps its `onread.buffer` and `onread.callback`. */
const BUFFER_KEY = keyOf('kBuffer');
const CALLBACK_KEY = keyOf('kBufferCb');

/** What Node keeps of a socket. */
interface Inside {
  readonly _handle: { useUserBuffer?: unknown } | null;
  [key: symbol]: unknown;
}

export class SharedReads {
  readonly #buffer = Buffer.allocUnsafeSlow(READ_BYTES);

  /**
   * From now on the socket, which is still to be resumed, hands its bytes to `onBytes`; they are valid during the call
   * alone. False when it must be read as it is.
   */
  share(socket: Socket, onBytes: (bytes: Buffer) => void): boolean {
    const inside = socket as unknown as Inside;
    const { _handle: handle } = inside;
    if (BUFFER_KEY === null || CALLBACK_KEY === null || socket.readableLength > 0) return false;
    if (typeof handle?.useUserBuffer !== 'function') return false;
    const buffer = this.#buffer;
    inside[BUFFER_KEY] = buffer;
    inside[CALLBACK_KEY] = (length: number) => {
      onBytes(buffer.subarray(0, length));
      return true;
    };
    handle.useUserBuffer(buffer);
    return true;
  }
}

function keyOf(name: string): symbol | null {
  const keys = Object.getOwnPropertySymbols(new Socket());
  return keys.find(({ description }) => description === name) ?? null;
}
