/**
 * Bytes of all plain connections are read into one piece of memory, instead of 64 KiB made anew for each read, which
 * costs an allocation outside the heap, and so whole collections of it, many times a second.
 *
 * Node offers this (`onread`) to those who open sockets, not to those who accept them: the accepted handle is moved to a
 * socket made with it. Where a handle cannot be moved, the socket is read as any other.
 */
import { Socket } from 'node:net';

/** The most that is read at once. */
const READ_BYTES = 65_536;

/** What Node keeps of a socket that a server accepted. */
interface Accepted {
  _handle: { useUserBuffer?: unknown } | null;
  _server: unknown;
}

export class SharedReads {
  readonly #buffer = Buffer.allocUnsafeSlow(READ_BYTES);

  /**
   * The accepted connection, as yet paused, under a socket that hands its bytes to `onBytes`; they are valid during the
   * call alone. Null when it must be read as it is.
   */
  move(accepted: Socket, onBytes: (bytes: Buffer) => void): Socket | null {
    const inside = accepted as unknown as Accepted;
    const handle = inside._handle;
    if (typeof handle?.useUserBuffer !== 'function') return null;
    const buffer = this.#buffer;
    const callback = (length: number) => {
      onBytes(buffer.subarray(0, length));
      return true;
    };
    inside._handle = null;
    const options = { handle, allowHalfOpen: true, onread: { buffer, callback } };
    const socket = new Socket(options as object);
    // The server counts its connections by it.
    (socket as unknown as Accepted)._server = inside._server;
    inside._server = null;
    return socket;
  }
}
