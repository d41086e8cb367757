import fc from 'fast-check';
import { expect, test } from 'vitest';
import { NameSet } from '../../src/http/name-set.ts';

const NAMES = ['te', 'via', 'age', 'upgrade', 'trailer', 'content-range', 'proxy-connection'];

test.each(['Via', 'AGE', 'te', 'Content-Range'])('%s is recognised', (name) => {
  expect(new NameSet(NAMES).has(name)).toBe(true);
});

test.each(['', 'v', 'Vary', 'Viaa', 'Content_Range', 'content\x0drange', 'V\xa9a', '\x16ia'])(
  '%j is another',
  (name) => {
    expect(new NameSet(NAMES).has(name)).toBe(false);
  },
);

test('as a Set of names in lower case, for tokens', () => {
  const name = fc
    .oneof(fc.constantFrom(...NAMES), fc.string({ maxLength: 18 }))
    .chain((text) =>
      fc
        .array(fc.boolean(), { minLength: text.length, maxLength: text.length })
        .map((isUpper) =>
          Array.from(text, (letter, at) => (isUpper[at] ? letter.toUpperCase() : letter)).join(''),
        ),
    );
  fc.assert(
    fc.property(name, (text) => {
      expect(new NameSet(NAMES).has(text)).toBe(new Set(NAMES).has(text.toLowerCase()));
    }),
  );
});
