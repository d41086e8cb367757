import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseRequestTarget } from '../../src/http/request-target.ts';

test.each([
  ['/', '/', null],
  ['/?', '/', ''],
  ['/a/b.jpg?x=1&y=2', '/a/b.jpg', 'x=1&y=2'],
  ['/a??b?', '/a', '?b?'],
  ['//evil.example/x', '//evil.example/x', null],
  ['/a|b"<>\\^`{}', '/a|b"<>\\^`{}', null],
  ['/%zz%', '/%zz%', null],
])('origin form %j', (raw, path, query) => {
  expect(parseRequestTarget(raw)).toEqual({ kind: 'path', path, query, host: null });
});

test.each(['/a%2Fb', '/%61', '/a/../b', '/./a', '/a//b', '/A', '/a/'])(
  'VR-33 VR-34: %j stays exactly as received',
  (raw) => {
    expect(parseRequestTarget(raw)).toMatchObject({ path: raw });
  },
);

test.each([
  ['http://a.example/x?y', '/x', 'y', 'a.example'],
  ['HTTPS://A.example:8443/', '/', null, 'A.example:8443'],
  ['http://a.example', '/', null, 'a.example'],
  ['http://a.example?q', '/', 'q', 'a.example'],
  ['http://[::1]:80//x', '//x', null, '[::1]:80'],
])('absolute form %j names the host', (raw, path, query, host) => {
  expect(parseRequestTarget(raw)).toEqual({ kind: 'path', path, query, host });
});

test.each([
  ['', 'empty'],
  ['*', 'form'],
  ['a.example:443', 'form'],
  ['index.html', 'form'],
  ['ftp://a.example/', 'form'],
  ['http:/a', 'form'],
  ['?x', 'form'],
  ['http://', 'host'],
  ['http:///x', 'host'],
  ['http://user@a.example/', 'host'],
  ['http://a..b/', 'host'],
  ['/a b', 'character'],
  ['/a\tb', 'character'],
  ['/a\0', 'character'],
  ['/a\r\nX: y', 'character'],
  ['/a\x7f', 'character'],
  ['/caf\xe9', 'character'],
  ['/a#b', 'character'],
  ['http://a.example/#', 'character'],
])('%j is refused: %s', (raw, because) => {
  expect(parseRequestTarget(raw)).toEqual({ kind: 'bad', because });
});

test('VR-33: path and query together are the target, byte for byte', () => {
  const text = fc.string({ unit: fc.constantFrom(...'/?.%aZ2&=:@*'), maxLength: 20 });
  fc.assert(
    fc.property(text, (tail) => {
      const target = parseRequestTarget(`/${tail}`);
      if (target.kind !== 'path') throw new Error(target.because);
      expect(target.path + (target.query === null ? '' : `?${target.query}`)).toBe(`/${tail}`);
      expect(target.path).not.toContain('?');
    }),
  );
});
