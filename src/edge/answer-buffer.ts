/**
 * Where small answers are put together, head and body, so that each leaves in one write: one piece of memory for
 * all connections of a listener, used again as soon as the system has what was in it.
 */

/** Room for many small answers: what the system has not taken yet stays where it is, and the next goes behind it. */
const BUFFER_BYTES = 65_536;

/**
 * From here on `copy` is quicker than `set`, which takes memory that threads share word by word: 80 ns instead of 400 for
 * 1 KiB, 1 µs instead of 11 for 32 KiB.
 */
const COPIED_BYTES = 128;

/** Whose bytes are in it; told when somebody else needs the room. */
export interface Writer {
  sendNow(): void;
}

export class AnswerBuffer {
  #bytes = Buffer.allocUnsafeSlow(BUFFER_BYTES);
  #start = 0;
  #end = 0;
  #writer: Writer | null = null;

  /** Whether there is something of this writer's in it. */
  holds(writer: Writer): boolean {
    return this.#writer === writer;
  }

  /** Text goes in as latin1. */
  add(writer: Writer, piece: Buffer | string): void {
    this.#makeRoom(writer, piece.length);
    if (typeof piece === 'string') this.#bytes.write(piece, this.#end, 'latin1');
    else if (piece.length < COPIED_BYTES) this.#bytes.set(piece, this.#end);
    else piece.copy(this.#bytes, this.#end);
    this.#end += piece.length;
  }

  /** All that the writer put in, to be written; its memory is its own until it is given back. */
  take(): Buffer {
    const taken = this.#bytes.subarray(this.#start, this.#end);
    this.#start = this.#end;
    this.#writer = null;
    return taken;
  }

  /** The system has what was taken last. */
  giveBack(taken: Buffer): void {
    if (taken.buffer !== this.#bytes.buffer || this.#writer !== null) return;
    if (taken.byteOffset + taken.length !== this.#end) return;
    this.#end -= taken.length;
    this.#start = this.#end;
  }

  /** What the writer put in is not to be written. */
  drop(writer: Writer): void {
    if (this.#writer !== writer) return;
    this.#writer = null;
    this.#end = this.#start;
  }

  #makeRoom(writer: Writer, sizeBytes: number): void {
    if (this.#writer !== null && this.#writer !== writer) this.#writer.sendNow();
    this.#writer = writer;
    if (this.#end + sizeBytes <= this.#bytes.length) return;
    const begun = this.#bytes.subarray(this.#start, this.#end);
    this.#bytes = Buffer.allocUnsafeSlow(Math.max(BUFFER_BYTES, begun.length + sizeBytes));
    this.#bytes.set(begun);
    this.#start = 0;
    this.#end = begun.length;
  }
}
