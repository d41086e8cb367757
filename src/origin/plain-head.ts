/**
 * The head of a plain answer, read by scanning. Plain is what leaves nothing to interpret: HTTP/1.1, a final
 * status, lines of the form `Name: value`, at most one header about the body's length and one about the
 * connection. Of other heads nothing is believed: they are undici's to judge. What is taken here is exactly
 * what undici yields, which test/origin/plain-answers.test.ts tries on heads of every kind.
 */
import { endOfToken } from '../http/header-list.ts';
import type { OriginHead } from './origin.ts';
import type { FramedHead, Framing } from './response-head.ts';

export interface PlainHead extends FramedHead {
  readonly head: OriginHead & { isFollowed: boolean };
  readonly framing: Exclude<Framing, 'close'>;
  readonly keepsAlive: boolean;
  /** How long the origin says it keeps the connection; null: it does not say. */
  readonly keepAliveSeconds: number | null;
}

/** `text` begins with the answer's first byte and ends with its empty line at the latest; `part`: nothing odd so far. */
export function readPlainHead(text: string, isForHead: boolean): PlainHead | 'part' | 'odd' {
  const fields = new Fields();
  let at = readStatusLine(text);
  while (at > 0 && text.charCodeAt(at) !== CR) at = readField(text, at, fields);
  if (at > 0) at = endOfLine(text, at);
  if (at === ODD || fields.isOdd) return 'odd';
  return at === PART ? 'part' : headOf(text, fields, isForHead);
}

const VERSION = 'HTTP/1.1 ';
const STATUS_AT = VERSION.length;
const REASON_AT = STATUS_AT + '200 '.length;
const LONGEST_LENGTH = 15;
const CR = 0x0d;
const LF = 0x0a;
const SPACE = 0x20;
const COLON = 0x3a;
const COMMA = 0x2c;
const TIMEOUT = 'timeout=';
/** The second is heeded by undici's parser as if it were Connection. */
const ODD_NAMES: ReadonlySet<string> = new Set(['upgrade', 'proxy-connection']);
/** From 200 to 599, and a space. */
const STATUS_CODES = [
  [0x32, 0x35],
  [0x30, 0x39],
  [0x30, 0x39],
  [SPACE, SPACE],
] as const;
/** In place of where a line ends: the text ends first, or the line is none. */
const PART = -1;
const ODD = -2;

/** What the headers say about body and connection. */
class Fields {
  readonly headers: string[] = [];
  isOdd = false;
  /** Null: not declared. */
  bodyBytes: number | null = null;
  isChunked = false;
  keepsAlive: boolean | null = null;
  keepAliveSeconds: number | null = null;

  /** The lengths of the names that matter are looked at first, so that few names are compared. */
  add(name: string, value: string): void {
    this.headers.push(name, value);
    const { length } = name;
    if (length === 14) this.#addLength(name.toLowerCase(), value);
    else if (length === 10) this.#addConnection(name.toLowerCase(), value);
    else if (length === 17) this.#addCoding(name.toLowerCase(), value);
    else if (length === 7 || length === 16) this.isOdd ||= ODD_NAMES.has(name.toLowerCase());
  }

  #addLength(lowerName: string, value: string): void {
    if (lowerName !== 'content-length') return;
    const isPlain = value.length <= LONGEST_LENGTH && digitsEnd(value, 0) === value.length;
    if (!isPlain || this.isChunked || this.bodyBytes !== null) this.isOdd = true;
    this.bodyBytes = Number(value);
  }

  #addCoding(lowerName: string, value: string): void {
    if (lowerName !== 'transfer-encoding') return;
    if (value.toLowerCase() !== 'chunked' || this.isChunked || this.bodyBytes !== null) this.isOdd = true;
    this.isChunked = true;
  }

  #addConnection(lowerName: string, value: string): void {
    if (lowerName === 'keep-alive') return this.#addKeepAlive(value);
    if (lowerName !== 'connection') return;
    const lowerValue = value.toLowerCase();
    if (this.keepsAlive !== null || (lowerValue !== 'keep-alive' && lowerValue !== 'close'))
      this.isOdd = true;
    this.keepsAlive = lowerValue === 'keep-alive';
  }

  /** Plain is `timeout=5` or `timeout=5, max=100`, of which only the time counts. */
  #addKeepAlive(value: string): void {
    const end = digitsEnd(value, TIMEOUT.length);
    const isWhole = end === value.length || value.charCodeAt(end) === COMMA;
    const isPlain = value.startsWith(TIMEOUT) && end > TIMEOUT.length && isWhole;
    if (!isPlain || this.keepAliveSeconds !== null) this.isOdd = true;
    this.keepAliveSeconds = Number(value.slice(TIMEOUT.length, end));
  }
}

/** Each of these reads one line and tells where the next begins. */
function readStatusLine(text: string): number {
  if (!beginsFinal(text)) return ODD;
  if (text.length < REASON_AT) return PART;
  const end = endOfText(text, REASON_AT);
  return isAscii(text, REASON_AT, end) ? endOfLine(text, end) : ODD;
}

/** Whether the text begins like an answer with a final status, as far as it goes. */
function beginsFinal(text: string): boolean {
  if (text.length < STATUS_AT) return VERSION.startsWith(text);
  if (!text.startsWith(VERSION)) return false;
  const places = Math.min(text.length, REASON_AT);
  for (let at = STATUS_AT; at < places; at++) {
    const code = text.charCodeAt(at);
    const [least, most] = STATUS_CODES[at - STATUS_AT]!;
    if (code < least || code > most) return false;
  }
  return true;
}

function readField(text: string, at: number, fields: Fields): number {
  const nameEnd = endOfToken(text, at);
  const valueAt = nameEnd + 2;
  if (valueAt > text.length) return nameEnd < text.length && text.charCodeAt(nameEnd) !== COLON ? ODD : PART;
  if (nameEnd === at || text.charCodeAt(nameEnd) !== COLON) return ODD;
  if (text.charCodeAt(nameEnd + 1) !== SPACE || text.charCodeAt(valueAt) === SPACE) return ODD;
  const end = endOfText(text, valueAt);
  const next = endOfLine(text, end);
  if (next < 0) return next;
  if (end === valueAt || text.charCodeAt(end - 1) === SPACE) return ODD;
  fields.add(text.slice(at, nameEnd), text.slice(valueAt, end));
  return next;
}

function endOfLine(text: string, at: number): number {
  if (text.charCodeAt(at) === CR && text.charCodeAt(at + 1) === LF) return at + 2;
  const isCut = at === text.length || (at + 1 === text.length && text.charCodeAt(at) === CR);
  return isCut ? PART : ODD;
}

/** Tabs are left out: what they mean at a value's ends is a matter of taste. */
function endOfText(text: string, start: number): number {
  for (let at = start; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code < SPACE || code === 0x7f) return at;
  }
  return text.length;
}

/** undici reads a reason as UTF-8. */
function isAscii(text: string, start: number, end: number): boolean {
  for (let at = start; at < end; at++) {
    if (text.charCodeAt(at) > 0x7e) return false;
  }
  return text.charCodeAt(start) !== SPACE;
}

function digitsEnd(text: string, start: number): number {
  let at = start;
  while (at < text.length && text.charCodeAt(at) >= 0x30 && text.charCodeAt(at) <= 0x39) at++;
  return at;
}

function headOf(text: string, fields: Fields, isForHead: boolean): PlainHead | 'odd' {
  const { headers, bodyBytes, keepsAlive, keepAliveSeconds } = fields;
  const status = Number(text.slice(STATUS_AT, STATUS_AT + 3));
  const reason = text.slice(REASON_AT, text.indexOf('\r'));
  const framing = framingOf(fields, status, isForHead);
  if (framing === null) return 'odd';
  const head = { status, reason, headers, bodyBytes, isWellFormed: true, isFollowed: false };
  return { head, framing, keepsAlive: keepsAlive ?? true, keepAliveSeconds };
}

/** Null for what is not plain: a body that ends with the connection, or one announced where none may be. */
function framingOf(
  { isChunked, bodyBytes }: Fields,
  status: number,
  isForHead: boolean,
): PlainHead['framing'] | null {
  if (status === 204 || status === 304) return isChunked || Number(bodyBytes) > 0 ? null : 'none';
  if (!isChunked && bodyBytes === null) return null;
  if (isForHead) return 'none';
  return isChunked ? 'chunked' : 'length';
}
