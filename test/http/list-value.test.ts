import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isSpace, splitList, trimSpaces } from '../../src/http/list-value.ts';

test.each([
  ['', []],
  [' , ,\t,', []],
  ['a', ['a']],
  ['a, b ,\tc', ['a', 'b', 'c']],
  ['a="b, c", d', ['a="b, c"', 'd']],
  ['a="\\", b", c', ['a="\\", b"', 'c']],
  ['a="open, b', ['a="open, b']],
  ['a\\, b', ['a\\', 'b']],
  ['\xa0a', ['\xa0a']],
])('elements of %j', (value, expected) => expect(splitList(value)).toEqual(expected));

test('white space is space and tab, at the ends, within the bounds', () => {
  expect(trimSpaces(' \ta b\t ')).toBe('a b');
  expect(trimSpaces('x  a  y', 1, 6)).toBe('a');
  expect(trimSpaces('   ')).toBe('');
  expect([0x20, 0x09, 0x0a, 0x0b, 0xa0].map(isSpace)).toEqual([true, true, false, false, false]);
});

test('elements without quotes come back as they were joined', () => {
  const element = fc.string({ unit: fc.constantFrom(...'abc=;\\'), minLength: 1 });
  fc.assert(
    fc.property(fc.array(element), fc.constantFrom(',', ', ', ' ,\t'), (elements, separator) => {
      expect(splitList(elements.join(separator))).toEqual(elements);
    }),
  );
});
