/**
 * The head of a plain answer, read by scanning. Plain is what leaves nothing to interpret: HTTP/1.1, a final
 * status, lines of the form `Name: value`, at most one header about the body's length and one about the
 * connection. Of other heads nothing is believed: they are undici's to judge. What is taken here is exactly
 * what undici yields, which test/origin/plain-answers.test.ts tries on heads of every kind.
 */
import { endOfToken } from '../http/header-list.ts';
import type { FramedHead, Framing } from './response-head.ts';

export interface PlainHead extends FramedHead {
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
  if (at === PART) return 'part';
  return at === ODD || fields.isOdd ? 'odd' : headOf(text, fields, isForHead);
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
/** In place of where a line ends: the text ends first, or the line is none. */
const PART = -1;
const ODD = -2;

/** What the headers say about body and connection. */
class Fields {
  readonly headers: string[] = [];
  isOdd = false;
  length: string | null = null;
  coding: string | null = null;
  connection: string | null = null;
  keepAlive: string | null = null;

  /** The lengths of the names that matter are looked at first, so that few names are compared. */
  add(name: string, value: string): void {
    this.headers.push(name, value);
    switch (name.length) {
      case 7:
        if (name.toLowerCase() === 'upgrade') this.isOdd = true;
        break;
      case 10:
        this.#addConnection(name.toLowerCase(), value);
        break;
      case 14:
        if (name.toLowerCase() === 'content-length') this.length = this.#once(this.length, value);
        break;
      case 16:
        // Heeded by undici's parser as if it were Connection.
        if (name.toLowerCase() === 'proxy-connection') this.isOdd = true;
        break;
      case 17:
        if (name.toLowerCase() === 'transfer-encoding') this.coding = this.#once(this.coding, value);
    }
  }

  #addConnection(lowerName: string, value: string): void {
    if (lowerName === 'connection') this.connection = this.#once(this.connection, value);
    else if (lowerName === 'keep-alive') this.keepAlive = this.#once(this.keepAlive, value);
  }

  #once(known: string | null, value: string): string {
    if (known !== null) this.isOdd = true;
    return value;
  }
}

/** Each of these reads one line and tells where the next begins. */
function readStatusLine(text: string): number {
  const begins = text.length < STATUS_AT ? VERSION.startsWith(text) : text.startsWith(VERSION);
  if (!begins) return ODD;
  if (text.length < REASON_AT) return PART;
  const hundreds = text.charCodeAt(STATUS_AT);
  const isFinal = hundreds >= 0x32 && hundreds <= 0x35;
  if (!isFinal || !isDigit(text, STATUS_AT + 1) || !isDigit(text, STATUS_AT + 2)) return ODD;
  if (text.charCodeAt(REASON_AT - 1) !== SPACE) return ODD;
  const end = endOfText(text, REASON_AT);
  return isAscii(text, REASON_AT, end) ? endOfLine(text, end) : ODD;
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

function isDigit(text: string, at: number): boolean {
  const code = text.charCodeAt(at);
  return code >= 0x30 && code <= 0x39;
}

function headOf(text: string, fields: Fields, isForHead: boolean): PlainHead | 'odd' {
  const status = Number(text.slice(STATUS_AT, STATUS_AT + 3));
  const bodyBytes = lengthOf(fields);
  const framing = framingOf(fields, status, isForHead);
  const keepsAlive = keepsConnection(fields);
  const keepAliveSeconds = keepAliveSecondsOf(fields);
  if (framing === null || keepsAlive === null) return 'odd';
  if (Number.isNaN(bodyBytes) || Number.isNaN(keepAliveSeconds)) return 'odd';
  const reason = text.slice(REASON_AT, text.indexOf('\r'));
  const head = { status, reason, headers: fields.headers, bodyBytes };
  return { head, framing, keepsAlive, keepAliveSeconds };
}

/** Null for what is not plain: a body that ends with the connection, or one announced where none may be. */
function framingOf(
  { coding, length }: Fields,
  status: number,
  isForHead: boolean,
): PlainHead['framing'] | null {
  if (coding !== null && (length !== null || coding.toLowerCase() !== 'chunked')) return null;
  if (status === 204 || status === 304) return coding === null && Number(length) === 0 ? 'none' : null;
  if (coding === null && length === null) return null;
  if (isForHead) return 'none';
  return coding === null ? 'length' : 'chunked';
}

/** Null: not declared; NaN: not a plain number. */
function lengthOf({ length }: Fields): number | null {
  if (length === null) return null;
  for (let at = 0; at < length.length; at++) if (!isDigit(length, at)) return Number.NaN;
  return length.length <= LONGEST_LENGTH ? Number(length) : Number.NaN;
}

function keepsConnection({ connection }: Fields): boolean | null {
  if (connection === null) return true;
  const lower = connection.toLowerCase();
  if (lower === 'keep-alive') return true;
  return lower === 'close' ? false : null;
}

/** Null: not told; NaN: not in the plain form `timeout=5` or `timeout=5, max=100`, of which only the time counts. */
function keepAliveSecondsOf({ keepAlive }: Fields): number | null {
  if (keepAlive === null) return null;
  let end = TIMEOUT.length;
  while (isDigit(keepAlive, end)) end++;
  const isPlain =
    keepAlive.startsWith(TIMEOUT) && (end === keepAlive.length || keepAlive.charCodeAt(end) === COMMA);
  return isPlain && end > TIMEOUT.length ? Number(keepAlive.slice(TIMEOUT.length, end)) : Number.NaN;
}
