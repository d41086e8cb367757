/** Lines on their way from the thread that served a request to the one that writes files. */
import { expect, test } from 'vitest';
import { compileAccessLine } from '../../src/logs/access-line.ts';
import { AccessLines, BATCH_BYTES, HAND_OVER_MS, type LineBatch } from '../../src/logs/access-lines.ts';
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
  const count = Math.ceil(BATCH_BYTES / LINE.length);
  for (let i = 0; i <= count; i++) lines.record(TARGET, RECORD);
  expect(batches.map(({ records }) => records)).toEqual([count]);
  lines.handOver();
  expect(batches.map(({ records }) => records)).toEqual([count, 1]);
  expect(text(batches[0]!)).toBe(LINE.repeat(count));
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
