/** Names made up for new resources (CA-64…CA-69, CA-77). None is derived from another (CA-68), one apart (CA-78). */
import { createHash, randomInt } from 'node:crypto';

/** A whole number from 0 to `below - 1`; tests hand in one that repeats itself. */
export type RandomNumber = (below: number) => number;

const CAPITALS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789';
const SMALL = 'abcdefghijklmnopqrstuvwxyz0123456789';
const ID_LENGTH = 15;
const ETAG_LENGTH = 14;
const LABEL_LENGTH = 14;

export class Identifiers {
  readonly #random: RandomNumber;

  constructor(random: RandomNumber = (below) => randomInt(below)) {
    this.#random = random;
  }

  /** Of a distribution, a streaming distribution or an identity (CA-64). */
  resourceId(): string {
    return this.#word('E', ID_LENGTH, CAPITALS);
  }

  /** CA-65. */
  invalidationId(): string {
    return this.#word('I', ID_LENGTH, CAPITALS);
  }

  /** Without quotes (CA-66). */
  etag(): string {
    return this.#word('E', ETAG_LENGTH, CAPITALS);
  }

  /** `d` begins the names of downloads, `s` those of streams (CA-67). */
  domainName(first: 'd' | 's'): string {
    return `${this.#word(first, LABEL_LENGTH, SMALL)}.cloudfront.net`;
  }

  #word(first: string, length: number, alphabet: string): string {
    let word = first;
    while (word.length < length) word += alphabet[this.#random(alphabet.length)];
    return word;
  }
}

/** Whether a text has the form of an ETag (CA-66, CA-180). */
export function isEtag(text: string): boolean {
  return /^E[A-Z0-9]{13}$/.test(text);
}

/** The ETag of content that the control API does not change: the same for the same content. */
export function etagOf(content: string): string {
  return `E${digestWord(content).toUpperCase()}`;
}

/** Thirteen letters and digits that depend on all of `seed`. */
export function digestWord(seed: string): string {
  const digest = createHash('sha256').update(seed).digest('hex');
  return BigInt(`0x${digest}`)
    .toString(36)
    .slice(1 - ETAG_LENGTH);
}

/** Stable for an identity: its id's digest (CA-69, CA-78). */
export function canonicalUserId(identityId: string): string {
  return createHash('sha256').update(identityId).digest('hex');
}
