/** Reads plain requests from a connection's bytes as they arrive, in whatever pieces; says from where they are odd. */
import { type Cut, PlainCutter } from './plain-cutter.ts';
import type { PlainSections } from './plain-section.ts';

/** A head that comes in more pieces is read by node:http, which remembers where it is. */
const MOST_PIECES = 16;
const NO_BYTES = Buffer.alloc(0);

export class PlainReader {
  /** Of the request read last. */
  readonly request: PlainCutter;
  #bytes: Buffer = NO_BYTES;
  #at = 0;
  #pieces = 0;

  constructor(sections: PlainSections) {
    this.request = new PlainCutter(sections);
  }

  /** Whether a head has begun, and not ended. */
  get hasBegun(): boolean {
    return this.#at < this.#bytes.length;
  }

  /** The next bytes of the connection; all that was whole has been read before. */
  add(chunk: Buffer): void {
    this.#bytes = this.hasBegun ? Buffer.concat([this.#bytes.subarray(this.#at), chunk]) : chunk;
    this.#at = 0;
    this.#pieces += 1;
  }

  /** Null: nothing is left to read. */
  next(): Cut | null {
    if (!this.hasBegun) return this.#end();
    const cut = this.request.cut(this.#bytes, this.#at);
    if (cut === 'whole') {
      this.#at = this.request.end;
      this.#pieces = 1;
    }
    return cut === 'partial' && this.#pieces >= MOST_PIECES ? 'odd' : cut;
  }

  /** More of it is to come, and whoever handed it over uses its memory again. */
  keepRest(): void {
    this.#bytes = Buffer.from(this.#bytes.subarray(this.#at));
    this.#at = 0;
  }

  /** What was not read; it is somebody else's from now on. */
  takeRest(): Buffer {
    const rest = this.#bytes.subarray(this.#at);
    this.#end();
    return rest;
  }

  #end(): null {
    this.#bytes = NO_BYTES;
    this.#at = 0;
    this.#pieces = 0;
    return null;
  }
}
