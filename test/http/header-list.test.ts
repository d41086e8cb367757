import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  allHeaders,
  findHeader,
  headerBytes,
  headerLines,
  isFieldValue,
  isToken,
  joinedHeader,
  readHeaderLines,
} from '../../src/http/header-list.ts';

const LIST = ['Host', 'a.example', 'X-Tag', 'one', 'x-tag', 'two', 'X-Tags', 'three', 'value', 'host'];

test('a name is found whatever its case, the first one first', () => {
  expect(findHeader(LIST, 'host')).toBe('a.example');
  expect(findHeader(LIST, 'x-tag')).toBe('one');
  expect(findHeader(LIST, 'x-ta')).toBeUndefined();
  expect(findHeader(LIST, 'three')).toBeUndefined();
  expect(findHeader([], 'host')).toBeUndefined();
});

test('only letters fold: @ is not `, [ is not {', () => {
  expect(findHeader(['a@', '1'], 'a`')).toBeUndefined();
  expect(findHeader(['a[', '1'], 'a{')).toBeUndefined();
  expect(findHeader(['AZ', '1'], 'az')).toBe('1');
});

test('all values, and all values joined, keep the order received', () => {
  expect(allHeaders(LIST, 'x-tag')).toEqual(['one', 'two']);
  expect(joinedHeader(LIST, 'x-tag')).toBe('one, two');
  expect(joinedHeader(LIST, 'host')).toBe('a.example');
  expect(allHeaders(LIST, 'cookie')).toEqual([]);
  expect(joinedHeader(LIST, 'cookie')).toBeUndefined();
  expect(joinedHeader(['A', '', 'A', 'b'], 'a')).toBe(', b');
});

test('bytes are those of the lines on the wire', () => {
  expect(headerBytes([])).toBe(0);
  expect(headerBytes(['Host', 'a.example'])).toBe('Host: a.example\r\n'.length);
});

test.each([
  ['GET', true],
  ["!#$%&'*+-.^_`|~09azAZ", true],
  ['', false],
  ['GE T', false],
  ['GET\0', false],
  ['a:b', false],
  ['a(b', false],
  ['café', false],
  ['\u0147', false],
])('token %j: %s', (text, expected) => expect(isToken(text)).toBe(expected));

test.each([
  ['', true],
  ['a b\tc', true],
  ['caf\xe9', true],
  ['a\rb', false],
  ['a\nb', false],
  ['a\0b', false],
  ['a\x7fb', false],
  ['a\u010db', false], // 0x0D once written as latin1
])('field value %j: %s', (text, expected) => expect(isFieldValue(text)).toBe(expected));

test('a field value, written as latin1, never ends its line', () => {
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom(...'a \t\r\n\0\u010a\u010d\xff') }), (text) => {
      const written = Buffer.from(text, 'latin1');
      const isBroken = written.includes(10) || written.includes(13) || written.includes(0);
      expect(isBroken && isFieldValue(text)).toBe(false);
    }),
  );
});

test('every list agrees with a lookup among lower-cased names', () => {
  const name = fc.constantFrom('Via', 'VIA', 'via', 'Vary', 'Age');
  fc.assert(
    fc.property(fc.array(fc.tuple(name, fc.string())), (pairs) => {
      const expected = pairs.filter(([n]) => n.toLowerCase() === 'via').map(([, value]) => value);
      expect(allHeaders(pairs.flat(), 'via')).toEqual(expected);
      expect(findHeader(pairs.flat(), 'via')).toBe(expected[0]);
    }),
  );
});

test('lines say the list, and read back as it was', () => {
  expect(headerLines(['A', '1', 'B', ''])).toBe('A: 1\r\nB: \r\n');
  const name = fc.stringMatching(/^[A-Za-z-]{1,9}$/);
  const value = fc.stringMatching(/^[ -~\x80-\xff]{0,20}$/);
  fc.assert(
    fc.property(fc.array(fc.tuple(name, value)), (pairs) => {
      const list = pairs.flat();
      expect(readHeaderLines(headerLines(list))).toEqual(list);
      expect(headerLines(list)).toHaveLength(headerBytes(list));
    }),
  );
});
