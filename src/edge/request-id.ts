/** X-Amz-Cf-Id: 54 characters of URL-safe base64 and `==`, unguessable, the log's x-edge-request-id (RH-5, AL-33). */
import { randomFillSync } from 'node:crypto';

const ID_BYTES = 40;
const IDS_PER_REFILL = 256;

/** Makes ids from random bytes drawn in batches: one system call for many requests. */
export class RequestIds {
  readonly #pool = Buffer.alloc(ID_BYTES * IDS_PER_REFILL);
  #used = this.#pool.length;

  next(): string {
    if (this.#used === this.#pool.length) {
      randomFillSync(this.#pool);
      this.#used = 0;
    }
    const start = this.#used;
    this.#used += ID_BYTES;
    return `${this.#pool.toString('base64url', start, this.#used)}==`;
  }
}
