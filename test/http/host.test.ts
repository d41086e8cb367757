import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseHost } from '../../src/http/host.ts';

test.each([
  ['d111111abcdef8.cloudfront.net', 'd111111abcdef8.cloudfront.net', null],
  ['WWW.Example.COM', 'www.example.com', null],
  ['example.com:8080', 'example.com', 8080],
  ['example.com:', 'example.com', null],
  ['example.com.', 'example.com', null],
  ['example.com.:1', 'example.com', 1],
  ['localhost', 'localhost', null],
  ['my_bucket-1.s3', 'my_bucket-1.s3', null],
  ['azAZ09-_.az', 'azaz09-_.az', null],
  ['192.0.2.1:65535', '192.0.2.1', 65535],
  ['[2001:DB8::1]', '[2001:db8::1]', null],
  ['[::1]:443', '[::1]', 443],
  [`${'a'.repeat(63)}.b`, `${'a'.repeat(63)}.b`, null],
])('VR-1 VR-4: %j is %s, port %s', (header, name, port) => {
  expect(parseHost(header)).toEqual({ name, port });
});

test.each([
  '',
  '.',
  '..',
  ':80',
  'a..b',
  '.a',
  'a b',
  ' a',
  'a,b',
  'a/b',
  'user@a',
  'a`b',
  'a{b',
  'a\0',
  'caf\xe9.fr',
  '*.a.com',
  'a:0',
  'a:65536',
  'a:099999',
  'a:8x',
  'a:+8',
  'a:80:80',
  'a:-1',
  '[',
  '[]',
  '[::1',
  '[::1]a',
  '[::1]]',
  '[1.2.3.4]',
  '[::1%25lo]',
  '::1',
  '[g::]',
  `${'a'.repeat(64)}.b`,
  `${'a.'.repeat(127)}aa`,
])('%j is no host', (header) => expect(parseHost(header)).toBeNull());

test('a name read is its own canonical form', () => {
  const text = fc.string({ unit: fc.constantFrom(...'aZ0-._:[]8'), maxLength: 12 });
  fc.assert(
    fc.property(text, (header) => {
      const host = parseHost(header);
      fc.pre(host !== null);
      const again = host.port === null ? host.name : `${host.name}:${host.port}`;
      expect(parseHost(again)).toEqual(host);
      expect(host.name).toBe(host.name.toLowerCase());
    }),
  );
});
