import { BlockList, isIPv6 } from 'node:net';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { compileCidr, isIpv6, plainAddress } from '../../src/http/ip-address.ts';

test.each([
  ['SU-18', '192.0.2.10/32', '192.0.2.10', true],
  ['SU-18', '192.0.2.10/32', '192.0.2.11', false],
  ['SU-18', '192.0.2.0/24', '192.0.2.255', true],
  ['SU-18', '192.0.2.0/24', '192.0.3.0', false],
  ['SU-18: bits beyond the prefix are ignored', '192.0.2.77/24', '192.0.2.1', true],
  ['SU-18', '128.0.0.0/1', '255.0.0.1', true],
  ['SU-18', '128.0.0.0/1', '127.0.0.1', false],
  ['SU-18', '10.0.0.0/17', '10.0.127.9', true],
  ['SU-18', '10.0.0.0/17', '10.0.128.0', false],
  ['SU-18', '0.0.0.0/0', '203.0.113.9', true],
  ['SU-18: one family only', '0.0.0.0/0', '2001:db8::1', false],
  ['SU-18: no address', '0.0.0.0/0', 'localhost', false],
  ['SU-18: no address', '0.0.0.0/0', '', false],
  ['2001:db8::/32', '2001:db8::/32', '2001:DB8:ffff::1', true],
  ['2001:db8::/32', '2001:db8::/32', '2001:db9::1', false],
  ['2001:db8::/33', '2001:db8::/33', '2001:db8:8000::', false],
  ['::/0', '::/0', 'fe80::1%eth0', true],
  ['::/0 is no IPv4', '::/0', '192.0.2.1', false],
  ['D-13', '192.0.2.0/24', '::ffff:192.0.2.9', true],
  ['D-13', '192.0.2.0/24', '::ffff:c000:209', true],
  ['D-13', '::ffff:192.0.2.0/120', '192.0.2.9', true],
  ['D-13: all of IPv4', '::ffff:0:0/96', '203.0.113.9', true],
  ['D-13: wider than IPv4', '::ffff:0:0/95', '203.0.113.9', false],
  ['D-13', '::ffff:192.0.2.0/120', '192.0.3.9', false],
  ['::192.0.2.9 is not mapped', '192.0.2.0/24', '::192.0.2.9', false],
])('%s: %s holds %s: %s', (_id, range, address, expected) => {
  expect(compileCidr(range)!(address)).toBe(expected);
});

test.each([
  '',
  '/',
  '/8',
  '192.0.2.1',
  '192.0.2.1/',
  '192.0.2.1/33',
  '192.0.2.1/-1',
  '192.0.2.1/08',
  '192.0.2.1/8/8',
  '192.0.2/24',
  '192.0.2.256/24',
  '192.0.02.1/24',
  '192.0.2.1 /24',
  '192.0.2.1/24 ',
  '192.0.2.1/1e1',
  '*/0',
  '::1',
  '::/129',
  ':::/0',
  '1::2::3/0',
  '1:2:3:4:5:6:7/0',
  '1:2:3:4:5:6:7:8:9/0',
  '1:2:3:4:5:6:7::8/0x',
  '12345::/0',
  'g::/0',
  '1.2.3.4::/0',
  '::1.2.3.4:5/0',
  '[::]/0',
  'fe80::1%eth0/64',
  '1:/0',
  ':1/0',
])('SU-18: %j is no range', (range) => expect(compileCidr(range)).toBeNull());

test.each([
  ['::ffff:192.0.2.1', '192.0.2.1'],
  ['::FFFF:c000:0201', '192.0.2.1'],
  ['::ffff:255.255.255.255', '255.255.255.255'],
  ['192.0.2.1', '192.0.2.1'],
  ['2001:db8::1', '2001:db8::1'],
  ['::1', '::1'],
  ['', ''],
  ['a:b', 'a:b'],
])('D-13: %s is plainly %s', (address, plain) => expect(plainAddress(address)).toBe(plain));

test('IPv6 is what the machine takes for IPv6', () => {
  const piece = fc.constantFrom('::', ':', '0', 'ffff', '1', '12345', '1.2.3.4', 'g', '');
  fc.assert(
    fc.property(
      fc.array(piece, { maxLength: 17 }).map((pieces) => pieces.join('')),
      (text) => {
        expect(isIpv6(text)).toBe(isIPv6(text));
      },
    ),
    { numRuns: 1000 },
  );
  fc.assert(
    fc.property(fc.ipV6(), (text) => {
      expect(isIpv6(text)).toBe(true);
    }),
  );
});

test('SU-18 D-13: ranges agree with the block list of node:net', () => {
  const near = fc.tuple(fc.ipV4(), fc.nat({ max: 32 }), fc.nat({ max: 31 })).map(([address, bits, flip]) => {
    const [a = 0, b = 0, c = 0, d = 0] = address.split('.').map(Number);
    const flipped = (((a << 24) | (b << 16) | (c << 8) | d) ^ (1 << flip)) >>> 0;
    const other = [24, 16, 8, 0].map((shift) => (flipped >>> shift) & 0xff).join('.');
    return { address, bits, other };
  });
  fc.assert(
    fc.property(near, ({ address, bits, other }) => {
      const peer = new BlockList();
      peer.addSubnet(address, bits);
      const holds = compileCidr(`${address}/${bits}`)!;
      expect(holds(other)).toBe(peer.check(other));
      expect(holds(`::ffff:${other}`)).toBe(holds(other));
    }),
  );
  fc.assert(
    fc.property(fc.ipV6(), fc.ipV6(), fc.integer({ min: 1, max: 95 }), (address, other, bits) => {
      fc.pre(plainAddress(address) === address && plainAddress(other) === other);
      const peer = new BlockList();
      peer.addSubnet(address, bits, 'ipv6');
      expect(compileCidr(`${address}/${bits}`)!(other)).toBe(peer.check(other, 'ipv6'));
    }),
  );
});
