/** Lines of one log and one hour, gathered from all threads until a file is written for them (AL-4, AL-5). */
import type { AccessLogTarget } from '../routing/compiled-distribution.ts';
import { BATCH_BYTES, type LineBatch } from './access-lines.ts';

/** What one file will hold. */
export class LogBatch {
  readonly target: AccessLogTarget;
  /** Hours since 1970. */
  readonly hour: number;
  sizeBytes = 0;
  records = 0;
  /** Real epoch ms when its file could first not be written; null while that has not happened. */
  failedAt: number | null = null;
  readonly #full: Uint8Array[] = [];
  #last: Uint8Array = new Uint8Array(0);

  constructor(target: AccessLogTarget, hour: number) {
    this.target = target;
    this.hour = hour;
  }

  add({ bytes, records }: LineBatch): void {
    this.records += records;
    this.sizeBytes += bytes.length;
    if (this.#last.length + bytes.length <= BATCH_BYTES) {
      // A line now and then must not cost more than its bytes.
      this.#last = Buffer.concat([this.#last, bytes]);
    } else {
      this.#full.push(this.#last);
      this.#last = bytes;
    }
  }

  /** All lines as they came, behind what begins the file. */
  bytes(header: string): Buffer {
    return Buffer.concat([Buffer.from(header, 'latin1'), ...this.#full, this.#last]);
  }
}

/** The key of the file that lines belong into; a target that came from another thread is another object. */
export function fileKey({ target, hour }: LineBatch): string {
  const { bucket, prefix, distributionId, era } = target;
  return JSON.stringify([bucket, prefix, distributionId, era, hour]);
}
