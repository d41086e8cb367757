/** Counting in threads: wherever an event is counted, it ends in the cell that its own words name. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { UsageCounts, type UsageEvent } from '../../src/logs/usage-counts.ts';
import { cellKey, type UsageState } from '../../src/logs/usage-state.ts';

const HOUR_MS = 3_600_000;
const EVENT = fc.record({
  distributionId: fc.constantFrom('E1', 'E2'),
  region: fc.constantFrom('US' as const, 'EU' as const),
  method: fc.constantFrom('GET', 'HEAD', 'PUT', 'BREW'),
  isSecure: fc.boolean(),
  bytesOut: fc.nat(),
  ttlSeconds: fc.constantFrom(0, 3599, 3600),
  atMs: fc.integer({ min: 0, max: 3 * HOUR_MS }),
});

/** The same by words alone. */
function counted(events: readonly UsageEvent[]): Record<string, [number, number]> {
  const cells: Record<string, [number, number]> = {};
  for (const { distributionId, region, method, isSecure, bytesOut, ttlSeconds, atMs } of events) {
    const operation = method === 'BREW' ? 'OTHER' : method;
    const kind = method === 'PUT' ? 'Proxy' : ttlSeconds === 3600 ? 'Static' : 'Dynamic';
    const names = { distributionId, region, operation, protocol: isSecure ? 'HTTPS' : 'HTTP', kind } as const;
    const key = `${Math.floor(atMs / HOUR_MS)} ${cellKey(names)}`;
    const [requests, bytes] = cells[key] ?? [0, 0];
    cells[key] = [requests + 1, bytes + bytesOut];
  }
  return cells;
}

function read(state: UsageState): Record<string, [number, number]> {
  const cells = Array.from(state, ([hour, row]) =>
    Array.from(row, ([key, { requests, bytesOut }]) => [`${hour} ${key}`, [requests, bytesOut]] as const),
  );
  return Object.fromEntries(cells.flat()) as Record<string, [number, number]>;
}

test('ED-10 ED-13: every event counts in the cell of its words', () => {
  fc.assert(
    fc.property(fc.array(EVENT), (events) => {
      const counts = new UsageCounts();
      for (const event of events) counts.count(event);
      expect(read(counts.hours)).toEqual(counted(events));
    }),
  );
});

test('ED-10: what threads hand over, again and again, adds up to all they counted', () => {
  const part = fc.array(EVENT, { maxLength: 10 });
  fc.assert(
    fc.property(fc.array(part), (parts) => {
      const [thread, total] = [new UsageCounts(), new UsageCounts()];
      for (const events of parts) {
        for (const event of events) thread.count(event);
        total.add(structuredClone(thread.take()));
      }
      expect(read(total.hours)).toEqual(counted(parts.flat()));
      expect(thread.hours.size).toBe(0);
    }),
  );
});

test('D-22: an hour that is forgotten begins anew', () => {
  const counts = new UsageCounts();
  const event = { distributionId: 'E1', region: 'EU', method: 'GET', isSecure: false } as const;
  const inHour = (hour: number) => ({ ...event, bytesOut: 1, ttlSeconds: 0, atMs: hour * HOUR_MS });
  counts.count(inHour(0));
  counts.count(inHour(1));
  counts.forget(1);
  expect(Array.from(counts.hours.keys())).toEqual([1]);
  counts.forget(2);
  counts.count(inHour(1));
  expect(read(counts.hours)).toEqual({ '1 E1 EU GET HTTP Dynamic': [1, 1] });
});
