/**
 * Every parser against whatever a stranger may send: arbitrary text, arbitrary bytes read as latin1, and
 * valid samples damaged a little. A parser never throws, and what it returns keeps its row's promise.
 * FUZZ_RUNS sets the number of inputs for each parser and kind of input (200 unless told), so that the same
 * file serves the daily suite and a long run. A new parser is a new row, or a file of rows, in PARSERS.
 */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { FuzzedParser } from './fuzzed-parser.ts';
import { HTTP_PARSERS } from './http-parsers.ts';

const PARSERS: readonly FuzzedParser[] = [...HTTP_PARSERS];
const RUNS = Number(process.env.FUZZ_RUNS ?? 200);
const TIME_LIMIT_MS = 20_000 + RUNS * 30;

const bytes = fc.uint8Array({ maxLength: 300 }).map((array) => Buffer.from(array).toString('latin1'));

describe.each(PARSERS)('$name', ({ samples, check }) => {
  const inputs = {
    text: fc.string({ unit: 'binary', maxLength: 200 }),
    bytes,
    'damaged samples': damaged(samples),
    'repeated fragments': repeated(samples),
  };

  test.each(Object.entries(inputs))(
    'takes %s and keeps its promise',
    { timeout: TIME_LIMIT_MS },
    (_kind, input) => {
      fc.assert(
        fc.property(input, (text) => {
          check(text);
        }),
        { numRuns: RUNS },
      );
    },
  );

  test('takes its own samples', () => {
    for (const sample of samples) check(sample);
    expect(samples.length).toBeGreaterThan(0);
  });
});

/** Samples after a few cuts, copies and foreign characters. */
function damaged(samples: readonly string[]): fc.Arbitrary<string> {
  const foreign = fc.oneof(
    fc.constantFrom(
      '',
      '\0',
      '\r\n',
      '\n',
      ' ',
      '\t',
      '"',
      '\\',
      ',',
      ';',
      '=',
      '-',
      '*',
      '%',
      '\xff',
      '\u010a',
    ),
    fc.constantFrom(...samples),
  );
  const edit = fc.tuple(fc.nat(), fc.nat({ max: 8 }), foreign);
  return fc
    .tuple(fc.constantFrom(...samples), fc.array(edit, { minLength: 1, maxLength: 5 }))
    .map(([sample, edits]) =>
      edits.reduce((text, [seed, removed, added]) => {
        const at = seed % (text.length + 1);
        return text.slice(0, at) + added + text.slice(at + removed);
      }, sample),
    );
}

/** A fragment of a sample, over and over, up to 8 KiB: what a backtracking parser would choke on. */
function repeated(samples: readonly string[]): fc.Arbitrary<string> {
  return fc
    .tuple(
      fc.constantFrom(...samples),
      fc.nat(),
      fc.integer({ min: 1, max: 4 }),
      fc.constantFrom('', '\0', '"', 'x'),
    )
    .map(([sample, seed, length, end]) => {
      const fragment = sample.slice(seed % (sample.length || 1)).slice(0, length) || ' ';
      return sample + fragment.repeat(8192 / fragment.length) + end;
    });
}
