import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decodeUrlSafeBase64, encodeUrlSafeBase64 } from '../../src/signing/url-safe-base64.ts';

test.each([
  ['plus becomes a hyphen', [0xfb, 0xef, 0xbe], '----'],
  ['slash becomes a tilde', [0xff, 0xff, 0xff], '~~~~'],
  ['one padding sign becomes an underscore', [0x61, 0x62], 'YWI_'],
  ['two padding signs become underscores', [0x61], 'YQ__'],
])('SU-9: %s', (_, bytes, text) => {
  expect(encodeUrlSafeBase64(Buffer.from(bytes))).toBe(text);
  expect(decodeUrlSafeBase64(text)).toEqual(Buffer.from(bytes));
});

test.each([
  ['nothing at all', ''],
  ['padding left out', 'YQ'],
  ['half of the padding left out', 'YQ_'],
  ['too much padding', 'YWJj____'],
  ['padding in the middle', 'YQ__YWJj'],
  ['the ordinary plus', '++++'],
  ['the ordinary slash', '////'],
  ['the ordinary padding', 'YQ=='],
  ['a character outside the alphabet', 'YW.j'],
  ['a line break', 'YWJj\nYWJj'],
  ['bits behind the last byte', 'YR__'],
  ['one character too many', 'YWJjY'],
])('SU-9 SU-33: %s is broken', (_, text) => {
  expect(decodeUrlSafeBase64(text)).toBeNull();
});

test('SU-9: whatever is encoded can be read, and nothing else reads as the same bytes', () => {
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 1, maxLength: 64 }), fc.nat(), fc.nat(63), (bytes, at, by) => {
      const text = encodeUrlSafeBase64(Buffer.from(bytes));
      expect(decodeUrlSafeBase64(text)).toEqual(Buffer.from(bytes));
      const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-~';
      const index = at % text.length;
      const other = text.slice(0, index) + alphabet[by] + text.slice(index + 1);
      if (other !== text) expect(decodeUrlSafeBase64(other)).not.toEqual(Buffer.from(bytes));
    }),
  );
});
