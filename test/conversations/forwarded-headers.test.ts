/** One viewer, the same headers with request after request: each origin and behavior gets what is its own. */
import { expect, test } from 'vitest';
import type { CacheBehavior } from '../../src/distribution/distribution-config.ts';
import { received, reply, scriptedOrigin } from '../harness/scripted-origin.ts';
import { DOMAIN_NAME, PLAIN_BEHAVIOR, requestText, testEdge } from '../harness/test-edge.ts';

const cookies = (PathPattern: string, names: readonly string[]): CacheBehavior => ({
  ...PLAIN_BEHAVIOR,
  PathPattern,
  ForwardedValues: { QueryString: false, Cookies: { Forward: 'whitelist', WhitelistedNames: [...names] } },
});

test('OR-19 CK-17 CK-22: cookies go only where a behavior forwards them, on one connection in any order', async () => {
  const origin = await scriptedOrigin(() => reply(200, { 'Cache-Control': 'no-store' }, 'x'));
  const CacheBehaviors = [cookies('/one/*', ['a']), cookies('/two/*', ['b'])];
  const edge = await testEdge({ origin, config: { CacheBehaviors } });
  const viewer = await edge.viewer();
  const sent: string[][] = [];
  for (const path of ['/one/1', '/plain', '/two/1', '/one/2', '/plain2', '/plain3', '/two/2']) {
    await viewer.send(requestText('GET', path, { Host: DOMAIN_NAME, Cookie: 'a=secret; b=other' }));
    await viewer.readResponse();
    sent.push(received(origin.requests.at(-1)!, 'cookie'));
  }
  expect(sent).toEqual([['a=secret'], [], ['b=other'], ['a=secret'], [], [], ['b=other']]);
});

test('OR-15 D-12: each edge location adds itself to Via, whoever asked before', async () => {
  const origin = await scriptedOrigin(() => reply(200, { 'Cache-Control': 'no-store' }, 'x'));
  const edge = await testEdge({
    origin,
    edges: [{ pop: 'IAD2' }, { pop: 'FRA2' }],
    sharedPort: { viewerChoosesEdge: false },
  });
  for (const at of [0, 1, 0]) await edge.get('/a', {}, at);
  const via = origin.requests.map((request) => received(request, 'via')[0]);
  expect(via[0]).toBe(via[2]);
  expect(via[0]).not.toBe(via[1]);
});

test('OR-16: two viewers with the same headers are two addresses and two request ids', async () => {
  const origin = await scriptedOrigin(() => reply(200, { 'Cache-Control': 'no-store' }, 'x'));
  const edge = await testEdge({ origin, expectsProxyHeader: true });
  for (const address of ['192.0.2.1', '192.0.2.2']) {
    const viewer = await edge.viewer();
    await viewer.send(`PROXY TCP4 ${address} 192.0.2.9 5000 80\r\n${requestText('GET', '/a')}`);
    await viewer.readResponse();
    viewer.finish();
  }
  const forwarded = origin.requests.map((request) => received(request, 'x-forwarded-for'));
  expect(forwarded).toEqual([['192.0.2.1'], ['192.0.2.2']]);
  const ids = origin.requests.map((request) => received(request, 'x-amz-cf-id')[0]);
  expect(ids[0]).not.toBe(ids[1]);
});
