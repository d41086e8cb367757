import { expect, test } from 'vitest';
import type { ScalarDescription } from '../../src/schema/description.ts';
import { boolean, integer, number, oneOf, respelled, scalar, text } from '../../src/schema/scalar.ts';

const outcome = <T>(description: ScalarDescription<T>, raw: string) => {
  const parsed = description.parse(raw);
  return 'value' in parsed ? parsed.value : `! ${parsed.because}`;
};

test.each<[string, ScalarDescription<unknown>, string, unknown]>([
  ['CA-75: true in any case', boolean, ' TRUE ', true],
  ['CA-75: false in any case', boolean, 'False', false],
  ['CA-75: 1 is true', boolean, '1', true],
  ['CA-75: 0 is false', boolean, '0', false],
  ['CA-81: yes is no boolean', boolean, 'yes', '! must be true or false'],
  ['CA-87: numbers are trimmed', integer(), '\n 42 ', 42],
  ['CA-81: a fraction is no whole number', integer(), '4.2', '! must be a whole number'],
  ['an empty text is no number', integer(), '', '! must be a whole number'],
  ['hexadecimal is not decimal', integer(), '0x10', '! must be a whole number'],
  ['the least value is in range', integer({ min: 1, max: 3 }), '1', 1],
  ['the greatest value is in range', integer({ min: 1, max: 3 }), '3', 3],
  ['below the range', integer({ min: 1, max: 3 }), '0', '! must be between 1 and 3'],
  ['above the range', integer({ min: 1, max: 3 }), '4', '! must be between 1 and 3'],
  ['below an open range', integer({ min: 1 }), '0', '! must be at least 1'],
  ['above an open range', integer({ max: 3 }), '4', '! must be at most 3'],
  ['a decimal number', number({ min: 0, max: 1 }), '0.5', 0.5],
  ['a decimal number out of range', number({ min: 0, max: 1 }), '1.5', '! must be between 0 and 1'],
  ['a word is no number', number(), 'half', '! must be a number'],
  ['CA-87: words are trimmed', oneOf('a', 'b'), ' b\n', 'b'],
  ['CA-81: a word outside the list', oneOf('a', 'b'), 'B', '! must be one of a, b'],
  ['the only word', oneOf('https'), 'http', '! must be https'],
  [
    'another spelling of a word',
    respelled({ https: 'https-only' }, oneOf('https-only')),
    ' https ',
    'https-only',
  ],
  ['CA-87: text is trimmed', text(), '  a b ', 'a b'],
  ['CA-87: some text keeps its space', text({ keepsSpace: true }), '  a b ', '  a b '],
  ['empty text where some is needed', text({ min: 1 }), ' ', '! must not be empty'],
  ['text that is too short', text({ min: 3 }), 'ab', '! must have at least 3 characters'],
  ['lengths are characters, not units', text({ max: 2 }), '🐈🐈', '🐈🐈'],
  ['text that is too long', text({ max: 2 }), '🐈🐈🐈', '! has 3 characters; at most 2 are allowed'],
  ['CA-176: some lengths are bytes', text({ maxBytes: 4 }), 'éé', 'éé'],
  [
    'CA-176: bytes, not characters, are counted',
    text({ maxBytes: 4 }),
    'ééa',
    '! has 5 bytes; at most 4 are allowed',
  ],
  ['a pattern with words', text({ pattern: /^a*$/, says: 'must be a' }), 'b', '! must be a'],
  ['a pattern without words', text({ pattern: /^a*$/ }), 'b', '! has the wrong form'],
  ['NUL', text(), 'a\0', '! holds a character that XML 1.0 cannot carry'],
  ['half a surrogate pair', text(), 'a\uD800', '! holds a character that XML 1.0 cannot carry'],
  ['a tab inside', text(), 'a\tb', 'a\tb'],
])('scalar: %s', (_name, description, raw, expected) => {
  expect(outcome(description, raw)).toBe(expected);
});

test('scalar: one of the reader’s own receives trimmed text', () => {
  const shout = scalar({ schema: {}, parse: (raw) => ({ value: `${raw}!` }) });
  expect(outcome(shout, ' hey ')).toBe('hey!');
});
