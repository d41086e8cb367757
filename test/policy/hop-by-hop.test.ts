import { expect, test } from 'vitest';
import { connectionNames, isHopByHop } from '../../src/policy/hop-by-hop.ts';

const NAMED: [connection: string[], names: string[]][] = [
  [[], []],
  [['Connection', 'Keep-Alive'], []],
  [['Connection', 'close'], []],
  [
    ['connection', 'Upgrade, HTTP2-Settings'],
    ['upgrade', 'http2-settings'],
  ],
  [
    ['Connection', 'X-A', 'Host', 'b', 'Connection', ' ,x-b , close'],
    ['x-a', 'x-b'],
  ],
];

test.each(NAMED)('RH-10 OR-14: %j names %j', (headers, names) => {
  expect([...connectionNames(headers)]).toEqual(names);
});

test.each(['connection', 'te', 'trailer', 'transfer-encoding', 'upgrade', 'proxy-connection', 'keep-alive'])(
  'RH-13 OR-23 OR-24: %s ends at every hop',
  (name) => {
    expect(isHopByHop(name)).toBe(true);
  },
);

test.each(['content-length', 'via', 'cache-control', 'date', 'x-hop'])('RH-1 OR-11: %s does not', (name) => {
  expect(isHopByHop(name)).toBe(false);
});
