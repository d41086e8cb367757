import { expect, test } from 'vitest';
import { ConnectionTally, createConnectionRows } from '../../src/edge/connection-tally.ts';

test('connections of a port are those of all its workers, but for the dead', () => {
  const rows = createConnectionRows(3);
  const [one, other] = [new ConnectionTally(rows, 1), new ConnectionTally(rows, 2)];
  one.add(1);
  one.add(1);
  other.add(1);
  expect([one.count, other.count]).toEqual([3, 3]);
  other.add(-1);
  one.clear();
  expect(other.count).toBe(0);
});
