/** One connection of a paced load: a request at a time, its answer told from where its body must end. */
import { connect, type Socket } from 'node:net';

const BLANK_LINE = '\r\n\r\n';
const BUFFER_BYTES = 64 * 1024;

export class PacedConnection {
  readonly socket: Socket;
  onAnswer: (at: number) => void = () => undefined;
  readonly #bodyBytes: number;
  #at = 0;
  /** Of the body that is arriving; null: its head is not whole yet. */
  #missingBytes: number | null = null;
  /** Of a head that comes in pieces. */
  #head = '';

  constructor({ port, bodyBytes }: { port: number; bodyBytes: number }) {
    this.#bodyBytes = bodyBytes;
    const buffer = Buffer.allocUnsafe(BUFFER_BYTES);
    const callback = (count: number) => {
      this.#take(buffer, count);
      return true;
    };
    const onread = { buffer, callback };
    this.socket = connect({ port, host: '127.0.0.1', noDelay: true, onread });
    this.socket.on('error', () => this.socket.destroy());
  }

  ask(request: Buffer, at: number): void {
    this.#at = at;
    this.#missingBytes = null;
    this.#head = '';
    this.socket.write(request);
  }

  #take(buffer: Buffer, count: number): void {
    if (this.#missingBytes === null) {
      const bodyStart = this.#bodyStart(buffer, count);
      if (bodyStart === null) return;
      this.#missingBytes = this.#bodyBytes + bodyStart;
    }
    this.#missingBytes -= count;
    if (this.#missingBytes === 0) this.onAnswer(this.#at);
  }

  /** Where the body begins in these bytes; below 0 never, null: not yet. Makes no string of a head that is whole. */
  #bodyStart(buffer: Buffer, count: number): number | null {
    const end = buffer.indexOf(BLANK_LINE, 0, 'latin1');
    if (this.#head === '' && end >= 0 && end + BLANK_LINE.length <= count) return end + BLANK_LINE.length;
    const before = this.#head.length;
    this.#head += buffer.toString('latin1', 0, count);
    const whole = this.#head.indexOf(BLANK_LINE);
    return whole < 0 ? null : whole + BLANK_LINE.length - before;
  }
}
