import { expect, test } from 'vitest';
import { type Delivery, type ResultType, resultOf, xCache } from '../../src/policy/result-type.ts';

const TYPES: readonly ResultType[] = [
  'Hit',
  'RefreshHit',
  'Miss',
  'Error',
  'LimitExceeded',
  'CapacityExceeded',
];
const DELIVERIES: readonly Delivery[] = ['Hit', 'RefreshHit', 'Miss'];

test.each(TYPES)('RH-2 RH-3 TTL-19 TTL-23 AL-35: %s is spelled out in X-Cache', (type) => {
  expect(xCache(type)).toBe(`${type} from cloudfront`);
});

test.each([400, 403, 404, 416, 429, 499, 500, 502, 504, 599])(
  'AL-38 ER-34: %i is an Error, from the cache and from the origin alike',
  (status) => {
    for (const delivery of DELIVERIES) expect(resultOf(status, delivery)).toBe('Error');
  },
);

test.each([200, 204, 206, 301, 302, 304, 399])('AL-35 AL-38: %i keeps the word of its delivery', (status) => {
  for (const delivery of DELIVERIES) expect(resultOf(status, delivery)).toBe(delivery);
});
