import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { LogProblem } from '../../src/logs/log-problem.ts';
import { SAVE_SECONDS, Usage } from '../../src/logs/usage.ts';
import type { UsageEvent } from '../../src/logs/usage-counts.ts';
import type { UsageRow } from '../../src/logs/usage-report.ts';
import { ManualClock } from '../harness/manual-clock.ts';
import { temporaryDirectory } from './record.ts';

const NOW = Date.UTC(2013, 4, 23, 1, 30);
const EVENT: UsageEvent = {
  distributionId: 'EDFDVBD6EXAMPLE',
  region: 'EU',
  method: 'GET',
  isSecure: false,
  bytesOut: 500,
  ttlSeconds: 86_400,
  atMs: NOW,
};

function usage(options: { directory?: string; keepDays?: number } = {}) {
  const clock = new ManualClock(NOW);
  const problems: LogProblem[] = [];
  const onProblem = (problem: LogProblem) => problems.push(problem);
  const directory = options.directory ?? temporaryDirectory();
  return {
    clock,
    problems,
    directory,
    usage: new Usage({ keepDays: 30, clock, onProblem, ...options, directory }),
  };
}

const values = (rows: readonly UsageRow[]) =>
  rows.map((row) => [row.Operation, row.UsageType, row.UsageValue]);

test.each<[string, Partial<UsageEvent>, string]>([
  ['ED-13 ED-15 an hour is static', { ttlSeconds: 3600 }, 'EU HTTP-Static'],
  ['ED-13 ED-15 less than an hour is dynamic', { ttlSeconds: 3599 }, 'EU HTTP-Dynamic'],
  ['ED-13 ED-15 nothing kept is dynamic', { ttlSeconds: 0 }, 'EU HTTP-Dynamic'],
  ['ED-13 ED-16 static over HTTPS', { isSecure: true }, 'EU HTTPS-Static'],
  ['ED-13 ED-16 dynamic over HTTPS', { isSecure: true, ttlSeconds: 1 }, 'EU HTTPS-Dynamic'],
  ['ED-13 ED-17 a method that passes through', { method: 'POST' }, 'EU HTTP-Proxy'],
  ['ED-17 the same over HTTPS', { method: 'DELETE', isSecure: true }, 'EU HTTPS-Proxy'],
  ['ED-12 another region', { region: 'JP' }, 'JP HTTP-Static'],
])('%s', (_, changes, expected) => {
  const { usage: one } = usage();
  one.count({ ...EVENT, ...changes });
  const [region, kind] = expected.split(' ');
  expect(one.report().map((row) => [row.UsageType, row.UsageValue])).toEqual([
    [`${region}-Requests-${kind}`, 1],
    [`${region}-Out-Bytes-${kind}`, 500],
  ]);
});

test('ED-10 ED-11: rows are by hour, with the columns of the report', () => {
  const { usage: one } = usage();
  one.count(EVENT);
  one.count({ ...EVENT, bytesOut: 70 });
  one.count({ ...EVENT, method: 'HEAD', bytesOut: 9 });
  one.count({ ...EVENT, atMs: NOW - 3_600_000, distributionId: 'E2' });
  expect(one.csv()).toBe(
    [
      'Service,Operation,UsageType,Resource,StartTime,EndTime,UsageValue',
      'AmazonCloudFront,GET,EU-Requests-HTTP-Static,E2,2013-05-23T00:00:00Z,2013-05-23T01:00:00Z,1',
      'AmazonCloudFront,GET,EU-Out-Bytes-HTTP-Static,E2,2013-05-23T00:00:00Z,2013-05-23T01:00:00Z,500',
      'AmazonCloudFront,GET,EU-Requests-HTTP-Static,EDFDVBD6EXAMPLE,2013-05-23T01:00:00Z,2013-05-23T02:00:00Z,2',
      'AmazonCloudFront,GET,EU-Out-Bytes-HTTP-Static,EDFDVBD6EXAMPLE,2013-05-23T01:00:00Z,2013-05-23T02:00:00Z,570',
      'AmazonCloudFront,HEAD,EU-Requests-HTTP-Static,EDFDVBD6EXAMPLE,2013-05-23T01:00:00Z,2013-05-23T02:00:00Z,1',
      'AmazonCloudFront,HEAD,EU-Out-Bytes-HTTP-Static,EDFDVBD6EXAMPLE,2013-05-23T01:00:00Z,2013-05-23T02:00:00Z,9',
      '',
    ].join('\r\n'),
  );
});

test('ED-11: a resource with a comma or a quote stays one column', () => {
  const { usage: one } = usage();
  one.count({ ...EVENT, distributionId: 'a,"b' });
  expect(one.csv()).toContain(',"a,""b",');
});

test('ED-11: methods that viewers make up are one operation', () => {
  const { usage: one } = usage();
  for (let i = 0; i < 100; i++) one.count({ ...EVENT, method: `M${i}`, ttlSeconds: 0 });
  expect(values(one.report())[0]).toEqual(['OTHER', 'EU-Requests-HTTP-Dynamic', 100]);
});

test('ED-10: nothing counted, nothing reported', () => {
  expect(usage().usage.report()).toEqual([]);
});

test('ED-10: counts outlast a restart and go on', async () => {
  const { usage: one, directory } = usage();
  one.count(EVENT);
  await one.save();
  const { usage: two, problems } = usage({ directory });
  await two.load();
  expect(two.report()).toEqual(one.report());
  two.count(EVENT);
  expect(values(two.report())[0]).toEqual(['GET', 'EU-Requests-HTTP-Static', 2]);
  expect(problems).toEqual([]);
});

test('D-21: counts are saved after a while without being asked, once for many', async () => {
  const { usage: one, directory, clock } = usage();
  one.count(EVENT);
  one.count(EVENT);
  expect(clock.pendingTimers).toBe(1);
  clock.tick(SAVE_SECONDS * 1000);
  expect(clock.pendingTimers).toBe(0);
  await one.save();
  expect(existsSync(join(directory, 'usage.json'))).toBe(true);
});

test('D-22: hours older than usage is kept are forgotten, by simulated time', async () => {
  const { usage: one, directory, clock } = usage({ keepDays: 1 });
  one.count({ ...EVENT, atMs: NOW - 24 * 3_600_000 });
  one.count(EVENT);
  expect(one.report().length).toBe(4);
  clock.advance(3600);
  expect(one.report().length).toBe(2);
  await one.save();
  expect(JSON.parse(readFileSync(join(directory, 'usage.json'), 'utf8')).hours.length).toBe(1);
  clock.advance(24 * 3600);
  expect(one.report()).toEqual([]);
});

const cell = { ...EVENT, operation: 'GET', protocol: 'HTTP', kind: 'Static', requests: 1 };
const saved = (hours: unknown) => JSON.stringify({ version: 1, hours });
test.each([
  ['no JSON', '{'],
  ['another version', '{"version":2,"hours":[]}'],
  ['null', 'null'],
  ['no hours', '{"version":1}'],
  ['an hour that is no pair', saved([1])],
  ['an hour without number', saved([['1', []]])],
  ['a cell that is null', saved([[1, [null]]])],
  ['an unknown region', saved([[1, [{ ...cell, region: 'XX' }]]])],
  ['a count that is no number', saved([[1, [{ ...cell, requests: '1' }]]])],
])('D-21: a broken file is reported and set aside: %s', async (_, text) => {
  const { usage: one, directory, problems } = usage();
  writeFileSync(join(directory, 'usage.json'), text);
  await one.load();
  expect(problems.length).toBe(1);
  expect(readFileSync(join(directory, 'usage.json.unreadable'), 'utf8')).toBe(text);
  one.count(EVENT);
  expect(one.report().length).toBe(2);
});

test('D-21: the first start has no file and no problem', async () => {
  const { usage: one, problems } = usage();
  await one.load();
  expect(problems).toEqual([]);
});

test('D-21: a state directory that cannot be read or written is reported, counting goes on', async () => {
  const { usage: one, directory, problems } = usage();
  mkdirSync(join(directory, 'usage.json'));
  await one.load();
  one.count(EVENT);
  await one.save();
  expect(problems.map((problem) => problem.message)).toEqual([
    'usage of earlier runs could not be read',
    'usage could not be saved',
  ]);
  expect(one.report().length).toBe(2);
});

test('ED-10: whatever is counted, the report adds up', () => {
  const event = fc.record({
    distributionId: fc.constantFrom('E1', 'E2'),
    region: fc.constantFrom('US' as const, 'EU' as const),
    method: fc.constantFrom('GET', 'HEAD', 'PUT', 'BREW'),
    isSecure: fc.boolean(),
    bytesOut: fc.nat(),
    ttlSeconds: fc.nat(7200),
    atMs: fc.integer({ min: NOW - 86_400_000, max: NOW }),
  });
  fc.assert(
    fc.property(fc.array(event), (events) => {
      const { usage: one } = usage({ directory: '/nowhere' });
      for (const each of events) one.count(each);
      const sum = (word: string) =>
        one.report().reduce((total, row) => total + (row.UsageType.includes(word) ? row.UsageValue : 0), 0);
      expect(sum('-Requests-')).toBe(events.length);
      expect(sum('-Out-Bytes-')).toBe(events.reduce((total, each) => total + each.bytesOut, 0));
    }),
  );
});
