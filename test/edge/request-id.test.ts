/** Request ids: of the right shape, and never twice, across the batches their bytes are drawn in. */
import { expect, test } from 'vitest';
import { RequestIds } from '../../src/edge/request-id.ts';

test('RH-5: 54 URL-safe characters and ==, each unlike every other', () => {
  const ids = new RequestIds();
  const drawn = Array.from({ length: 3000 }, () => ids.next());
  for (const id of drawn) expect(id).toMatch(/^[A-Za-z0-9_-]{54}==$/);
  expect(new Set(drawn).size).toBe(3000);
  expect(new Set(drawn.map((id) => id.slice(0, 10))).size).toBe(3000);
});
