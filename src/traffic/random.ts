/** Chance that repeats: the same seed gives the same requests, in a load run and in a simulation of it. */

/** The next number, from 0 up to but not 1. */
export type Random = () => number;

const TWO_TO_32 = 2 ** 32;

/** Independent streams come of different `stream` names under one seed. After sfc32 of PractRand. */
export function seededRandom(seed: number, stream: string): Random {
  let [a, b, c, counter] = [seed | 0, hashText(stream), 0x9e3779b9 | 0, 1];
  const next = () => {
    const t = (((a + b) | 0) + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (c << 21) | (c >>> 11);
    c = (c + t) | 0;
    return (t >>> 0) / TWO_TO_32;
  };
  // The first numbers still resemble the seed.
  for (let i = 0; i < 15; i++) next();
  return next;
}

/** A number from 0 up to but not 1 that belongs to `index` for good: properties of objects need no table. */
export function unitOf(seed: number, index: number, salt: number): number {
  let hash = Math.imul(index ^ Math.imul(seed, 0x9e3779b1), 0x85ebca6b) ^ Math.imul(salt + 1, 0xc2b2ae35);
  hash = Math.imul(hash ^ (hash >>> 16), 0x7feb352d);
  hash = Math.imul(hash ^ (hash >>> 15), 0x846ca68b);
  return ((hash ^ (hash >>> 16)) >>> 0) / TWO_TO_32;
}

function hashText(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return hash | 0;
}
