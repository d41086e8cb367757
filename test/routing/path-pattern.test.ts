/** Which paths belong to a pattern; the matcher itself is held against an oracle in test/http/wildcard.test.ts. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { compilePathPattern } from '../../src/routing/path-pattern.ts';

test.each<[string, string, string, boolean]>([
  ['VR-28', '*', '/', true],
  ['VR-28', '*', '/a/b?', true],
  ['VR-28', 'images/*', '/images/a/b/c.jpg', true],
  ['VR-28', 'images/*', '/images/', true],
  ['VR-28', 'images/*', '/images', false],
  ['VR-28', 'a?c', '/abc', true],
  ['VR-28', 'a?c', '/a/c', true],
  ['VR-28', 'a?c', '/ac', false],
  ['VR-28', 'a?c', '/abbc', false],
  ['VR-28', 'a[bc].{x}', '/a[bc].{x}', true],
  ['VR-28', 'a[bc]', '/ab', false],
  ['VR-28', 'a+', '/aa', false],
  ['VR-29', '*.jpg', '/a.JPG', false],
  ['VR-29', 'Images/*', '/images/a', false],
  ['VR-30', 'images/*.jpg', '/images/a.jpg', true],
  ['VR-30', '/images/*.jpg', '/images/a.jpg', true],
  ['VR-30', 'images/*.jpg', '/x/images/a.jpg', false],
  ['VR-30', '/images/*.jpg', '/images/a.jpg.exe', false],
  ['VR-30', 'a', '/a', true],
  ['VR-30', 'a', '/a/', false],
  ['VR-30', '//a', '//a', true],
  ['VR-30', '//a', '/a', false],
  ['VR-30', '?a', '/a', true],
  ['VR-30', '?a', '/xa', true],
  ['VR-32', '*.doc*', '/a.doc', true],
  ['VR-32', '*.doc*', '/a.docx', true],
  ['VR-32', '*.doc?', '/a.docx', true],
  ['VR-32', '*.doc?', '/a.doc', false],
  ['VR-32', 'images/*.jpg', '/images/a/b.jpg', true],
  ['VR-33', 'a b', '/a%20b', false],
  ['VR-33', 'a%20b', '/a%20b', true],
  ['VR-33', 'a%2fb', '/a%2Fb', false],
  ['VR-33', 'a/*', '/a/../b', true],
  ['VR-33', 'b', '/a/../b', false],
  ['VR-33', 'a/b', '/a//b', false],
  ['VR-34', 'a/', '/a', false],
  ['VR-34', 'a/', '/a/', true],
])('%s: %s and %s: %s', (_, pattern, path, matches) => {
  expect(compilePathPattern(pattern)(path)).toBe(matches);
});

test('VR-30: with and without its leading slash a pattern says the same', () => {
  const text = fc.string({ unit: fc.constantFrom('a', 'b', '/', '*'), maxLength: 8 });
  fc.assert(
    fc.property(text, text, (pattern, path) => {
      fc.pre(!pattern.startsWith('/') && !pattern.startsWith('*'));
      expect(compilePathPattern(pattern)(`/${path}`)).toBe(compilePathPattern(`/${pattern}`)(`/${path}`));
    }),
  );
});
