/** A short run of what `npm run differential` does for long; a disagreement prints its input and both readings. */
import { expect, test } from 'vitest';
import { Comparison } from './comparison.ts';
import { oneByOne } from './request-maker.ts';

/** Of seeds that the long runs do not use. */
const SEED = 4_000_000_000;
const INPUTS = 5000;

test('VR-15 VR-16: what the own door takes is what node:http reads, and nothing of the bytes behind it', () => {
  const comparison = new Comparison(SEED);
  for (let done = 0; done < INPUTS; done++) expect(comparison.next()).toBeNull();
  // Else they would agree about nothing.
  expect(comparison.taken).toBeGreaterThan(INPUTS / 4);
  expect(comparison.whole).toBeGreaterThan(INPUTS / 10);
});

const request = (target: string, ...lines: string[]) =>
  `${[`GET ${target} HTTP/1.1`, 'Host: d1.cloudfront.net', ...lines].join('\r\n')}\r\n\r\n`;
const OFFER = ['X-~!#$%&: d1.cloudfront.net', 'Connection: Keep-Alive, Upgrade', 'Upgrade: keep-alive'];

/** What they once disagreed about. */
test.each([
  [
    'what stands in one piece with an offer to upgrade',
    request('/', 'Connectio: upgrade') +
      request('/images/logo.png?v=2', 'Connectio: upgrade') +
      request('/a//b/../c;d=e', ...OFFER) +
      request('/', ...OFFER),
  ],
  [
    'a header behind an offer that reads like a request',
    `${request('/', ...OFFER)}${request('/b', 'X: GET http://evil/ HTTP/1.1')}${request('/c')}`,
  ],
  ['a complaint behind an offer', `${request('/', ...OFFER)}GET  / HTTP/1.1\r\n\r\n${request('/c')}`],
  ['a carriage return too many behind an offer', `${request('/', ...OFFER)}${request('/b', 'X: y\r')}`],
])('VR-15 VR-16: %s', (_, text) => {
  const comparison = new Comparison(SEED);
  const input = Buffer.from(text, 'latin1');
  for (let cut = 0; cut <= input.length; cut++) {
    expect(comparison.judge(input, [input.subarray(0, cut), input.subarray(cut)])).toBeNull();
  }
  expect(comparison.judge(input, oneByOne(input))).toBeNull();
});
