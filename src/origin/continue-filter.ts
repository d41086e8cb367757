/**
 * Takes `100 Continue` out of what an origin sends. Nobody asked for it, and whoever gets it unasked may pass
 * over it (RFC 9110 §15.2); undici breaks the connection over it instead. The filter stands before undici,
 * and looks at nothing but the beginning of each answer.
 */

/** What a 100 begins with, an `x` standing for any byte. */
const CONTINUE = Buffer.from('HTTP/1.x 100');
const ANY = 'x'.charCodeAt(0);
const HEAD_END = Buffer.from('\r\n\r\n');
/** A longer head is left to undici, which refuses it. */
const LONGEST_HEAD_BYTES = 4096;
const NO_BYTES = Buffer.alloc(0);

export class ContinueFilter {
  /** The beginning of an answer that may still turn out to be a 100. */
  #held: Buffer = NO_BYTES;
  #isAtStart = true;

  /** What comes next begins an answer. */
  expectAnswer(): void {
    this.#isAtStart = true;
  }

  /** What of the bytes can be handed on; of an answer's beginning nothing while that is unsure. */
  take(chunk: Buffer): Buffer {
    if (!this.#isAtStart) return chunk;
    let bytes = this.#held.length === 0 ? chunk : Buffer.concat([this.#held, chunk]);
    while (mayBeContinue(bytes) && bytes.length > 0) {
      const end = bytes.indexOf(HEAD_END);
      if (end === -1 && bytes.length <= LONGEST_HEAD_BYTES) return this.#hold(bytes);
      if (end === -1) break;
      bytes = bytes.subarray(end + HEAD_END.length);
    }
    this.#hold(NO_BYTES);
    this.#isAtStart = bytes.length === 0;
    return bytes;
  }

  #hold(bytes: Buffer): Buffer {
    this.#held = bytes;
    return NO_BYTES;
  }
}

/** Whether the bytes are a 100's beginning, or the beginning of that. */
function mayBeContinue(bytes: Buffer): boolean {
  const compared = Math.min(bytes.length, CONTINUE.length);
  for (let at = 0; at < compared; at++) {
    if (CONTINUE[at] !== ANY && CONTINUE[at] !== bytes[at]) return false;
  }
  return true;
}
