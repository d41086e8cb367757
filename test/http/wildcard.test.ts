import fc from 'fast-check';
import picomatch from 'picomatch';
import { afterEach, expect, test, vi } from 'vitest';
import { compileWildcard } from '../../src/http/wildcard.ts';

afterEach(() => {
  vi.restoreAllMocks();
});

test.each([
  ['VR-28', '*', '', true],
  ['VR-28', '*', '/any/thing', true],
  ['VR-28', '/a*c', '/ac', true],
  ['VR-28', '/a*c', '/a/b/c', true],
  ['VR-28', '/a*a', '/a', false],
  ['VR-28', '/a?c', '/abc', true],
  ['VR-28', '/a?c', '/a/c', true],
  ['VR-28', '/a?c', '/ac', false],
  ['VR-28', '/a?c', '/abbc', false],
  ['VR-28', '?', '?', true],
  ['VR-28', '?*', '', false],
  ['VR-28', '*?*?*', 'a', false],
  ['VR-28', '*?*?*', 'ab', true],
  ['VR-28: no other metacharacter', '/[ab].{x,y}+(c)', '/a.x', false],
  ['VR-28: no other metacharacter', '/[ab].{x,y}+(c)', '/[ab].{x,y}+(c)', true],
  ['VR-28: a star in the text is text', '/a?b*d', '/a*bcd', true],
  ['VR-29', '/Images/*', '/images/a', false],
  ['VR-29', '/*.JPG', '/a.jpg', false],
  ['VR-30', '/images/*.jpg', '/images/a.jpg.exe', false],
  ['VR-30', '/images/*.jpg', '/x/images/a.jpg', false],
  ['VR-30', '/a', '/a/', false],
  ['VR-32', '*.doc*', '.doc', true],
  ['VR-32', '*.doc?', '.doc', false],
  ['VR-32', '*.doc?', '/a.docx', true],
  ['VR-32', 'images/*.jpg', 'images/a/b.jpg', true],
  ['VR-34', '/a/', '/a', false],
  ['wide characters', '*\u4e2d?', 'x\u4e2dy', true],
  ['wide characters', '*\u4e2d?', 'x\u4e2ey', false],
  ['the same star twice', '/a**b', '/ab', true],
])('%s: %j against %j', (_id, pattern, text, expected) => {
  expect(compileWildcard(pattern)(text)).toBe(expected);
});

/** The definition itself, in the time of pattern × text. */
function oracle(pattern: string, text: string): boolean {
  let row = [true, ...new Array<boolean>(text.length).fill(false)];
  for (const wanted of pattern) {
    const next = [row[0]! && wanted === '*'];
    for (let i = 0; i < text.length; i++) {
      const moved = row[i]! && (wanted === '?' || wanted === text[i]);
      next.push(wanted === '*' ? next[i]! || row[i + 1]! : moved);
    }
    row = next;
  }
  return row.at(-1)!;
}

const pattern = fc.string({ unit: fc.constantFrom('a', 'b', '/', '*', '?'), maxLength: 10 });
const text = fc.string({ unit: fc.constantFrom('a', 'b', '/'), maxLength: 14 });

test('VR-28 VR-30: any pattern agrees with the definition on any text', () => {
  fc.assert(
    fc.property(pattern, text, (p, t) => {
      expect(compileWildcard(p)(t)).toBe(oracle(p, t));
    }),
    { numRuns: 3000 },
  );
});

test('VR-28: patterns of several machine words agree with the definition', () => {
  const piece = fc.constantFrom('a', 'aa', 'ab', '*', '?', 'abab'.repeat(8), 'a'.repeat(31), '?'.repeat(33));
  const long = fc.array(piece, { maxLength: 8 }).map((pieces) => pieces.join(''));
  fc.assert(
    fc.property(
      long,
      fc.array(fc.constantFrom('b', 'c', 'aa')),
      fc.infiniteStream(fc.constantFrom('', 'a', 'ba')),
      (p, extra, fill) => {
        const near = p.replaceAll('?', 'a').replace(/\*/g, () => fill.next().value ?? '');
        for (const t of [near, near + extra.join(''), near.slice(1)]) {
          expect(compileWildcard(p)(t)).toBe(oracle(p, t));
        }
      },
    ),
    { numRuns: 300 },
  );
});

test('VR-28: picomatch agrees where its own rules about dots, slashes and brackets play no part', () => {
  const inner = fc.string({ unit: fc.constantFrom('a', 'b', '*', '?'), minLength: 1, maxLength: 8 });
  const word = fc.string({ unit: fc.constantFrom('a', 'b'), minLength: 1, maxLength: 10 });
  fc.assert(
    fc.property(inner, word, (p, t) => {
      const peer = picomatch.makeRe(p.replace(/\*+/g, '*'), { bash: true, noextglob: true, nobrace: true });
      expect(compileWildcard(p)(t)).toBe(peer.test(t));
    }),
  );
});

const HOSTILE: readonly [name: string, pattern: string, path: string][] = [
  ['a*a*a*…b', `${'a*'.repeat(100)}b`, 'a'.repeat(8192)],
  ['*a*a*a*…b?', `${'*a'.repeat(120)}*b?`, 'a'.repeat(8192)],
  ['*aaa…?aaa…b*', `*${'a'.repeat(120)}?${'a'.repeat(120)}b*`, 'a'.repeat(8192)],
  ['?*?*?*…b*', `${'?*'.repeat(120)}b*`, 'a'.repeat(8192)],
  ['*abab…*abab…c*', `*${'ab'.repeat(60)}*${'ab'.repeat(60)}c*`, 'ab'.repeat(4096)],
];

test.each(HOSTILE)('VR-28: %s reads no character of a hostile 8 KiB path twice', (_name, hostile, path) => {
  const matches = compileWildcard(hostile);
  const reads = vi.spyOn(String.prototype, 'charCodeAt');
  const isMatch = matches(path);
  const count = reads.mock.calls.length;
  vi.restoreAllMocks();
  expect(isMatch).toBe(false);
  expect(count).toBeLessThanOrEqual(path.length);
});

test('VR-28: a pattern as long as the path compiles and matches within bounds', () => {
  const matches = compileWildcard(`${'a*'.repeat(4096)}b?`);
  expect(matches('a'.repeat(8192))).toBe(false);
  expect(matches(`${'a'.repeat(8192)}bb`)).toBe(true);
});
