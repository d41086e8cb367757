/**
 * Watches the bytes of one viewer connection for request lines that node:http reads more kindly than an
 * edge should: two spaces, another protocol's name, none at all. What stands between two request lines is
 * known without a parser, because a request with a body is the last of its connection (VR-16): here heads
 * simply follow heads. All other judging of syntax is node:http's, which runs in its strict mode.
 */

const CR = 13;
const LF = 10;
const SPACE = 32;
/** ` HTTP/1.1`, as latin1. */
const VERSION = / HTTP\/[0-9]\.[0-9]$/;
/** Headers that announce a body: behind such a head this guard has nothing more to say. */
const ANNOUNCES_BODY = /^(?:content-length|transfer-encoding)[ \t]*:[ \t]*(?!0+[ \t]*$)/i;

export class RequestLineGuard {
  readonly #maxLineBytes: number;
  #line = '';
  #isRequestLine = true;
  #isRetired = false;

  /** `maxLineBytes`: longer lines are left to the parser, which refuses them as too large. */
  constructor(maxLineBytes: number) {
    this.#maxLineBytes = maxLineBytes;
  }

  /** False when a request line in these bytes, or ending in them, must be refused. */
  accepts(chunk: Buffer): boolean {
    for (let at = 0; at < chunk.length && !this.#isRetired; ) {
      const end = chunk.indexOf(LF, at);
      const stop = end === -1 ? chunk.length : end;
      this.#collect(chunk, at, stop);
      if (end === -1) return true;
      if (!this.#acceptsLine()) return false;
      at = end + 1;
    }
    return true;
  }

  #collect(chunk: Buffer, start: number, stop: number): void {
    if (this.#line.length > this.#maxLineBytes) this.#isRetired = true;
    else if (stop > start) this.#line += chunk.toString('latin1', start, stop);
  }

  #acceptsLine(): boolean {
    const line = this.#line.charCodeAt(this.#line.length - 1) === CR ? this.#line.slice(0, -1) : this.#line;
    this.#line = '';
    if (!this.#isRequestLine) {
      if (line === '') this.#isRequestLine = true;
      else if (ANNOUNCES_BODY.test(line)) this.#isRetired = true;
      return true;
    }
    if (line === '') return true;
    this.#isRequestLine = false;
    return isRequestLine(line);
  }
}

/** `method SP target SP HTTP/x.y` and nothing else (RFC 9112 §3). */
function isRequestLine(line: string): boolean {
  const first = line.indexOf(' ');
  const last = line.lastIndexOf(' ');
  if (first <= 0 || last <= first + 1 || !VERSION.test(line)) return false;
  for (let at = first + 1; at < last; at++) {
    if (line.charCodeAt(at) === SPACE) return false;
  }
  return true;
}
