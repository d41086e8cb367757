/**
 * What stands at the front of an object's record: numbers, then text in which the key, the header lines and
 * the short texts of the answer are. A short text that occurs in what is there already is not written again.
 */
import { headerLines } from '../../http/header-list.ts';
import { KEPT_REFUSALS } from '../../policy/refusal.ts';
import type { ObjectParts } from '../stored-object.ts';

/** Places of 32-bit words. The first two are those of every record: whose it is, and its bytes. */
export const HEAD = {
  owner: 0,
  recordBytes: 1,
  keyBytes: 2,
  linesBytes: 3,
  textBytes: 4,
  /** Start and length in the text, 16 bits each, or NO_TEXT. */
  distributionId: 5,
  path: 6,
  /** No text stands for the usual one. */
  reason: 7,
  etag: 8,
  lastModified: 9,
  /** Status, refusal, and the two ways a stale object may be of use. */
  facts: 10,
  stamp: 11,
} as const;

/** Places of 64-bit numbers. */
export const HEAD_NUMBER = { storedAt: 6, ttlSeconds: 7, bodyBytes: 8, version: 9 } as const;

export const HEAD_BYTES = 80;
/** Before the rest of a record that one page had no room for: the first two words alone. */
export const REST_HEAD_BYTES = 8;
/** Key, lines and short texts; what has more is not kept. */
const MAX_TEXT_BYTES = 63 * 1024;
export const NO_TEXT = -1;
export const NO_BODY_BYTES = -1;
/** The reason of nearly every answer: a hit has none to read. */
export const USUAL_REASON = 'OK';

const REFUSAL_SHIFT = 10;
const SERVES_STALE = 1 << 20;
const REVALIDATES = 1 << 21;

export interface HeadText {
  readonly text: string;
  readonly linesBytes: number;
  readonly spans: readonly number[];
}

/** The text of an object's head; null if it is too long, or not latin1. */
export function headText({ place, answer }: ObjectParts): HeadText | null {
  const { etag, lastModified } = answer.validators;
  const reason = answer.reason === USUAL_REASON ? null : answer.reason;
  const lines = headerLines(answer.headers);
  const spans: number[] = [];
  let text = place.key + lines;
  for (const piece of [place.distributionId, place.invalidationPath, reason, etag, lastModified]) {
    const at = piece === null ? NO_TEXT : text.indexOf(piece);
    spans.push(piece === null ? NO_TEXT : spanOf(at < 0 ? text.length : at, piece.length));
    if (piece !== null && at < 0) text += piece;
  }
  return isKeptText(text) ? { text, linesBytes: lines.length, spans } : null;
}

/** Whether text of this length and these characters can stand in a head. */
export function isKeptText(text: string): boolean {
  if (text.length > MAX_TEXT_BYTES) return false;
  for (let i = 0; i < text.length; i++) if (text.charCodeAt(i) > 0xff) return false;
  return true;
}

/** Writes head and text to the front of `bytes`, whose words and doubles these are. */
export function writeHead(
  target: HeadTarget,
  parts: ObjectParts,
  { text, linesBytes, spans }: HeadText,
): void {
  const { words, doubles, bytes } = target;
  const { place, answer, keeping } = parts;
  words[HEAD.keyBytes] = place.key.length;
  words[HEAD.linesBytes] = linesBytes;
  words[HEAD.textBytes] = text.length;
  for (let at = 0; at < spans.length; at++) words[HEAD.distributionId + at] = spans[at]!;
  words[HEAD.facts] = factsOf(parts);
  words[HEAD.stamp] = place.invalidationStamp;
  doubles[HEAD_NUMBER.storedAt] = keeping.storedAt;
  doubles[HEAD_NUMBER.ttlSeconds] = keeping.ttlSeconds;
  doubles[HEAD_NUMBER.bodyBytes] = answer.bodyBytes ?? NO_BODY_BYTES;
  bytes.write(text, HEAD_BYTES, 'latin1');
}

/** The same of a record that holds a key alone. */
export function writeKey({ words, bytes }: HeadTarget, key: string): void {
  words[HEAD.keyBytes] = key.length;
  words[HEAD.textBytes] = key.length;
  bytes.write(key, HEAD_BYTES, 'latin1');
}

export interface HeadTarget {
  readonly bytes: Buffer;
  readonly words: Int32Array;
  readonly doubles: Float64Array;
}

export function statusIn(facts: number): number {
  return facts & ((1 << REFUSAL_SHIFT) - 1);
}

/** Its place among KEPT_REFUSALS; -1 for none. */
export function refusalIn(facts: number): number {
  return ((facts >> REFUSAL_SHIFT) & 0xff) - 1;
}

export function servesStaleIn(facts: number): boolean {
  return (facts & SERVES_STALE) !== 0;
}

export function revalidatesIn(facts: number): boolean {
  return (facts & REVALIDATES) !== 0;
}

function factsOf({ answer, keeping, refusal }: ObjectParts): number {
  const kind = refusal === null ? 0 : KEPT_REFUSALS.indexOf(refusal) + 1;
  const flags = (keeping.servesStale ? SERVES_STALE : 0) | (keeping.revalidates ? REVALIDATES : 0);
  return answer.status | (kind << REFUSAL_SHIFT) | flags;
}

function spanOf(start: number, length: number): number {
  return (start << 16) | length;
}
