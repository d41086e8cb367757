import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { objectKey } from '../../src/origin/object-key.ts';

test.each([
  ['/', { kind: 'bucket' }],
  ['/?prefix=a', { kind: 'bucket' }],
  ['/a/b.png', { kind: 'key', key: 'a/b.png' }],
  ['/a%20b+c', { kind: 'key', key: 'a b+c' }],
  ['/a%2Fb', { kind: 'key', key: 'a/b' }],
  ['/%C3%A9', { kind: 'key', key: 'é' }],
  ['/a?b/../c', { kind: 'key', key: 'a' }],
  ['/%252e%252e', { kind: 'key', key: '%2e%2e' }],
  ['/..a/b..', { kind: 'key', key: '..a/b..' }],
  ['/../a', { kind: 'nowhere', key: '../a' }],
  ['/a/..', { kind: 'nowhere', key: 'a/..' }],
  ['/%2e%2E/a', { kind: 'nowhere', key: '../a' }],
  ['/a%2f..%2fb', { kind: 'nowhere', key: 'a/../b' }],
  ['/./a', { kind: 'nowhere', key: './a' }],
  ['//a', { kind: 'nowhere', key: '/a' }],
  ['/a/', { kind: 'nowhere', key: 'a/' }],
  ['/a%00.png', { kind: 'nowhere', key: 'a\0.png' }],
  ['/%', { kind: 'malformed' }],
  ['/%zz', { kind: 'malformed' }],
  ['/%ff', { kind: 'malformed' }],
  ['/%C0%AE%C0%AE/a', { kind: 'malformed' }],
  [`/${'a'.repeat(1024)}`, { kind: 'key', key: 'a'.repeat(1024) }],
  [`/${'a'.repeat(1025)}`, { kind: 'too-long' }],
])('D-21: the key of %s', (path, verdict) => {
  expect(objectKey(path)).toEqual(verdict);
});

test('D-21: whatever the path, a key joined to the folder stays inside it', () => {
  const piece = fc.constantFrom('..', '.', '/', '%2f', '%2e', '%00', '\\', 'a', '%25', '?', '%c0%af', ' ');
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
      const verdict = objectKey(`/${pieces.join('')}`);
      if (verdict.kind === 'key') expect(join('/bucket', verdict.key)).toBe(`/bucket/${verdict.key}`);
    }),
  );
});
