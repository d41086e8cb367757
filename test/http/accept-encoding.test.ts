import fc from 'fast-check';
import { expect, test } from 'vitest';
import { acceptsGzip } from '../../src/http/accept-encoding.ts';

test.each([
  ['gzip', true],
  ['GZip', true],
  ['deflate, gzip', true],
  ['gzip, deflate, br', true],
  ['br;q=1.0,gzip;q=0.5', true],
  ['gzip ; q=0.001', true],
  ['gzip;q=0', false],
  ['gzip; Q=0.000', false],
  ['gzip;q=0, gzip', true],
  ['', false],
  ['identity', false],
  ['*', false],
  ['gzipped', false],
  ['x-gzip', false],
  ['deflate;gzip', false],
])('OR-20: %j takes gzip: %s', (header, expected) => expect(acceptsGzip(header)).toBe(expected));

test('OR-20: other codings, in any order, change nothing', () => {
  const other = fc.constantFrom('br', 'deflate;q=0.2', 'identity;q=0', '*', ' ', '');
  fc.assert(
    fc.property(fc.array(other), fc.array(other), (before, after) => {
      expect(acceptsGzip([...before, 'gzip', ...after].join(','))).toBe(true);
      expect(acceptsGzip([...before, ...after].join(','))).toBe(false);
    }),
  );
});
