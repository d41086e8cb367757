/** Bytes that viewers might send: requests by the grammar, most of them plain, then damaged, in a row, and cut into pieces. */
import { Chance } from '../attack/chance.ts';
import { FramingMaker } from './framing-maker.ts';

const METHODS = ['GET', 'HEAD', 'POST', 'OPTIONS', 'PUT', 'CONNECT', 'PRI', 'get', 'GETS', 'HEA', 'SOURCE'];
const TARGETS = [
  '/',
  '/a',
  '/images/logo.png?v=2',
  '/%41%zz',
  '/a//b/../c;d=e',
  '/"<>\\^`{|}~',
  '/?',
  '/a?b?c#d',
  '//host/x',
  '*',
  'a',
  'http://other.example/a',
  'd1.cloudfront.net:80',
  '/caf\xe9',
  '',
];
const VERSIONS = ['HTTP/1.1', 'HTTP/1.0', 'HTTP/2.0', 'HTTP/1.10', 'HTTP/0.9', 'http/1.1', 'RTSP/1.0', ''];
const NAMES = [
  'User-Agent',
  'Accept',
  'Cookie',
  'X-~!#$%&',
  'if-none-match',
  'Range',
  'Connection',
  'Content-Length',
  'Transfer-Encoding',
  'Expect',
  'Upgrade',
  'Host',
  'host',
  'TE',
  'Trailer',
  'Proxy-Connection',
  'Keep-Alive',
  'HTTP2-Settings',
  'Connectio',
  'Hos',
  'X Y',
  '',
];
const VALUES = [
  'a',
  'd1.cloudfront.net',
  'keep-alive',
  'close',
  'Close',
  'Keep-Alive, Upgrade',
  'close, x',
  'upgrade',
  'chunked',
  '0',
  '5',
  '100-continue',
  'websocket',
  'trailers',
  '"v1", W/"v2"',
  'a  b\tc',
  'caf\xe9',
  ' a',
  'a ',
  '\ta',
  '',
  'Mozilla/5.0 (X11; Linux x86_64) Gecko/20100101',
];
const COLONS = [': ', ':', ' : ', ':  ', ':\t'];
const LINE_ENDS = ['\r\n', '\n', '\r', '\r\n ', '\r\r\n', '\n\r\n'];
const PIECES = [
  '\r\n',
  '\n',
  '\r',
  ' ',
  '\t',
  '\0',
  ':',
  '\x80',
  '\xff',
  '\x7f',
  '\x0b',
  ',',
  '0',
  'GET ',
  '\r\n\r\n',
];
/** Of choices: the first of a list, that is the plain one, is taken so often. */
const PLAIN_SHARE = 0.97;

/** Of sections: says something about the connection, or where the message ends. */
const FRAMED_SHARE = 0.08;
const ONE_BY_ONE_SHARE = 0.01;
const HEAD_END = '\r\n\r\n';

export class RequestMaker {
  readonly #chance: Chance;
  readonly #framings: FramingMaker;
  #lines = '';
  /** What belongs behind the lines. */
  #content = '';

  constructor(seed: number) {
    this.#chance = new Chance(seed);
    this.#framings = new FramingMaker(this.#chance);
  }

  /** What one connection says. */
  next(): Buffer {
    const chance = this.#chance;
    let text = '';
    for (let left = 1 + chance.below(4); left > 0; left--) text += this.#request();
    for (let left = chance.below(8) - 4; left > 0; left--) text = this.#damaged(text);
    return Buffer.from(text, 'latin1');
  }

  /** The same bytes, in pieces: cut anywhere, or about a head's end, or one by one. */
  pieces(bytes: Buffer): Buffer[] {
    const chance = this.#chance;
    if (chance.isLikely(ONE_BY_ONE_SHARE)) return oneByOne(bytes);
    const cuts = Array.from({ length: chance.below(4) }, () => this.#cut(bytes));
    const ends = [...cuts.sort((a, b) => a - b), bytes.length];
    return ends
      .map((end, at) => bytes.subarray(at === 0 ? 0 : ends[at - 1], end))
      .filter(({ length }) => length > 0);
  }

  #cut(bytes: Buffer): number {
    const anywhere = this.#chance.below(bytes.length + 1);
    if (this.#chance.isLikely(0.6)) return anywhere;
    const end = bytes.indexOf(HEAD_END, anywhere);
    return end === -1 ? anywhere : Math.min(bytes.length, end + this.#chance.below(12));
  }

  #request(): string {
    const method = this.#chance.isLikely(0.2) ? this.#mostly(METHODS, 0.7) : 'GET';
    const target = this.#chance.oneOf(TARGETS.slice(0, this.#chance.isLikely(0.1) ? TARGETS.length : 7));
    const spaces = this.#mostly([' ', '  ', '\t', '']);
    // Connections repeat their headers.
    if (this.#lines === '' || this.#chance.isLikely(0.4)) this.#lines = this.#section();
    const body = this.#content + this.#body();
    return `${method}${spaces}${target} ${this.#mostly(VERSIONS)}${this.#mostly(LINE_ENDS)}${this.#lines}${body}`;
  }

  #section(): string {
    let lines = this.#chance.isLikely(0.97) ? `Host: d1.cloudfront.net${this.#mostly(LINE_ENDS)}` : '';
    for (let left = this.#chance.below(5); left > 0; left--) lines += this.#line();
    this.#content = '';
    if (this.#chance.isLikely(FRAMED_SHARE)) {
      const framing = this.#framings.next();
      lines += framing.lines;
      this.#content = framing.content;
    }
    return `${lines}${this.#mostly(LINE_ENDS)}`;
  }

  #line(): string {
    const isPlain = this.#chance.isLikely(0.8);
    const name = this.#chance.oneOf(isPlain ? NAMES.slice(0, 7) : NAMES);
    return `${name}${this.#mostly(COLONS)}${this.#chance.oneOf(VALUES)}${this.#mostly(LINE_ENDS)}`;
  }

  #body(): string {
    return this.#chance.isLikely(0.03)
      ? this.#chance.oneOf(['hello', '5\r\nhello\r\n0\r\n\r\n', '\r\n', '\0'])
      : '';
  }

  #damaged(text: string): string {
    const at = this.#chance.below(text.length + 1);
    const removed = this.#chance.below(3);
    const piece = this.#chance.isLikely(0.5)
      ? this.#chance.oneOf(PIECES)
      : String.fromCharCode(this.#chance.below(256));
    return text.slice(0, at) + (this.#chance.isLikely(0.7) ? piece : '') + text.slice(at + removed);
  }

  #mostly(items: readonly string[], share = PLAIN_SHARE): string {
    return this.#chance.isLikely(share) ? items[0]! : this.#chance.oneOf(items);
  }
}

export function oneByOne(bytes: Buffer): Buffer[] {
  return Array.from(bytes, (_, at) => bytes.subarray(at, at + 1));
}
