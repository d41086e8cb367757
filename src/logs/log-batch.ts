/** Lines of one log and one hour, gathered from all threads until a file is written for them (AL-4, AL-5). */
import type { AccessLogTarget } from '../routing/compiled-distribution.ts';
import { accessLogHeader } from './access-line.ts';
import { BATCH_BYTES, type LentBytes, type LentLines, type LineBatch } from './access-lines.ts';
import type { Deflater } from './deflater.ts';
import { GzipPieces } from './gzip-pieces.ts';

/** What one file will hold. */
export class LogBatch {
  readonly target: AccessLogTarget;
  /** Hours since 1970. */
  readonly hour: number;
  /** Of its lines, as they came. */
  sizeBytes = 0;
  records = 0;
  /** Real epoch ms when its file could first not be written; null while that has not happened. */
  failedAt: number | null = null;
  readonly #gzip: GzipPieces;
  #last: LentBytes;

  constructor(target: AccessLogTarget, hour: number, deflater: Deflater) {
    this.target = target;
    this.hour = hour;
    this.#gzip = new GzipPieces(deflater);
    this.#last = { bytes: Buffer.from(accessLogHeader(target.era), 'latin1') };
  }

  /** Not after `file`. */
  add(lines: LentLines): void {
    const { bytes, records, giveBack } = lines;
    this.records += records;
    this.sizeBytes += bytes.length;
    const last = this.#last.bytes;
    if (last.length + bytes.length <= BATCH_BYTES) {
      // A line now and then must not cost more than its bytes.
      this.#last = { bytes: Buffer.concat([last, bytes]) };
      giveBack?.(bytes);
    } else {
      this.#gzip.add(this.#last);
      this.#last = lines;
    }
  }

  /** What begins such a file and all lines as they came, gzipped (AL-3); the same each time. */
  file(): Promise<Buffer> {
    if (this.#last.bytes.length > 0) this.#gzip.add(this.#last);
    this.#last = { bytes: new Uint8Array(0) };
    return this.#gzip.file();
  }
}

/** The key of the file that lines belong into; a target that came from another thread is another object. */
export function fileKey({ target, hour }: LineBatch): string {
  const { bucket, prefix, distributionId, era } = target;
  return JSON.stringify([bucket, prefix, distributionId, era, hour]);
}
