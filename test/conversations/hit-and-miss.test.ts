/** First a miss, then hits, each with a log line: the road every other conversation starts from. */
import { expect, test } from 'vitest';
import { reply, scriptedOrigin } from '../harness/scripted-origin.ts';
import { DOMAIN_NAME, requestText, testEdge, withEase } from '../harness/test-edge.ts';

test('RG-18 TTL-19 RH-2 RH-7: a miss, then a hit with its age', async () => {
  const origin = await scriptedOrigin([reply(200, { 'Cache-Control': 'max-age=60', ETag: '"1"' }, 'LOGO')]);
  const edge = await testEdge({ origin });

  const miss = await edge.get('/logo.png');
  expect([miss.status, miss.text, miss.header('x-cache'), miss.header('age')]).toEqual([
    200,
    'LOGO',
    'Miss from cloudfront',
    undefined,
  ]);
  edge.clock.advance(7);
  const hit = await edge.get('/logo.png');
  expect([hit.status, hit.text, hit.header('x-cache'), hit.header('age')]).toEqual([
    200,
    'LOGO',
    'Hit from cloudfront',
    '7',
  ]);
  expect(origin.requests).toHaveLength(1);
  expect(edge.mistakes).toEqual([]);
});

test('AL-33 AL-35 RH-5: the log line carries the request id and the result type', async () => {
  const origin = await scriptedOrigin([reply(200, {}, 'LOGO')]);
  const edge = await testEdge({ origin });
  const viewer = await edge.viewer();
  for (const expected of ['Miss', 'Hit']) {
    await viewer.send(
      requestText('GET', '/logo.png?size=2', { Referer: 'http://a.example/', 'User-Agent': 'test' }),
    );
    const answer = withEase(await viewer.readResponse());
    const record = edge.records.at(-1)!;
    expect(answer.header('x-amz-cf-id')).toMatch(/^[A-Za-z0-9_-]{54}==$/);
    expect(record).toMatchObject({
      requestId: answer.header('x-amz-cf-id'),
      resultType: expected,
      domainName: DOMAIN_NAME,
      path: '/logo.png',
      query: 'size=2',
      status: 200,
      bytesSent: answer.rawBytes,
    });
  }
});
