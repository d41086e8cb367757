import { expect, test } from 'vitest';
import { BadInput } from '../../src/cli/terminal.ts';
import { parseWhen } from '../../src/cli/when.ts';

const NOW = Date.UTC(2013, 5, 1, 12, 0, 0, 999);

const TIMES: readonly [text: string, iso: string][] = [
  ['1370088000', '2013-06-01T12:00:00Z'],
  ['0', '1970-01-01T00:00:00Z'],
  ['2013-06-02', '2013-06-02T00:00:00Z'],
  ['2013-06-02T10:30', '2013-06-02T10:30:00Z'],
  ['2013-06-02T10:30:15', '2013-06-02T10:30:15Z'],
  ['2013-06-02T10:30:15.999Z', '2013-06-02T10:30:15Z'],
  ['2013-06-02T10:30:15+02:00', '2013-06-02T08:30:15Z'],
  ['90s', '2013-06-01T12:01:30Z'],
  ['1h30m', '2013-06-01T13:30:00Z'],
  ['7d', '2013-06-08T12:00:00Z'],
];

test.each(TIMES)('WHEN %s is %s', (text, iso) => {
  expect(parseWhen(text, '--expires', NOW)).toBe(Date.parse(iso) / 1000);
});

const NONSENSE = [
  '',
  'tomorrow',
  '-5',
  '1.5',
  '2013-13-01',
  '2013-06-31T25:00Z',
  '99999999999999',
  '1370088000000',
  '5'.repeat(40),
];

test.each(NONSENSE)('WHEN %j is bad input that names the option', (text) => {
  expect(() => parseWhen(text, '--starts', NOW)).toThrow(BadInput);
  expect(() => parseWhen(text, '--starts', NOW)).toThrow(/^--starts/);
});
