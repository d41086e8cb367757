/**
 * A gzip file (RFC 1952) that is compressed by the piece while its text is still coming: on a machine with one
 * core whoever compresses is in the way of the viewers, and 8 MiB at once took that core for 40 ms. Every piece
 * is a run of deflate for itself that ends on a whole byte, so that the runs joined are one; files are 0.4 %
 * larger for it, as a piece is much longer than what deflate looks back.
 */
import { crc32 } from 'node:zlib';
import type { LentBytes } from './access-lines.ts';
import { type Deflater, LAST_RUN } from './deflater.ts';

/** One takes about a millisecond. Half as long ones cost 15 % more time, twice as long ones would save nothing. */
export const PIECE_BYTES = 256 * 1024;

/** RFC 1952 section 2.3: deflate, no name, no time, the fastest level, an unknown system. */
const HEAD = Buffer.from([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 4, 255]);
const TAIL_BYTES = 8;
const LENGTH_MODULUS = 2 ** 32;

export class GzipPieces {
  readonly #deflater: Deflater;
  readonly #pieces: Promise<Uint8Array[]>[] = [];
  #waiting: LentBytes[] = [];
  #waitingBytes = 0;
  #sizeBytes = 0;
  #checksum = 0;
  #file: Promise<Buffer> | null = null;

  constructor(deflater: Deflater) {
    this.#deflater = deflater;
  }

  /** Has the bytes until they are compressed, then gives them back; throws after `file`. */
  add(lent: LentBytes): void {
    if (this.#file !== null) throw new Error('this gzip file is finished');
    this.#waiting.push(lent);
    this.#waitingBytes += lent.bytes.length;
    if (this.#waitingBytes >= PIECE_BYTES) this.#compress();
  }

  /** The whole file, the same each time. */
  file(): Promise<Buffer> {
    this.#file ??= this.#finish();
    return this.#file;
  }

  async #finish(): Promise<Buffer> {
    this.#compress();
    const tail = Buffer.alloc(TAIL_BYTES);
    tail.writeUInt32LE(this.#checksum, 0);
    tail.writeUInt32LE(this.#sizeBytes % LENGTH_MODULUS, 4);
    return Buffer.concat([HEAD, ...(await Promise.all(this.#pieces)).flat(), LAST_RUN, tail]);
  }

  #compress(): void {
    const waiting = this.#waiting;
    const piece = this.#deflater.deflate(waiting.map(({ bytes }) => bytes));
    for (const { bytes } of waiting) this.#checksum = crc32(bytes, this.#checksum);
    this.#sizeBytes += this.#waitingBytes;
    this.#waiting = [];
    this.#waitingBytes = 0;
    const giveBack = () => {
      for (const { bytes, giveBack } of waiting) giveBack?.(bytes);
    };
    // Whoever wants the file is told when it fails; until then nobody listens.
    piece.then(giveBack, giveBack);
    this.#pieces.push(piece);
  }
}
