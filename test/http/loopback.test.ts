import { expect, test } from 'vitest';
import { isLoopback } from '../../src/http/loopback.ts';

const CASES: [host: string, isHere: boolean][] = [
  ['localhost', true],
  ['127.0.0.1', true],
  ['127.255.255.254', true],
  ['::1', true],
  ['[::1]', true],
  ['0:0:0:0:0:0:0:1', true],
  ['::ffff:127.0.0.1', true],
  ['[::FFFF:7f00:1]', true],
  ['126.255.255.255', false],
  ['128.0.0.1', false],
  ['0.0.0.0', false],
  ['::', false],
  ['::2', false],
  ['::ffff:192.0.2.1', false],
  ['::ffff:localhost', false],
  ['::ffff:::1', false],
  ['localhost.example.org', false],
  ['127.0.0.1.example.org', false],
  ['', false],
];

test.each(CASES)('%s leads to this machine alone: %s', (host, isHere) => {
  expect(isLoopback(host)).toBe(isHere);
});
