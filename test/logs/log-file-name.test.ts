import { resolve, sep } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { HOUR_MS, hourOfLogFile, logFileName } from '../../src/logs/log-file-name.ts';
import { TARGET } from './record.ts';

const HOUR = Date.UTC(2019, 10, 14, 20) / HOUR_MS;
const nameFor = (changes: object) => logFileName({ ...TARGET, ...changes }, HOUR);

test.each([
  [
    'D-20 a prefix with its slash',
    { prefix: 'myprefix/' },
    'mylogs.s3.amazonaws.com/myprefix/EMLARXS9EXAMPLE',
  ],
  [
    'D-20 no slash is added',
    { prefix: 'example.com.' },
    'mylogs.s3.amazonaws.com/example.com.EMLARXS9EXAMPLE',
  ],
  ['AL-2 no prefix, no slash', { prefix: '' }, 'mylogs.s3.amazonaws.com/EMLARXS9EXAMPLE'],
  ['D-20 a prefix of several folders', { prefix: 'a/b/' }, 'mylogs.s3.amazonaws.com/a/b/EMLARXS9EXAMPLE'],
  ['D-20 a bucket that climbs', { bucket: '..', prefix: '' }, '%2E%2E/EMLARXS9EXAMPLE'],
  ['D-20 a bucket with separators', { bucket: '../x', prefix: '' }, '..%2Fx/EMLARXS9EXAMPLE'],
  ['D-20 no bucket', { bucket: '', prefix: '' }, '%/EMLARXS9EXAMPLE'],
  [
    'D-20 a prefix that climbs',
    { prefix: '../../' },
    'mylogs.s3.amazonaws.com/%2E%2E/%2E%2E/EMLARXS9EXAMPLE',
  ],
  ['D-20 a prefix from the root', { prefix: '/x/' }, 'mylogs.s3.amazonaws.com/%/x/EMLARXS9EXAMPLE'],
])('%s', (_, changes, start) => {
  expect(nameFor(changes).startsWith(`${start}.2019-11-14-20.`)).toBe(true);
});

test('AL-1: hour in UTC, then 8 to 11 upper-case alphanumerics, different each time', () => {
  const names = Array.from({ length: 50 }, () => nameFor({ prefix: '' }));
  for (const name of names) expect(name).toMatch(/\/EMLARXS9EXAMPLE\.2019-11-14-20\.[0-9A-Z]{8,11}\.gz$/);
  expect(new Set(names).size).toBe(50);
});

test.each([
  ['E1.2019-11-14-20.RT4KCN4SGK9.gz', HOUR],
  ['example.com.E1.2019-11-14-20.RT4KCN4S.gz', HOUR],
  ['E1.2019-11-14-20.rt4kcn4sgk9.gz', null],
  ['E1.2019-11-14-20.RT4KCN4SGK9', null],
  ['E1.2019-13-14-20.RT4KCN4SGK9.gz', null],
  ['notes.txt', null],
])('AL-1: the hour of %s is %s', (name, hour) => {
  expect(hourOfLogFile(name)).toBe(hour);
});

test('D-20 D-21: whatever bucket and prefix say, the file lies inside the log directory', () => {
  const text = fc.string({ unit: fc.constantFrom('.', '..', '/', '\\', '\0', 'a', '\n', '%', '~') });
  fc.assert(
    fc.property(text, text, text, (bucket, prefix, distributionId) => {
      const path = resolve('/logs', logFileName({ bucket, prefix, distributionId }, HOUR));
      expect(path.startsWith(`${sep}logs${sep}`)).toBe(true);
      expect(path).not.toContain('\0');
    }),
  );
});
