import { expect, test } from 'vitest';
import { resultOfAnswer } from '../../src/traffic/answer-result.ts';

test.each([
  [200, { 'X-Cache': 'Hit from cloudfront' }, 'Hit'],
  [200, { 'X-Cache': 'RefreshHit from cloudfront' }, 'RefreshHit'],
  [304, { 'X-Cache': 'Hit from cloudfront' }, 'Hit'],
  [503, { 'X-Cache': 'LimitExceeded from cloudfront' }, 'LimitExceeded'],
  [404, { 'X-Cache': 'Error from cloudfront' }, 'Error'],
  [200, { 'X-Cache': 'HIT' }, 'Hit'],
  [200, { 'X-Cache': 'MISS, HIT' }, 'Hit'],
  [200, { 'X-Cache': 'HIT, MISS' }, 'Miss'],
  [200, { 'X-Cache': 'TCP_REFRESH_HIT from a.example' }, 'RefreshHit'],
  [200, { 'X-Cache': 'EXPIRED' }, 'Miss'],
  [200, { 'X-Cache': 'STALE' }, 'Hit'],
  [200, { 'X-Cache': 'BYPASS' }, 'Pass'],
  [404, { 'X-Cache': 'HIT' }, 'Error'],
  [200, { 'Cache-Status': 'Origin; hit, "Edge"; fwd=uri-miss' }, 'Miss'],
  [200, { 'Cache-Status': 'A; fwd=miss, B; hit; ttl=30' }, 'Hit'],
  [200, { 'Cache-Status': 'A; fwd=stale; fwd-status=304' }, 'RefreshHit'],
  [200, { 'Cache-Status': 'A; fwd=bypass' }, 'Pass'],
  [200, { 'X-Cache': '-', Age: '17' }, 'Hit'],
  [200, {}, 'Unknown'],
  [500, {}, 'Error'],
])('%d with %j is a %s', (status, headers, result) => {
  expect(resultOfAnswer(status, Object.entries(headers).flat())).toBe(result);
});
