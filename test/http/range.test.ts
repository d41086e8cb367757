import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  type ByteRange,
  contentRange,
  parseContentRange,
  parseRange,
  resolveRange,
  unsatisfiedContentRange,
} from '../../src/http/range.ts';

/** The verdict in a word: `0-4`, `0-4,6-9`, `whole`, `unsatisfiable`; `ignored` when not readable. */
function show(header: string, sizeBytes: number, maxParts = 10): string {
  const specs = parseRange(header);
  if (specs === null) return 'ignored';
  const verdict = resolveRange(specs, sizeBytes, maxParts);
  if (verdict.kind === 'partial') return text(verdict.range);
  return verdict.kind === 'parts' ? verdict.ranges.map(text).join() : verdict.kind;
}
const text = ({ first, last }: ByteRange) => `${first}-${last}`;

test.each([
  ['one byte', 'bytes=0-0', 10, '0-0'],
  ['to the end', 'bytes=4-', 10, '4-9'],
  ['past the end', 'bytes=4-99', 10, '4-9'],
  ['the unit in any case', 'BYTES=0-1', 10, '0-1'],
  ['white space between elements', 'bytes= 0-1 ,', 10, '0-1'],
  ['RG-10: the last bytes', 'bytes=-3', 10, '7-9'],
  ['RG-10: more last bytes than there are', 'bytes=-30', 10, '0-9'],
  ['RG-10: descending', 'bytes=300-400,100-200', 1000, 'whole'],
  ['RG-10: overlapping', 'bytes=100-200,150-250', 1000, 'whole'],
  ['RG-10: touching by one byte', 'bytes=0-5,5-9', 1000, 'whole'],
  ['RG-10: negative', 'bytes=--3', 10, 'ignored'],
  ['RG-10: negative first', 'bytes=-3-5', 10, 'ignored'],
  ['RG-6: ascending', 'bytes=0-4,6-9', 10, '0-4,6-9'],
  ['RG-6: adjacent', 'bytes=0-4,5-', 10, '0-4,5-9'],
  ['RG-6: with the last bytes', 'bytes=0-0,-1', 10, '0-0,9-9'],
  ['RG-6: the last bytes overlap', 'bytes=0-8,-5', 10, 'whole'],
  ['RG-6: one beyond the end', 'bytes=0-4,50-60', 10, 'whole'],
  ['RG-6: one of them cut at the end', 'bytes=0-4,6-60', 10, '0-4,6-9'],
  ['RG-6: one malformed', 'bytes=0-4,x', 10, 'ignored'],
  ['RG-11: at the end', 'bytes=10-', 10, 'unsatisfiable'],
  ['RG-11: beyond the end', 'bytes=50-60', 10, 'unsatisfiable'],
  ['RG-11: all beyond the end', 'bytes=50-60,70-', 10, 'unsatisfiable'],
  ['RG-11: no last bytes', 'bytes=-0', 10, 'unsatisfiable'],
  ['RG-11: of an empty object', 'bytes=0-', 0, 'unsatisfiable'],
  ['the last bytes of an empty object', 'bytes=-5', 0, 'whole'],
  ['beyond counting', `bytes=5-${'9'.repeat(400)}`, 10, '5-9'],
  ['backwards', 'bytes=5-4', 10, 'ignored'],
  ['another unit', 'items=0-4', 10, 'ignored'],
  ['no unit', '0-4', 10, 'ignored'],
  ['no range', 'bytes=', 10, 'ignored'],
  ['only a dash', 'bytes=-', 10, 'ignored'],
  ['white space inside', 'bytes=0 - 4', 10, 'ignored'],
  ['a sign', 'bytes=+0-4', 10, 'ignored'],
  ['hexadecimal', 'bytes=0x0-4', 10, 'ignored'],
])('%s: %s of %i bytes is %s', (_name, header, sizeBytes, expected) => {
  expect(show(header, sizeBytes)).toBe(expected);
});

test('RG-6: more parts than allowed get the whole object', () => {
  expect(show('bytes=0-0,2-2,4-4', 10, 3)).toBe('0-0,2-2,4-4');
  expect(show('bytes=0-0,2-2,4-4', 10, 2)).toBe('whole');
  expect(show('bytes=0-0', 10, 0)).toBe('0-0');
});

test('Content-Range is written for parts and for failures, and read back', () => {
  expect(contentRange({ first: 0, last: 4 }, 10)).toBe('bytes 0-4/10');
  expect(unsatisfiedContentRange(10)).toBe('bytes */10');
  expect(parseContentRange('bytes 0-4/10')).toEqual({ first: 0, last: 4, sizeBytes: 10 });
  expect(parseContentRange('Bytes 5-9/*')).toEqual({ first: 5, last: 9, sizeBytes: null });
});

test.each([
  '',
  'bytes */10',
  'bytes 5-4/10',
  'bytes 0-10/10',
  'bytes 0-4',
  'bytes=0-4/10',
  'bytes 0-4/10, bytes 5-9/10',
  'bytes -1-4/10',
  `bytes 0-4/${'9'.repeat(16)}`,
  'items 0-4/10',
])('Content-Range %j is unusable', (value) => expect(parseContentRange(value)).toBeNull());

const position = fc.nat({ max: 30 });
const spec = fc.oneof(
  fc.tuple(position, position).map(([a, b]) => `${a}-${b}`),
  position.map((a) => `${a}-`),
  position.map((a) => `-${a}`),
);

test('RG-6 RG-10: whatever is asked, what is sent lies inside the object, in order, once', () => {
  fc.assert(
    fc.property(fc.array(spec, { minLength: 1, maxLength: 4 }), position, (list, sizeBytes) => {
      const specs = parseRange(`bytes=${list.join(',')}`);
      const verdict = specs === null ? { kind: 'whole' as const } : resolveRange(specs, sizeBytes, 3);
      const ranges =
        verdict.kind === 'partial' ? [verdict.range] : verdict.kind === 'parts' ? verdict.ranges : [];
      let next = 0;
      for (const { first, last } of ranges) {
        expect(next <= first && first <= last && last < sizeBytes).toBe(true);
        next = last + 1;
      }
      expect(ranges.length).toBeLessThanOrEqual(3);
      if (verdict.kind === 'parts') expect(ranges.length).toBe(list.length);
    }),
  );
});

test('a Content-Range that was written is read back', () => {
  fc.assert(
    fc.property(position, position, position, (first, more, rest) => {
      const last = first + more;
      const sizeBytes = last + 1 + rest;
      expect(parseContentRange(contentRange({ first, last }, sizeBytes))).toEqual({ first, last, sizeBytes });
    }),
  );
});
