/** A short run of what `npm run differential` does for long; a disagreement prints its input and both readings. */
import { expect, test } from 'vitest';
import { Comparison } from './comparison.ts';

/** Of seeds that the long runs do not use. */
const SEED = 4_000_000_000;
const INPUTS = 5000;

test('VR-15 VR-16: what the own door takes is what node:http reads, and nothing of the bytes behind it', () => {
  const comparison = new Comparison(SEED);
  for (let done = 0; done < INPUTS; done++) expect(comparison.next()).toBeNull();
  // Else they would agree about nothing.
  expect(comparison.taken).toBeGreaterThan(INPUTS / 4);
  expect(comparison.whole).toBeGreaterThan(INPUTS / 10);
});
