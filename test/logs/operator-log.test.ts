import { expect, test } from 'vitest';
import { createOperatorLog, lateOperatorLog } from '../../src/logs/operator-log.ts';

function written(pretty: boolean, level: 'info' | 'warn' = 'info') {
  const lines: string[] = [];
  const destination = { write: (line: string) => void lines.push(line) };
  return { lines, log: createOperatorLog({ pretty, level, destination }) };
}

test('one JSON object a line, with an ISO time, without what the machine knows anyway', () => {
  const { lines, log } = written(false);
  log.info({ pop: 'IAD2' }, 'listening\nhere');
  expect(lines.length).toBe(1);
  expect(lines[0]!.trimEnd()).not.toContain('\n');
  const line = JSON.parse(lines[0]!);
  expect(line).toMatchObject({ level: 30, pop: 'IAD2', msg: 'listening\nhere' });
  expect(Object.keys(line).sort()).toEqual(['level', 'msg', 'pop', 'time']);
  expect(line.time).toMatch(/^\d{4}-\d\d-\d\dT.*Z$/);
});

test('what is loaded late writes the same', () => {
  const lines: string[] = [];
  const destination = { write: (line: string) => void lines.push(line) };
  const log = lateOperatorLog({ pretty: false, level: 'info', destination });
  log.info('one');
  log.error({ pop: 'IAD2' }, 'two');
  expect(lines.map((line) => JSON.parse(line))).toMatchObject([
    { level: 30, msg: 'one' },
    { level: 50, pop: 'IAD2', msg: 'two' },
  ]);
});

test('what is less important than wanted is not written', () => {
  const { lines, log } = written(false, 'warn');
  log.info('too quiet');
  log.error('loud');
  expect(lines.map((line) => JSON.parse(line).msg)).toEqual(['loud']);
});

test('prose for a terminal', () => {
  const { lines, log } = written(true);
  log.warn('the disk is full');
  expect(lines.join('')).toMatch(/WARN.*the disk is full\n$/);
  expect(() => JSON.parse(lines[0]!)).toThrow();
});

test.each([
  ['\x1b[31m', '\\u001b[31m'],
  ['\x9b31m', '\\x9b31m'],
  ['a\rb\bc', 'a\\rb\\bc'],
  ['\\u001b\x1b', '\\u001b\\u001b'],
  ['a\tb "c" é', 'a\tb "c" é'],
])('prose cannot steer the terminal: %j', (text, expected) => {
  const { lines, log } = written(true);
  log.info(text);
  expect(lines.join('').trimEnd().endsWith(`INFO: ${expected}`)).toBe(true);
});
