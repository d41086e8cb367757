/**
 * Header lines by which a request says more than what it asks for, in the spellings that parsers differ about: that it
 * would speak another protocol, that it waits to be asked, where its body ends. With the body that belongs to them.
 */
import type { Chance } from '../attack/chance.ts';

export interface Framing {
  readonly lines: string;
  /** Of the length said, or another. */
  readonly content: string;
}

const CONNECTIONS = [
  'Upgrade',
  'upgrade',
  'UPGRADE',
  'keep-alive, Upgrade',
  'Upgrade, HTTP2-Settings',
  'Upgrade,close',
  'close, upgrade',
  'x,upgrade,',
  ', upgrade',
  'upgraded',
  'upgrade x',
  'Upgrade\r\nConnection: keep-alive',
  'keep-alive\r\nConnection: Upgrade',
  'close\r\nConnection: upgrade',
];
const PROTOCOLS = [
  'websocket',
  'h2c',
  'keep-alive',
  'TLS/1.2, HTTP/1.1',
  ' ',
  '',
  'x\r\nUpgrade: y',
  'h2c\r\nHTTP2-Settings: AAMAAABk',
];
const EXPECTATIONS = [
  '100-continue',
  '100-Continue',
  '100-continue, x',
  'magic',
  '',
  '100-continue\r\nExpect: magic',
];
const CODINGS = [
  'chunked',
  'Chunked',
  'gzip, chunked',
  'chunked, gzip',
  'chunked, chunked',
  'chunked,',
  'identity',
  'chunke',
  'chunkedx',
  'x chunked',
  '\x0bchunked',
  '"chunked"',
  'chunked;a=b',
  '',
  'chunked\r\nTransfer-Encoding: identity',
  'identity\r\nTransfer-Encoding: chunked',
];
const LENGTH_NAMES = [
  'Content-Length',
  'content-length',
  'Content-Length ',
  'Content_Length',
  'Content-Lengt',
];
const CODING_NAMES = [
  'Transfer-Encoding',
  'transfer-encoding',
  'Transfer-Encoding ',
  'Transfer_Encoding',
  'TE',
];
const CHUNKS = [
  '0\r\n\r\n',
  '5\r\nhello\r\n0\r\n\r\n',
  '5;a=b\r\nhello\r\n0\r\n\r\n',
  '05\r\nhello\r\n00\r\nX-Trailer: a\r\n\r\n',
  '0\r\nHost: a\r\n\r\n',
  '5\nhello\n0\n\n',
  '0x5\r\nhello\r\n0\r\n\r\n',
  'fffffffffffffffff\r\n',
];
const INNER = 'GET /inner HTTP/1.1\r\nHost: inner\r\n\r\n';
const BODIES = ['', '', 'hello', INNER, `\r\n${INNER}`, `${INNER}${INNER}`];

export class FramingMaker {
  readonly #chance: Chance;

  constructor(chance: Chance) {
    this.#chance = chance;
  }

  next(): Framing {
    const parts = [this.#part()];
    while (this.#chance.isLikely(0.3)) parts.push(this.#part());
    return {
      lines: parts.map(({ lines }) => lines).join(''),
      content: parts.map(({ content }) => content).join(''),
    };
  }

  #part(): Framing {
    const chance = this.#chance;
    const kind = chance.below(10);
    if (kind < 5) return this.#offer();
    if (kind < 6) return { lines: `Expect: ${chance.oneOf(EXPECTATIONS)}\r\n`, content: '' };
    return kind < 8 ? this.#sized() : this.#coded();
  }

  #offer(): Framing {
    const connection = `Connection: ${this.#chance.oneOf(CONNECTIONS)}\r\n`;
    const upgrade = `${this.#chance.oneOf(['Upgrade', 'upgrade', 'UPGRADE'])}: ${this.#chance.oneOf(PROTOCOLS)}\r\n`;
    return { lines: this.#chance.isLikely(0.5) ? connection + upgrade : upgrade + connection, content: '' };
  }

  #sized(): Framing {
    const content = this.#chance.oneOf(BODIES);
    const { length } = content;
    const said = this.#chance.isLikely(0.6) ? `${length}` : this.#chance.oneOf(lengthsLike(length));
    return { lines: `${this.#name(LENGTH_NAMES)}: ${said}\r\n`, content };
  }

  #coded(): Framing {
    const coding = this.#chance.isLikely(0.5) ? 'chunked' : this.#chance.oneOf(CODINGS);
    const inner = `${INNER.length.toString(16)}\r\n${INNER}\r\n0\r\n\r\n`;
    const content = this.#chance.isLikely(0.3) ? inner : this.#chance.oneOf(CHUNKS);
    return { lines: `${this.#name(CODING_NAMES)}: ${coding}\r\n`, content };
  }

  #name(names: readonly string[]): string {
    return this.#chance.isLikely(0.8) ? names[0]! : this.#chance.oneOf(names);
  }
}

/** What one parser might take for the length, and another not. */
function lengthsLike(length: number): string[] {
  return [
    `0${length}`,
    `+${length}`,
    `-${length}`,
    `${length} `,
    `${length}, ${length}`,
    `${length}\r\nContent-Length: ${length}`,
    `0\r\nContent-Length: ${length}`,
    `0x${length.toString(16)}`,
    `${length}.0`,
    `${length + 1}`,
    `${Math.max(0, length - 1)}`,
    `${2n ** 64n + BigInt(length)}`,
    '',
  ];
}
