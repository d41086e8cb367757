/** The PROXY header of a balancer, versions 1 and 2: read exactly, or the connection is closed. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseProxyHeader } from '../../src/edge/proxy-header.ts';

const SIGNATURE = '\r\n\r\n\0\r\nQUIT\n';

/** Version 2: command and version, family and protocol, then the address block. */
function version2(command: number, family: number, block: Buffer): Buffer {
  const fixed = Buffer.alloc(4);
  fixed[0] = command;
  fixed[1] = family;
  fixed.writeUInt16BE(block.length, 2);
  return Buffer.concat([Buffer.from(SIGNATURE, 'latin1'), fixed, block]);
}

const IPV4 = Buffer.from([192, 0, 2, 1, 192, 0, 2, 2, 0x12, 0x34, 0, 80]);
const IPV6 = Buffer.concat([
  Buffer.from('20010db8000000000000000000000001', 'hex'),
  Buffer.from('20010db8000000000000000000000002', 'hex'),
  Buffer.from([0x12, 0x34, 0, 80]),
]);

describe('SU-18: whose connection it is', () => {
  test.each<[string, string | Buffer, string | null]>([
    ['version 1, IPv4', 'PROXY TCP4 192.0.2.1 192.0.2.2 4660 80\r\n', '192.0.2.1'],
    ['version 1, IPv6', 'PROXY TCP6 2001:db8::1 2001:db8::2 4660 80\r\n', '2001:db8::1'],
    ['version 1, unknown', 'PROXY UNKNOWN\r\n', null],
    ['version 1, unknown with addresses', 'PROXY UNKNOWN ffff::1 ffff::2 1 2\r\n', null],
    ['version 2, IPv4', version2(0x21, 0x11, IPV4), '192.0.2.1'],
    ['version 2, IPv6', version2(0x21, 0x21, IPV6), '2001:db8:0:0:0:0:0:1'],
    [
      'version 2, with extensions',
      version2(0x21, 0x11, Buffer.concat([IPV4, Buffer.alloc(100)])),
      '192.0.2.1',
    ],
    ['version 2, local', version2(0x20, 0x00, Buffer.alloc(0)), null],
    ['version 2, local with addresses', version2(0x20, 0x11, IPV4), null],
    ['version 2, a Unix socket', version2(0x21, 0x31, Buffer.alloc(216)), null],
    ['version 2, of no family', version2(0x21, 0x00, Buffer.alloc(0)), null],
  ])('%s', (_, bytes, address) => {
    const header = Buffer.from(bytes as string, 'latin1');
    const whole = { kind: 'whole', address, sizeBytes: header.length };
    expect(parseProxyHeader(header)).toEqual(whole);
    expect(parseProxyHeader(Buffer.concat([header, Buffer.from('GET / HTTP/1.1\r\n')]))).toEqual(whole);
    for (let cut = 0; cut < header.length; cut++) {
      expect(parseProxyHeader(header.subarray(0, cut)), `after ${cut} bytes`).toEqual({ kind: 'partial' });
    }
  });
});

describe('no header of a balancer', () => {
  test.each<[string, string | Buffer]>([
    ['a request', 'GET / HTTP/1.1\r\n'],
    ['a handshake', '\x16\x03\x01\x02\0'],
    ['lower case', 'proxy TCP4 192.0.2.1 192.0.2.2 1 2\r\n'],
    ['two spaces', 'PROXY  TCP4 192.0.2.1 192.0.2.2 1 2\r\n'],
    ['a space at the end', 'PROXY TCP4 192.0.2.1 192.0.2.2 1 2 \r\n'],
    ['a bare LF', 'PROXY TCP4 192.0.2.1 192.0.2.2 1 2\nGET / HTTP/1.1\r\n'],
    ['an address beyond 255', 'PROXY TCP4 192.0.2.256 192.0.2.2 1 2\r\n'],
    ['an address of three numbers', 'PROXY TCP4 192.0.2 192.0.2.2 1 2\r\n'],
    ['an address with leading zeroes', 'PROXY TCP4 192.0.02.1 192.0.2.2 1 2\r\n'],
    ['an address of the other family', 'PROXY TCP6 192.0.2.1 192.0.2.2 1 2\r\n'],
    ['IPv6 where IPv4 is said', 'PROXY TCP4 2001:db8::1 2001:db8::2 1 2\r\n'],
    ['an IPv6 address with too many groups', 'PROXY TCP6 1:2:3:4:5:6:7:8:9 ::1 1 2\r\n'],
    ['a bad destination', 'PROXY TCP4 192.0.2.1 999.0.2.2 1 2\r\n'],
    ['a port beyond 65535', 'PROXY TCP4 192.0.2.1 192.0.2.2 65536 2\r\n'],
    ['a port that is no number', 'PROXY TCP4 192.0.2.1 192.0.2.2 1x 2\r\n'],
    ['one port', 'PROXY TCP4 192.0.2.1 192.0.2.2 1\r\n'],
    ['another protocol', 'PROXY UDP4 192.0.2.1 192.0.2.2 1 2\r\n'],
    ['a longer word than UNKNOWN', 'PROXY UNKNOWNX\r\n'],
    ['a line of 108 bytes', `PROXY UNKNOWN ${'a'.repeat(92)}\r\n`],
    ['a line that does not end', `PROXY UNKNOWN ${'a'.repeat(200)}`],
    ['another version', version2(0x11, 0x11, IPV4)],
    ['another command', version2(0x22, 0x11, IPV4)],
    ['an endless version 2', version2(0x21, 0x11, Buffer.alloc(5000))],
    ['IPv4 without room for addresses', version2(0x21, 0x11, IPV4.subarray(0, 11))],
    ['IPv6 without room for addresses', version2(0x21, 0x21, IPV6.subarray(0, 35))],
  ])('%s', (_, bytes) => {
    expect(parseProxyHeader(Buffer.from(bytes as string, 'latin1'))).toEqual({ kind: 'bad' });
  });
});

test('the longest line of version 1 has 107 bytes', () => {
  const line = `PROXY UNKNOWN ${'a'.repeat(91)}\r\n`;
  expect(line).toHaveLength(107);
  expect(parseProxyHeader(Buffer.from(line))).toMatchObject({ kind: 'whole' });
});

test('whatever bytes arrive, the verdict comes, and more bytes never change it', () => {
  const beginning = fc.constantFrom('', 'PROXY ', 'PROXY TCP4 ', SIGNATURE, `${SIGNATURE}\x21\x11\0`);
  fc.assert(
    fc.property(beginning, fc.uint8Array({ maxLength: 300 }), fc.uint8Array(), (start, rest, more) => {
      const bytes = Buffer.concat([Buffer.from(start, 'latin1'), rest]);
      const verdict = parseProxyHeader(bytes);
      if (verdict.kind === 'partial') return;
      expect(parseProxyHeader(Buffer.concat([bytes, more]))).toEqual(verdict);
    }),
  );
});
