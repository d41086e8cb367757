/** What viewers may do, in the order in which it is judged, and the pages of those who may not. */
import { describe, expect, test } from 'vitest';
import type { CacheBehavior } from '../../src/distribution/distribution-config.ts';
import { reply, scriptedOrigin } from '../harness/scripted-origin.ts';
import { testCertificate } from '../harness/test-certificate.ts';
import { PLAIN_BEHAVIOR, type TestEdgeOptions, testEdge } from '../harness/test-edge.ts';

const SIGNED = { TrustedSigners: { Enabled: true, AwsAccountNumbers: ['self'] } };
const HTTPS_ONLY = { ViewerProtocolPolicy: 'https-only' } as const;

async function testedEdge(options: Partial<TestEdgeOptions> = {}) {
  const origin = await scriptedOrigin(({ target }) => reply(200, {}, target));
  return { origin, edge: await testEdge({ origin, ...options }) };
}

describe('methods', () => {
  test('VR-12: GET and HEAD are answered', async () => {
    const { edge } = await testedEdge();
    expect((await edge.get('/a')).text).toBe('/a');
    expect(await edge.ask('HEAD', '/a')).toMatchObject({ status: 200, text: '' });
  });

  test.each(['POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'])(
    'VR-12 VR-14 ER-26: %s gets 403',
    async (method) => {
      const { edge, origin } = await testedEdge();
      const answer = await edge.ask(method, '/a');
      expect([answer.status, answer.reason]).toEqual([403, 'Forbidden']);
      expect(answer.text).toContain('supports only cachable requests.');
      expect(origin.requests).toHaveLength(0);
      expect(edge.records[0]).toMatchObject({ method, status: 403, resultType: 'Error' });
    },
  );
});

describe('the page of a refusal', () => {
  test('ER-22 ER-24: is 556 bytes long for Bad request. and names the request id', async () => {
    const { edge } = await testedEdge();
    const answer = await edge.get('/a', { Host: 'unknown.example' });
    expect(answer.body).toHaveLength(556);
    expect(answer.text).toContain(`\nRequest ID: ${answer.header('x-amz-cf-id')}\n`);
    expect(answer.text).not.toContain('\r');
  });

  test('ER-21 RH-2 RH-4 RH-5 RH-8: comes with the headers of an answer made at the edge', async () => {
    const { edge } = await testedEdge();
    const { headers } = await edge.get('/a', { Host: 'unknown.example' });
    expect(headers).toEqual([
      'Server',
      'CloudFront',
      'Date',
      'Sat, 01 Jun 2013 00:00:00 GMT',
      'Content-Type',
      'text/html',
      'X-Cache',
      'Error from cloudfront',
      'Via',
      expect.stringMatching(/^1\.1 [0-9a-f]{32}\.cloudfront\.net \(CloudFront\)$/),
      'X-Amz-Cf-Pop',
      'IAD2',
      'X-Amz-Cf-Id',
      expect.stringMatching(/^[A-Za-z0-9_-]{54}==$/),
      'Content-Length',
      '556',
      'Connection',
      'keep-alive',
    ]);
  });

  test('ER-22: has no body for HEAD, and says how long it would be', async () => {
    const { edge } = await testedEdge();
    const answer = await edge.ask('HEAD', '/a', { Host: 'unknown.example' });
    expect([answer.status, answer.body.length, answer.header('content-length')]).toEqual([403, 0, '556']);
  });
});

describe('protocols', () => {
  test('VR-21 ER-24: https-only refuses HTTP', async () => {
    const { edge, origin } = await testedEdge({ behavior: HTTPS_ONLY });
    const answer = await edge.get('/a');
    expect([answer.status, answer.text.includes('\nBad request.\n')]).toEqual([403, true]);
    expect(origin.requests).toHaveLength(0);
    expect(edge.records[0]).toMatchObject({ status: 403, resultType: 'Error' });
  });

  test('VR-21: https-only answers HTTPS, and allow-all both', async () => {
    const certificates = await testCertificate('a.example');
    expect((await (await testedEdge({ behavior: HTTPS_ONLY, certificates })).edge.get('/a')).status).toBe(
      200,
    );
    expect((await (await testedEdge({ certificates })).edge.get('/a')).status).toBe(200);
    expect((await (await testedEdge()).edge.get('/a')).status).toBe(200);
  });
});

describe('VR-24: the order of the checks', () => {
  const strict: CacheBehavior = { ...PLAIN_BEHAVIOR, PathPattern: 'strict/*', ...HTTPS_ONLY, ...SIGNED };
  const signed: CacheBehavior = { ...PLAIN_BEHAVIOR, PathPattern: 'signed/*', ...SIGNED };
  const config = { CacheBehaviors: [strict, signed] };
  const body = { 'Content-Length': '3' };

  test.each<[string, string, string, Record<string, string>, number, string]>([
    [
      'an unknown method before all else',
      'SEARCH',
      '/strict/a',
      { Host: 'unknown.example' },
      400,
      'Bad request.',
    ],
    ['the Host before the behavior', 'POST', '/strict/a', { Host: 'unknown.example' }, 403, 'Bad request.'],
    ['the protocol before the method', 'POST', '/strict/a', {}, 403, 'Bad request.'],
    ['the method before the signature', 'POST', '/signed/a', {}, 403, 'cachable'],
    ['the method before the body', 'POST', '/a', body, 403, 'cachable'],
    ['the body before the signature', 'GET', '/signed/a', body, 403, 'Bad request.'],
    ['the signature last', 'GET', '/signed/a', {}, 403, '<Code>MissingKey</Code>'],
    ['VR-16: a body on GET', 'GET', '/a', body, 403, 'Bad request.'],
    ['VR-16: a body on HEAD', 'HEAD', '/a', body, 403, ''],
    ['VR-16: a length of zero is no body', 'GET', '/a', { 'Content-Length': '0' }, 200, '/a'],
    ['another behavior has rules of its own', 'GET', '/a', {}, 200, '/a'],
  ])('%s', async (_, method, target, headers, status, text) => {
    const { edge, origin } = await testedEdge({ config });
    const answer = await edge.ask(method, target, headers);
    expect(answer.status).toBe(status);
    expect(answer.text).toContain(text);
    expect(origin.requests).toHaveLength(status === 200 ? 1 : 0);
  });
});
