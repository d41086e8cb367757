/**
 * The lines between the chunks of a body in chunks, in their plain form: a size of a few hex digits alone on
 * its line, two line ends behind the last one, and no trailers. One byte at a time, wherever reads cut them.
 */

/** What the bytes so far come to. */
export type ChunkLine =
  | 'part' // more is needed
  | 'data' // `sizeBytes` of content follow
  | 'end' // the body is whole
  | 'odd' // another form: undici's to read, from the beginning of this line
  | 'bad'; // no line end behind a chunk: nobody reads on

type Expected = 'data-cr' | 'data-lf' | 'digits' | 'size-lf' | 'last-cr' | 'last-lf';

const CR = 0x0d;
const LF = 0x0a;
const LONGEST_SIZE = 8;

export class ChunkLines {
  /** Of the chunk that follows. */
  sizeBytes = 0;
  /** The line so far, for whoever must read it anew. */
  text = '';
  #expected: Expected = 'digits';

  /** The first chunk is to come. */
  begin(): void {
    this.#beginLine();
  }

  take(code: number): ChunkLine {
    if (this.#expected === 'data-cr' || this.#expected === 'data-lf') return this.#takeDataEnd(code);
    this.text += String.fromCharCode(code);
    if (this.#expected === 'digits') return this.#takeDigit(code);
    if (this.#expected === 'last-cr') return code === CR ? this.#expect('last-lf') : 'odd';
    if (code !== LF) return 'odd';
    if (this.#expected === 'last-lf') return 'end';
    if (this.sizeBytes === 0) return this.#expect('last-cr');
    this.#expected = 'data-cr';
    return 'data';
  }

  #takeDataEnd(code: number): ChunkLine {
    if (this.#expected === 'data-cr') return code === CR ? this.#expect('data-lf') : 'bad';
    if (code !== LF) return 'bad';
    this.#beginLine();
    return 'part';
  }

  #takeDigit(code: number): ChunkLine {
    const digit = digitOf(code);
    if (digit === -1) return code === CR && this.text.length > 1 ? this.#expect('size-lf') : 'odd';
    this.sizeBytes = this.sizeBytes * 16 + digit;
    return this.text.length <= LONGEST_SIZE ? 'part' : 'odd';
  }

  #expect(expected: Expected): ChunkLine {
    this.#expected = expected;
    return 'part';
  }

  #beginLine(): void {
    this.#expected = 'digits';
    this.sizeBytes = 0;
    this.text = '';
  }
}

/** -1: no hex digit. */
function digitOf(code: number): number {
  if (code >= 0x30 && code <= 0x39) return code - 0x30;
  const lower = code | 0x20;
  return lower >= 0x61 && lower <= 0x66 ? lower - 0x57 : -1;
}
