/** Lines on their way from the thread that served a request to the one that writes files. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { compileAccessLine } from '../../src/logs/access-line.ts';
import {
  AccessLines,
  BATCH_BYTES,
  GROUP_BYTES,
  HAND_OVER_MS,
  type LineBatch,
  SPARE_BLOCKS,
} from '../../src/logs/access-lines.ts';
import { ManualClock } from '../harness/manual-clock.ts';
import { RECORD, TARGET } from './record.ts';

const LINE = compileAccessLine(TARGET.era, TARGET.includeCookies)(RECORD);

function accessLines() {
  const clock = new ManualClock();
  const batches: LineBatch[] = [];
  return { clock, batches, lines: new AccessLines(clock, (batch) => batches.push(batch)) };
}

const text = (batch: LineBatch) => Buffer.from(batch.bytes).toString('latin1');

test('AL-4: lines are handed over together, in their order, soon after the first', () => {
  const { clock, batches, lines } = accessLines();
  lines.record(TARGET, RECORD);
  lines.record(TARGET, { ...RECORD, status: 404 });
  clock.tick(HAND_OVER_MS - 1);
  expect(batches).toEqual([]);
  clock.tick(1);
  expect(batches.map(({ records }) => records)).toEqual([2]);
  expect(text(batches[0]!)).toBe(LINE + LINE.replace('\t200\t', '\t404\t'));
  expect(clock.pendingTimers).toBe(0);
});

test('AL-4: much is handed over at once, and what follows is a batch of its own', () => {
  const { batches, lines } = accessLines();
  while (batches.length === 0) lines.record(TARGET, RECORD);
  const [{ records, bytes }] = batches as [LineBatch];
  expect([bytes.length, text(batches[0]!)]).toEqual([records * LINE.length, LINE.repeat(records)]);
  expect(bytes.length).toBeGreaterThanOrEqual(BATCH_BYTES);
  expect(bytes.length).toBeLessThan(BATCH_BYTES + 2 * GROUP_BYTES);
  lines.record(TARGET, RECORD);
  lines.handOver();
  expect(batches.map((batch) => [batch.records, text(batch)])).toEqual([
    [records, LINE.repeat(records)],
    [1, LINE],
  ]);
});

test('AL-4: nothing is lost of lines of any length', () => {
  const lengths = fc.oneof(fc.integer({ min: 0, max: 300 }), fc.integer({ min: 0, max: 3 * BATCH_BYTES }));
  fc.assert(
    fc.property(fc.array(lengths, { maxLength: 40 }), (paths) => {
      const { batches, lines } = accessLines();
      const records = paths.map((length, at) => ({ ...RECORD, status: 200 + at, path: 'p'.repeat(length) }));
      for (const record of records) lines.record(TARGET, record);
      lines.handOver();
      const line = compileAccessLine(TARGET.era, TARGET.includeCookies);
      expect(batches.map(text).join('')).toBe(records.map((record) => line(record)).join(''));
      expect(batches.reduce((sum, batch) => sum + batch.records, 0)).toBe(records.length);
    }),
  );
});

test('AL-5: a batch is of one log and one hour', () => {
  const { batches, lines } = accessLines();
  const other = { ...TARGET, distributionId: 'E2' };
  const later = { ...RECORD, finishedAt: RECORD.finishedAt + 3_600_000 };
  lines.record(TARGET, RECORD);
  lines.record(other, RECORD);
  lines.record(TARGET, later);
  lines.handOver();
  const hour = Math.floor(RECORD.finishedAt / 3_600_000);
  expect(batches.map((batch) => [batch.target.distributionId, batch.hour])).toEqual([
    [TARGET.distributionId, hour],
    [TARGET.distributionId, hour + 1],
    ['E2', hour],
  ]);
});

test('D-2: era 08 has no logs', () => {
  const { clock, batches, lines } = accessLines();
  lines.record({ ...TARGET, era: '08' }, RECORD);
  lines.handOver();
  expect(batches).toEqual([]);
  expect(clock.pendingTimers).toBe(0);
});

test('AL-4: a batch is plain data in memory of its own, as another thread wants it', () => {
  const { batches, lines } = accessLines();
  lines.record(TARGET, RECORD);
  lines.handOver();
  expect(batches[0]!.bytes.buffer.byteLength).toBe(LINE.length);
  const { bytes, ...others } = structuredClone(batches[0]!);
  expect([Buffer.from(bytes).toString('latin1'), others]).toEqual([
    LINE,
    { target: TARGET, hour: batches[0]!.hour, records: 1 },
  ]);
});

test('memory that was given back is written again, and other memory is left alone', () => {
  const { batches, lines } = accessLines();
  const fill = () => {
    for (const before = batches.length; batches.length === before; ) lines.record(TARGET, RECORD);
    return batches.at(-1)!;
  };
  const first = fill();
  lines.reuse(first.bytes);
  lines.reuse(Buffer.alloc(10));
  first.bytes.fill(0);
  const second = fill();
  expect(second.bytes.buffer).toBe(first.bytes.buffer);
  expect(text(second)).toBe(LINE.repeat(second.records));
  expect(fill().bytes.buffer).not.toBe(first.bytes.buffer);
});

test('no more memory is kept to be written again than is of use', () => {
  const { batches, lines } = accessLines();
  const fill = (count: number) => {
    const from = batches.length;
    while (batches.length < from + count) lines.record(TARGET, RECORD);
    return batches.slice(from).map(({ bytes }) => bytes);
  };
  const first = fill(2 * SPARE_BLOCKS);
  for (const bytes of first) lines.reuse(bytes);
  const known = new Set(first.map(({ buffer }) => buffer));
  expect(fill(2 * SPARE_BLOCKS).filter(({ buffer }) => known.has(buffer))).toHaveLength(SPARE_BLOCKS);
});

test('AL-4: what is handed over before its time leaves nothing behind, and what follows waits for its own', () => {
  const { clock, batches, lines } = accessLines();
  lines.record(TARGET, RECORD);
  lines.handOver();
  expect([batches.length, clock.pendingTimers]).toEqual([1, 0]);
  clock.tick(HAND_OVER_MS - 1);
  lines.record(TARGET, RECORD);
  clock.tick(HAND_OVER_MS - 1);
  expect(batches).toHaveLength(1);
  clock.tick(1);
  expect(batches).toHaveLength(2);
});
