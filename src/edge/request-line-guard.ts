/**
 * Watches the bytes of one viewer connection ahead of node:http, for request lines that it reads more kindly
 * than an edge should: two spaces, another protocol's name, no version, CONNECT. Such a line is spoiled, so
 * that the parser refuses it just where it stands, behind the good requests that came before it. And it says
 * where each head ends, so that the parser is given one at a time (handed-connection.ts tells why).
 *
 * What stands between two request lines is known without a parser: heads follow heads, because a request
 * with a body is the last of its connection (VR-16). All other judging of syntax is node:http's strict mode.
 */

const CR = 13;
const LF = 10;
const SPACE = 32;
const DIGIT_0 = 48;
const HEAD_END = Buffer.from('\r\n\r\n');
/** What must follow the target, a `0` standing for any digit. */
const VERSION = Buffer.from('HTTP/0.0\r\n');
/** Asks for a tunnel, for which the parser would give the connection away. */
const TUNNEL = Buffer.from('CONNECT ');
/** In no request line is it allowed. */
const SPOILT = 0;

type Place = 'start' | 'method' | 'target' | 'version' | 'headers';

export class RequestLineGuard {
  #place: Place = 'start';
  /** Bytes of the part at hand; in headers, how much of HEAD_END the bytes so far end with. */
  #length = 0;
  #isTunnel = true;
  /** What was watched last ends a head or spoils it: of a parser that was given it something must come. */
  isDecided = false;

  /** Whether the next byte begins a request, or may. */
  get isBetweenHeads(): boolean {
    return this.#place === 'start';
  }

  /**
   * Takes note of the next bytes from `start` on, up to the end of a head or of them all, and answers with the
   * offset behind; what must not be read as a request line is spoiled in place.
   */
  watch(chunk: Buffer, start: number): number {
    this.isDecided = false;
    let at = start;
    while (at < chunk.length && !this.isDecided) {
      at = this.#place === 'headers' ? this.#skipHeaders(chunk, at) : this.#step(chunk, at);
    }
    return at;
  }

  #step(chunk: Buffer, at: number): number {
    if (!this.#accepts(chunk[at]!)) {
      chunk[at] = SPOILT;
      this.isDecided = true;
      return chunk.length;
    }
    return at + 1;
  }

  #accepts(byte: number): boolean {
    switch (this.#place) {
      case 'start':
        if (byte === CR || byte === LF) return true;
        this.#enter('method');
        this.#isTunnel = true;
        return this.#acceptsMethod(byte);
      case 'method':
        return this.#acceptsMethod(byte);
      case 'target':
        return this.#acceptsTarget(byte);
      default:
        return this.#acceptsVersion(byte);
    }
  }

  #acceptsMethod(byte: number): boolean {
    this.#isTunnel &&= byte === TUNNEL[this.#length];
    this.#length += 1;
    if (byte !== SPACE) return byte !== LF;
    const isFirst = this.#length === 1;
    this.#enter('target');
    return !isFirst && !this.#isTunnel;
  }

  #acceptsTarget(byte: number): boolean {
    this.#length += 1;
    if (byte !== SPACE) return byte !== LF;
    const isEmpty = this.#length === 1;
    this.#enter('version');
    return !isEmpty;
  }

  #acceptsVersion(byte: number): boolean {
    const wanted = VERSION[this.#length]!;
    this.#length += 1;
    if (this.#length === VERSION.length) this.#enter('headers', 2);
    return wanted === DIGIT_0 ? byte >= DIGIT_0 && byte <= DIGIT_0 + 9 : byte === wanted;
  }

  #enter(place: Place, length = 0): void {
    this.#place = place;
    this.#length = length;
  }

  /** Answers with the offset behind the head, or behind the chunk. */
  #skipHeaders(chunk: Buffer, start: number): number {
    let at = start;
    // An end begun in what came before is followed byte by byte.
    for (; this.#length > 0 && at < chunk.length; at++) {
      if (chunk[at] !== HEAD_END[this.#length]) this.#length = chunk[at] === CR ? 1 : 0;
      else if (++this.#length === HEAD_END.length) return this.#endHead(at + 1);
    }
    if (at === chunk.length) return at;
    const end = chunk.indexOf(HEAD_END, Math.max(start, at - 1));
    if (end !== -1) return this.#endHead(end + HEAD_END.length);
    this.#length = endingLength(chunk, start);
    return chunk.length;
  }

  #endHead(next: number): number {
    this.isDecided = true;
    this.#enter('start');
    return next;
  }
}

/** How much of HEAD_END a chunk ends with, looking no further back than `start`. */
function endingLength(chunk: Buffer, start: number): number {
  for (let length = Math.min(HEAD_END.length - 1, chunk.length - start); length > 0; length--) {
    if (HEAD_END.compare(chunk, chunk.length - length, chunk.length, 0, length) === 0) return length;
  }
  return 0;
}
