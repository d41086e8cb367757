import fc from 'fast-check';
import { expect, test } from 'vitest';
import { logText } from '../../src/policy/log-text.ts';
import { MemoryWatch } from '../harness/memory-watch.ts';
import { anyText } from '../logs/record.ts';

test.each([
  ['AL-34 nothing', undefined, '-'],
  ['AL-34 null', null, '-'],
  ['AL-34 empty', '', '-'],
  ['AL-41 a tab', 'a\tb', 'a%09b'],
  ['AL-41 line feed and carriage return', 'a\r\nb', 'a%0D%0Ab'],
  ['AL-41 the first and the last control', '\x00\x1f', '%00%1F'],
  ['AL-41 DEL', '\x7f', '%7F'],
  ['AL-41 a latin1 byte', 'caf\xe9', 'caf%E9'],
  ['AL-41 UTF-8 as its bytes', Buffer.from('é').toString('latin1'), '%C3%A9'],
  ['AL-41 beyond latin1', '\u20ac', '%20%AC'],
  ['AL-42 a space', 'Mozilla/4.0 (compatible)', 'Mozilla/4.0%2520(compatible)'],
  ['AL-43 a quote', '"', '%2522'],
  ['AL-44 a backslash', '\\', '%255C'],
  ['AL-45 the others', "<>#%{}|^~[]`'", '%3C%3E%23%25%7B%7D%7C%5E%7E%5B%5D%60%27'],
  ['AL-46 text that is encoded already', '/a%20b', '/a%2520b'],
  ['AL-45 everything else is itself', '!$&()*+,-./0:;=?@AZ_az', '!$&()*+,-./0:;=?@AZ_az'],
])('%s', (_, text, expected) => {
  expect(logText(text)).toBe(expected);
});

test('AL-41 AL-45: no text ends a field or a line, or leaves printable ASCII', () => {
  fc.assert(
    fc.property(fc.oneof(anyText(0xff), anyText(0xffff)), (text) => {
      expect(logText(text)).toMatch(/^[!$%&()*+,\-./0-9:;=?@A-Z_a-z]+$/);
    }),
  );
});

test('AL-41: a field that is kept keeps nothing but its own characters', () => {
  const watch = new MemoryWatch();
  const fields = Array.from({ length: 100 }, (_, at) => logText(`${at}${'"'.repeat(7000)}`));
  watch.stop();
  const bytes = fields.reduce((sum, field) => sum + field.length, 0);
  expect(watch.grownBytes).toBeLessThan(2 * bytes);
});
