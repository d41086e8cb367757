import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { expect, test } from 'vitest';
import { compileAccessLine } from '../../src/logs/access-line.ts';
import { AccessLines } from '../../src/logs/access-lines.ts';
import {
  AccessLogs,
  BUFFER_BYTES_LIMIT,
  FLUSH_BYTES,
  FLUSH_SECONDS,
  RETRY_SECONDS,
} from '../../src/logs/access-logs.ts';
import type { AccessRecord } from '../../src/logs/access-record.ts';
import type { LogProblem } from '../../src/logs/log-problem.ts';
import type { AccessLogTarget } from '../../src/routing/compiled-distribution.ts';
import { ManualClock } from '../harness/manual-clock.ts';
import { linesOf, RECORD, TARGET, temporaryDirectory } from './record.ts';

function accessLogs(options: { keepDays?: number; bufferBytes?: number } = {}) {
  const directory = temporaryDirectory();
  const clock = new ManualClock(RECORD.finishedAt);
  const problems: LogProblem[] = [];
  const onProblem = (problem: LogProblem) => problems.push(problem);
  const logs = new AccessLogs({ directory, keepDays: 30, clock, onProblem, ...options });
  return { directory, clock, problems, logs, record: recorder(logs) };
}

/** Hands each record over by itself. */
function recorder(logs: AccessLogs) {
  const lines = new AccessLines(new ManualClock(), (batch) => logs.take(structuredClone(batch)));
  return (target: AccessLogTarget, record: AccessRecord) => {
    lines.record(target, record);
    lines.handOver();
  };
}

/** A bucket whose folder cannot be made: a file has its name. */
function block(directory: string): string {
  const path = join(directory, TARGET.bucket);
  writeFileSync(path, '');
  return path;
}

const filesIn = (directory: string) =>
  readdirSync(directory, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());

test('AL-1 AL-3 AL-5 D-20: a flush writes one gzipped file with header, in the folder of the bucket', async () => {
  const { directory, logs, record } = accessLogs();
  record(TARGET, RECORD);
  record(TARGET, { ...RECORD, path: '/b' });
  const files = await logs.flush();
  expect(files.length).toBe(1);
  expect(relative(directory, files[0]!)).toMatch(
    /^mylogs\.s3\.amazonaws\.com\/myprefix\/EMLARXS9EXAMPLE\.2013-05-23-01\.[0-9A-Z]{11}\.gz$/,
  );
  expect(linesOf(files[0]!).map((line) => line.split('\t')[7])).toEqual(['/view/my/file.html', '/b']);
});

test('AL-4: no requests, no file', async () => {
  const { directory, logs, record } = accessLogs();
  expect(await logs.flush()).toEqual([]);
  record(TARGET, RECORD);
  await logs.flush();
  expect(await logs.flush()).toEqual([]);
  expect(filesIn(directory).length).toBe(1);
});

test('AL-4: edge locations share a file; later records of the same hour get another', async () => {
  const { logs, record } = accessLogs();
  record(TARGET, RECORD);
  record(TARGET, { ...RECORD, pop: 'IAD2' });
  const [first] = await logs.flush();
  record(TARGET, RECORD);
  const [second] = await logs.flush();
  expect(linesOf(first!).map((line) => line.split('\t')[2])).toEqual(['FRA2', 'IAD2']);
  expect(second).not.toBe(first);
});

test('AL-5: the hour in the name is that of the events', async () => {
  const { logs, record } = accessLogs();
  for (const hours of [0, 1, 0])
    record(TARGET, { ...RECORD, finishedAt: RECORD.finishedAt + hours * 3_600_000 });
  const files = await logs.flush();
  expect(files.map((file) => /2013-05-23-\d\d/.exec(file)?.[0])).toEqual(['2013-05-23-01', '2013-05-23-02']);
  expect(files.map((file) => linesOf(file).length)).toEqual([2, 1]);
});

test('D-2 AL-8 AL-9: era 08 has no logs, 10 and 12 have their own fields', async () => {
  const { logs, record } = accessLogs();
  for (const era of ['08', '10', '12'] as const)
    record({ ...TARGET, distributionId: `E${era}`, era }, RECORD);
  const files = await logs.flush();
  expect(files.map((file) => linesOf(file)[0]!.split('\t').length)).toEqual([12, 15]);
});

test('AL-5: what waits is written after a while without being asked', async () => {
  const { clock, logs, directory, record } = accessLogs();
  record(TARGET, RECORD);
  clock.tick(FLUSH_SECONDS * 1000 - 1);
  expect(filesIn(directory).length).toBe(0);
  clock.tick(1);
  expect(await logs.flush()).toEqual([]);
  expect(filesIn(directory).length).toBe(1);
  expect(clock.pendingTimers).toBe(0);
});

test('AL-4: hundreds of records keep their order and none is lost', async () => {
  const { logs, record } = accessLogs();
  for (let i = 0; i < 1000; i++) record(TARGET, { ...RECORD, bytesSent: i });
  const [file] = await logs.flush();
  expect(linesOf(file!).map((line) => Number(line.split('\t')[3]))).toEqual(
    Array.from({ length: 1000 }, (_, i) => i),
  );
});

test('AL-6 D-21: a file that cannot be written is reported, and written once it can', async () => {
  const { directory, logs, problems, clock, record } = accessLogs();
  const blocker = block(directory);
  record(TARGET, RECORD);
  record({ ...TARGET, bucket: 'other' }, RECORD);
  expect((await logs.flush()).length).toBe(1);
  expect(problems.map((problem) => problem.message)).toEqual(['1 access log files could not be written']);
  expect(clock.pendingTimers).toBe(1);
  rmSync(blocker);
  const [file] = await logs.flush();
  expect(linesOf(file!).length).toBe(1);
  expect(logs.droppedRecords).toBe(0);
});

test('D-21: after a while the lines of such a file are given up, counted and reported', async () => {
  const { directory, logs, problems, clock, record } = accessLogs();
  block(directory);
  record(TARGET, RECORD);
  await logs.flush();
  clock.tick(RETRY_SECONDS * 1000);
  await logs.flush();
  expect(logs.droppedRecords).toBe(1);
  expect(problems.at(-1)?.message).toBe('1 access log records were dropped');
  await logs.flush();
  expect(clock.pendingTimers).toBe(0);
});

test('AL-6 D-21: lines waiting for a disk are bounded; what is too much is dropped, counted and reported', async () => {
  const size = compileAccessLine('12', true)(RECORD).length;
  const { directory, logs, problems, record } = accessLogs({ bufferBytes: 3 * size });
  const blocker = block(directory);
  for (let i = 0; i < 5; i++) record(TARGET, RECORD);
  expect(logs.droppedRecords).toBe(2);
  await logs.flush();
  expect(problems.map((problem) => problem.message)).toContain('2 access log records were dropped');
  record(TARGET, RECORD);
  expect(logs.droppedRecords).toBe(3);
  rmSync(blocker);
  const [file] = await logs.flush();
  expect(linesOf(file!).length).toBe(3);
  record(TARGET, RECORD);
  expect(logs.droppedRecords).toBe(3);
  expect(BUFFER_BYTES_LIMIT).toBeGreaterThan(FLUSH_BYTES);
});

test('AL-4: much waiting is written before its time', async () => {
  const { directory, logs, record } = accessLogs();
  const long = { ...RECORD, path: `/${'a'.repeat(FLUSH_BYTES / 2)}` };
  record(TARGET, long);
  expect(filesIn(directory).length).toBe(0);
  record(TARGET, long);
  await null; // lets the flush begin, and with it a new batch
  record(TARGET, { ...RECORD, path: '/later' });
  await logs.close();
  const sizes = filesIn(directory).map((entry) => linesOf(join(entry.parentPath, entry.name)).length);
  expect(sizes.sort()).toEqual([1, 2]);
});

test('D-21: what failed cannot be written when closing is lost and reported', async () => {
  const { directory, logs, problems, clock, record } = accessLogs();
  block(directory);
  record(TARGET, RECORD);
  await logs.close();
  record(TARGET, RECORD);
  expect(logs.droppedRecords).toBe(2);
  expect(problems.at(-1)?.message).toBe('1 access log records were dropped');
  expect(clock.pendingTimers).toBe(0);
});

test('AL-5: closing writes what waits', async () => {
  const { directory, logs, clock, record } = accessLogs();
  record(TARGET, RECORD);
  await logs.close();
  expect(filesIn(directory).length).toBe(1);
  expect(clock.pendingTimers).toBe(0);
});

test('D-22: files go when their hour is older than logs are kept, other files stay', async () => {
  const { directory, logs, clock } = accessLogs({ keepDays: 2 });
  const folder = join(directory, TARGET.bucket);
  mkdirSync(folder);
  const kept = ['E1.2013-05-21-01.AAAAAAAA.gz', 'notes.txt', 'E1.2013-05-21-00.lower.gz'];
  const old = ['E1.2013-05-21-00.AAAAAAAA.gz', 'E1.2013-05-21-00.AAAAAAAA.gz.partial'];
  for (const name of [...kept, ...old]) writeFileSync(join(folder, name), '');
  await logs.flush();
  expect(readdirSync(folder).sort()).toEqual([...kept].sort());
  writeFileSync(join(folder, old[0]!), '');
  await logs.flush();
  expect(existsSync(join(folder, old[0]!)), 'looked for once an hour').toBe(true);
  clock.advance(3600);
  await logs.flush();
  expect(existsSync(join(folder, kept[0]!))).toBe(false);
});

test('D-21 D-22: a directory that cannot be read is reported', async () => {
  const clock = new ManualClock();
  const problems: LogProblem[] = [];
  const file = join(temporaryDirectory(), 'file');
  writeFileSync(file, '');
  const logs = new AccessLogs({
    directory: file,
    keepDays: 1,
    clock,
    onProblem: (problem) => problems.push(problem),
  });
  expect(await logs.flush()).toEqual([]);
  expect(problems.map((problem) => problem.message)).toEqual(['old access logs could not be removed']);
});
