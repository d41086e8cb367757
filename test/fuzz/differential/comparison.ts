/**
 * Both doors on the same bytes. What the own door takes must be what node:http reads first, the same in everything;
 * what it leaves must read to node:http, from a fresh start, as it would behind those; and the byte behind what it
 * took must be the first of a new request to node:http too. What the own door takes nothing of must read to node:http
 * the same in whatever pieces it comes.
 */
import { NodeReader, type NodeReading, OwnDoor, type Reading, type Seen } from './doors.ts';
import { oneByOne, RequestMaker } from './request-maker.ts';

export interface Disagreement {
  /** As JSON text of latin1. */
  readonly input: string;
  readonly own: readonly Seen[];
  readonly node: readonly Seen[];
}

const PROBE = Buffer.from('GET /probe HTTP/1.1\r\nHost: probe\r\n\r\n');
const PROBE_SEEN: Seen = 'GET /probe 1.1 keep-alive ["Host","probe"]';

/** Of inputs that are node:http's own, one in so many is given it byte by byte as well, which takes long. */
const ONE_BY_ONE_EACH = 50;

export class Comparison {
  readonly #maker: RequestMaker;
  readonly #own = new OwnDoor();
  readonly #node = new NodeReader();
  /** Requests that the own door took. */
  taken = 0;
  /** Inputs that it took whole. */
  whole = 0;
  #left = 0;

  constructor(seed: number) {
    this.#maker = new RequestMaker(seed);
  }

  /** Null: they agree on the next input. */
  next(): Disagreement | null {
    const input = this.#maker.next();
    return this.judge(input, this.#maker.pieces(input));
  }

  judge(input: Buffer, pieces: readonly Buffer[]): Disagreement | null {
    const own = this.#own.read(pieces);
    this.taken += own.requests.length;
    if (own.rest.length === 0) this.whole += 1;
    if (own.requests.length === 0) return this.#judgePieces(input, pieces);
    return own.rest.length === 0 ? this.#judgeWhole(input, pieces, own) : this.#judgeRest(input, pieces, own);
  }

  /** Nothing is left: node:http reads the same, and what comes next is a request to it. */
  #judgeWhole(input: Buffer, pieces: readonly Buffer[], own: Reading): Disagreement | null {
    const { requests } = this.#node.read(own.isOver ? pieces : [...pieces, PROBE]);
    const expected = own.isOver ? own.requests : [...own.requests, PROBE_SEEN];
    return isSame(expected, requests) ? null : disagreement(input, expected, requests);
  }

  /** All of it is node:http's own. */
  #judgePieces(input: Buffer, pieces: readonly Buffer[]): Disagreement | null {
    const inPieces = told(this.#node.read(pieces));
    this.#left += 1;
    const others = this.#left % ONE_BY_ONE_EACH === 0 ? oneByOne(input) : [input];
    const otherwise = told(this.#node.read(others));
    return isSame(otherwise, inPieces) ? null : disagreement(input, otherwise, inPieces);
  }

  #judgeRest(input: Buffer, pieces: readonly Buffer[], own: Reading): Disagreement | null {
    const node = this.#node.read(pieces);
    const behind = this.#node.read([own.rest]);
    const expected = [...own.requests, ...told(behind)];
    const found = told(node);
    if (!isSame(expected, found)) return disagreement(input, expected, found);
    const consumed = input.subarray(0, input.length - own.rest.length);
    return this.#judgeWhole(consumed, [consumed], own);
  }
}

function told({ requests, error }: NodeReading): Seen[] {
  return [...requests, `${error}`];
}

function disagreement(input: Buffer, own: readonly Seen[], node: readonly Seen[]): Disagreement {
  return { input: JSON.stringify(input.toString('latin1')), own, node };
}

function isSame(one: readonly Seen[], other: readonly Seen[]): boolean {
  return one.length === other.length && one.every((seen, at) => seen === other[at]);
}
