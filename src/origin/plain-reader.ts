/**
 * Reads plain answers off a connection by scanning, and stops where something is not plain. Why the rest can
 * be handed to undici's parser without danger: it gets *all* bytes of that answer, from the first one and in
 * order, before anybody was told anything of it, and the connection is its own from then on. Only a body in
 * chunks may turn odd later. Between two chunks a parser knows nothing but that it is among chunks, so it gets
 * the head once more and then the rest from the beginning of the odd line; nobody hears of that head twice.
 */
import type { AnswerTaker } from './answer-taker.ts';
import { ChunkLines } from './plain-chunks.ts';
import { type PlainHead, readPlainHead } from './plain-head.ts';
import { admitHead, type HeadRules } from './response-head.ts';

/** What a piece came to. */
export type Reading =
  | 'more' // the answer goes on
  | 'complete'
  | 'surplus' // complete, and followed by what nobody asked for
  | 'odd' // `unread` is undici's
  | 'invalid' // a body that no parser would read on
  | 'stopped'; // its taker wants no more

/** A head in more pieces is not plain, so that none is looked at very often. */
const HEAD_PIECES = 8;
const HEAD_END = Buffer.from('\r\n\r\n');
const NO_BYTES = Buffer.alloc(0);

export class PlainReader {
  /** Of the answer being read, or read last; null before it is complete. */
  head: PlainHead | null = null;
  /** After 'odd': all that undici must read. */
  unread: Buffer = NO_BYTES;
  /** Null when nobody listens. */
  #taker: AnswerTaker | null = null;
  #rules: HeadRules | null = null;
  #headText = '';
  /** The beginning of a head that is not complete, and in how many pieces it came. */
  #held: Buffer = NO_BYTES;
  #pieces = 0;
  /** Of the body, or of the chunk; 0 between chunks. */
  #leftBytes = 0;
  readonly #lines = new ChunkLines();

  /** An answer is to come. */
  begin(rules: HeadRules, taker: AnswerTaker): void {
    this.#rules = rules;
    this.#taker = taker;
    this.head = null;
    this.#held = NO_BYTES;
    this.#pieces = 0;
  }

  /** The taker hears no more; also from within its own callbacks. */
  stop(): void {
    this.#taker = null;
  }

  /** The origin has closed: what was held of a head is undici's to judge; false: there is none. */
  endHead(): boolean {
    if (this.#pieces === 0 || this.head !== null) return false;
    this.#handOn(this.#held);
    return true;
  }

  /** Takes what arrived; nothing of it is kept beyond the call, unless copied. */
  read(bytes: Buffer): Reading {
    if (this.head !== null) return this.#readBody(bytes, 0);
    return this.#readHead(this.#pieces === 0 ? bytes : Buffer.concat([this.#held, bytes]));
  }

  #readHead(bytes: Buffer): Reading {
    const { method, headerBytes } = this.#rules!;
    const found = bytes.indexOf(HEAD_END);
    const end = found === -1 ? bytes.length : found + HEAD_END.length;
    const text = end > headerBytes ? '' : bytes.toString('latin1', 0, end);
    const head = end > headerBytes ? 'odd' : readPlainHead(text, method === 'HEAD');
    if (head === 'part') return this.#hold(bytes);
    return head === 'odd' ? this.#handOn(bytes) : this.#begin(head, text, bytes);
  }

  #hold(bytes: Buffer): Reading {
    this.#pieces += 1;
    if (this.#pieces === HEAD_PIECES) return this.#handOn(bytes);
    // What is read into belongs to all connections.
    this.#held = Buffer.from(bytes);
    return 'more';
  }

  #begin(head: PlainHead, text: string, bytes: Buffer): Reading {
    const { framing } = head;
    this.head = head;
    this.#headText = framing === 'chunked' ? text : '';
    this.#leftBytes = framing === 'length' ? head.head.bodyBytes! : 0;
    if (framing === 'chunked') this.#lines.begin();
    head.head.isFollowed = this.#leftBytes > 0 && bytes.length > text.length;
    const answer = admitHead(head, this.#rules!);
    if (typeof answer === 'string') this.#taker!.onBroken(answer);
    else this.#taker!.onHead(answer);
    return this.#readBody(bytes, text.length);
  }

  #readBody(bytes: Buffer, start: number): Reading {
    if (this.#taker === null) return 'stopped';
    if (this.head!.framing === 'chunked') return this.#readChunks(bytes, start);
    const end = this.#readContent(bytes, start);
    if (this.#leftBytes > 0) return this.#taker === null ? 'stopped' : 'more';
    return end === bytes.length ? 'complete' : 'surplus';
  }

  #readContent(bytes: Buffer, start: number): number {
    const end = Math.min(bytes.length, start + this.#leftBytes);
    this.#leftBytes -= end - start;
    if (end > start)
      this.#taker!.onBody(start === 0 && end === bytes.length ? bytes : bytes.subarray(start, end));
    return end;
  }

  #readChunks(bytes: Buffer, start: number): Reading {
    for (let at = start; at < bytes.length; ) {
      if (this.#leftBytes > 0) {
        at = this.#readContent(bytes, at);
        if (this.#taker === null) return 'stopped';
        continue;
      }
      const line = this.#lines.take(bytes[at++]!);
      if (line === 'data') this.#leftBytes = this.#lines.sizeBytes;
      else if (line === 'end') return at === bytes.length ? 'complete' : 'surplus';
      else if (line === 'bad') return 'invalid';
      else if (line === 'odd') return this.#handOn(this.#fromOddLine(bytes, at));
    }
    return 'more';
  }

  #fromOddLine(bytes: Buffer, at: number): Buffer {
    const before = Buffer.from(this.#headText + this.#lines.text, 'latin1');
    return Buffer.concat([before, bytes.subarray(at)]);
  }

  #handOn(unread: Buffer): Reading {
    this.unread = Buffer.from(unread);
    this.#held = NO_BYTES;
    return 'odd';
  }
}
