/**
 * Bytes of a stream, taken in the sizes a parser needs. The stream is read only while someone waits for
 * bytes, so a test that takes nothing is a slow viewer, and TCP holds the sender back.
 */
import type { Readable } from 'node:stream';

/** What arrived is not what HTTP/1.1 allows, or it ended too early. */
export class BrokenConversation extends Error {}

export class ByteSource {
  /** Bytes taken so far. */
  takenBytes = 0;
  readonly #arriving: AsyncIterator<Buffer>;
  #unread: Buffer[] = [];
  #unreadBytes = 0;

  constructor(stream: Readable) {
    this.#arriving = stream.iterator({ destroyOnReturn: false });
  }

  /** The next line without its CRLF, as latin1. A CR or LF alone inside is a fault. */
  async line(): Promise<string> {
    let end = this.#joined().indexOf('\r\n');
    while (end === -1) {
      await this.#mustArrive('a line');
      end = this.#joined().indexOf('\r\n');
    }
    const text = this.#take(end + 2).toString('latin1', 0, end);
    if (/[\r\n]/.test(text)) throw new BrokenConversation(`a bare CR or LF in ${JSON.stringify(text)}`);
    return text;
  }

  async exactly(count: number): Promise<Buffer> {
    while (this.#unreadBytes < count) await this.#mustArrive(`${count} bytes`);
    return this.#take(count);
  }

  /** Everything until the other side ends in order; a reset throws. */
  async rest(): Promise<Buffer> {
    while (await this.#arrive());
    return this.#take(this.#unreadBytes);
  }

  async #mustArrive(wanted: string): Promise<void> {
    if (await this.#arrive()) return;
    const got = this.#joined().toString('latin1', 0, 200);
    throw new BrokenConversation(`ended before ${wanted}, after ${JSON.stringify(got)}`);
  }

  async #arrive(): Promise<boolean> {
    const { done, value } = await this.#arriving.next();
    if (done === true) return false;
    this.#unread.push(value);
    this.#unreadBytes += value.length;
    return true;
  }

  #take(count: number): Buffer {
    const all = this.#joined();
    this.#unread = [all.subarray(count)];
    this.#unreadBytes -= count;
    this.takenBytes += count;
    return all.subarray(0, count);
  }

  #joined(): Buffer {
    if (this.#unread.length !== 1) this.#unread = [Buffer.concat(this.#unread)];
    return this.#unread[0]!;
  }
}
