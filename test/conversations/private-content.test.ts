/** Signed URLs from the viewer to the origin: who gets in, until when, and what the origin never sees. */
import { describe, expect, test } from 'vitest';
import type { CacheBehavior } from '../../src/distribution/distribution-config.ts';
import { type SignOptions, signUrl } from '../../src/signing/sign.ts';
import { START_MS } from '../harness/manual-clock.ts';
import { reply, scriptedOrigin } from '../harness/scripted-origin.ts';
import { testCertificate } from '../harness/test-certificate.ts';
import {
  DOMAIN_NAME,
  PLAIN_BEHAVIOR,
  type TestEdge,
  type TestEdgeOptions,
  testEdge,
} from '../harness/test-edge.ts';
import { KEY_PAIR_ID, PRIVATE_KEY, PUBLIC_KEY_PEM } from '../signing/signer.ts';

const NOW = START_MS / 1000;
const SIGNED = { TrustedSigners: { Enabled: true, AwsAccountNumbers: ['self'] } };
const FORWARDING = { QueryString: true, Cookies: PLAIN_BEHAVIOR.ForwardedValues.Cookies };
const SIGNERS = new Map([['111122223333', new Map([[KEY_PAIR_ID, PUBLIC_KEY_PEM]])]]);

/** The target of a URL signed for the test's distribution. */
function signed(path: string, options: Partial<SignOptions> = {}, origin = `http://${DOMAIN_NAME}`): string {
  const grant = options.policy === undefined ? { expires: NOW + 600 } : {};
  const url = signUrl(`${origin}${path}`, {
    keyPairId: KEY_PAIR_ID,
    privateKey: PRIVATE_KEY,
    ...grant,
    ...options,
  });
  return url.slice(origin.length);
}

async function privateEdge(options: Partial<TestEdgeOptions> = {}) {
  const origin = await scriptedOrigin(({ target }) =>
    reply(200, { 'Cache-Control': 'max-age=9999' }, target),
  );
  return { origin, edge: await testEdge({ origin, behavior: SIGNED, signers: SIGNERS, ...options }) };
}

/** The XML code of a refusal, or the body that came. */
async function code(edge: TestEdge, target: string, headers: Record<string, string> = {}): Promise<string> {
  const answer = await edge.get(target, headers);
  if (answer.status === 200) return answer.text;
  expect([answer.status, answer.header('content-type')]).toEqual([403, 'text/xml']);
  expect(answer.header('x-cache')).toBe('Error from cloudfront');
  expect(answer.header('age')).toBeUndefined();
  return /<Code>(.*)<\/Code>/.exec(answer.text)![1]!;
}

describe('who gets in', () => {
  test.each<[string, (path: string) => string, string]>([
    ['SU-7 SU-12: a canned policy', (path) => signed(path), '/a'],
    ['SU-7 SU-16: a custom policy', (path) => signed(path, { starts: NOW - 1, ip: '127.0.0.0/8' }), '/a'],
    ['SU-20: a wildcard', (path) => path + signed('/*', { starts: 1 }).slice('/*'.length), '/a'],
    ['SU-30 SU-31: no signature at all', (path) => path, 'MissingKey'],
    ['SU-32: an unknown key', (path) => signed(path).replace(KEY_PAIR_ID, 'APKASOMEBODYELSE'), 'InvalidKey'],
    [
      'SU-33: a signature that cannot be read',
      (path) => signed(path).replace('Signature=', 'Signature=*'),
      'MalformedSignature',
    ],
    [
      'SU-34: a policy that cannot be read',
      (path) => signed(path).replace('Expires=', 'Expires=x'),
      'MalformedPolicy',
    ],
    ['SU-35: a signature for another path', () => signed('/b').replace('/b', '/a'), 'AccessDenied'],
    ['SU-14: anything added', (path) => `${signed(path)}&x=1`, 'AccessDenied'],
    ['SU-18: another address', (path) => signed(path, { ip: '192.0.2.0/24' }), 'AccessDenied'],
    ['SU-17: too early', (path) => signed(path, { starts: NOW }), 'AccessDenied'],
    ['SU-22: a signature for https', (path) => signed(path, {}, `https://${DOMAIN_NAME}`), 'AccessDenied'],
    ['SU-23: a signature for an alias', (path) => signed(path, {}, 'http://www.example.org'), 'AccessDenied'],
  ])('%s', async (_, target, said) => {
    const { edge, origin } = await privateEdge();
    expect(await code(edge, target('/a'))).toBe(said);
    expect(origin.requests).toHaveLength(said === '/a' ? 1 : 0);
  });

  test('SU-31: the refusal is one line of XML, and the log has it', async () => {
    const { edge } = await privateEdge();
    const answer = await edge.get('/a');
    expect(answer.text).toBe(
      '<?xml version="1.0" encoding="UTF-8"?><Error><Code>MissingKey</Code><Message>Missing Key-Pair-Id query parameter</Message></Error>',
    );
    expect(answer.body).toHaveLength(130);
    expect(edge.records[0]).toMatchObject({ status: 403, resultType: 'Error' });
  });

  test('SU-18: X-Forwarded-For does not make another viewer', async () => {
    const { edge } = await privateEdge();
    const target = signed('/a', { ip: '192.0.2.0/24' });
    expect(await code(edge, target, { 'X-Forwarded-For': '192.0.2.1' })).toBe('AccessDenied');
  });

  test('SU-18: behind a balancer the address it tells counts', async () => {
    const { edge } = await privateEdge({ expectsProxyHeader: true });
    const viewer = await edge.viewer();
    const target = signed('/a', { ip: '192.0.2.0/24' });
    await viewer.send(
      `PROXY TCP4 192.0.2.1 192.0.2.2 1 2\r\nGET ${target} HTTP/1.1\r\nHost: ${DOMAIN_NAME}\r\n\r\n`,
    );
    expect(await viewer.readResponse()).toMatchObject({ status: 200 });
  });

  test('SU-13: over HTTPS, by the host and port that the viewer used or without the port', async () => {
    const { edge } = await privateEdge({ certificates: await testCertificate(DOMAIN_NAME) });
    const Host = `${DOMAIN_NAME}:8443`;
    expect(await code(edge, signed('/a', {}, `https://${Host}`), { Host })).toBe('/a');
    expect(await code(edge, signed('/a', {}, `https://${DOMAIN_NAME}`), { Host })).toBe('/a');
    expect(await code(edge, signed('/a', {}, `https://${DOMAIN_NAME}:1`), { Host })).toBe('AccessDenied');
    expect(await code(edge, signed('/a'), { Host })).toBe('AccessDenied');
  });

  test('SU-13 VR-36: the URL signed is the one the viewer sent, not the root object it stands for', async () => {
    const { edge } = await privateEdge({ config: { DefaultRootObject: 'index.html' } });
    expect(await code(edge, signed('/'))).toBe('/index.html');
    expect(await code(edge, signed('/index.html').replace('/index.html', '/'))).toBe('AccessDenied');
  });
});

describe('for how long', () => {
  test('SU-17: until the second it expires, stored or not', async () => {
    const { edge, origin } = await privateEdge();
    const target = signed('/a');
    expect(await code(edge, target)).toBe('/a');
    edge.clock.advance(599);
    expect(await code(edge, target)).toBe('/a');
    edge.clock.advance(1);
    expect(await code(edge, target)).toBe('AccessDenied');
    expect(origin.requests).toHaveLength(1);
  });

  test('SU-17: not before it starts', async () => {
    const { edge } = await privateEdge();
    const target = signed('/a', { starts: NOW + 10 });
    for (const seconds of [0, 10]) {
      edge.clock.advance(seconds);
      expect(await code(edge, target)).toBe('AccessDenied');
    }
    edge.clock.advance(1);
    expect(await code(edge, target)).toBe('/a');
  });
});

describe('which requests', () => {
  test('SU-6: HEAD and ranges need a signature too', async () => {
    const { edge } = await privateEdge();
    expect((await edge.ask('HEAD', '/a')).status).toBe(403);
    expect((await edge.ask('HEAD', signed('/a'))).status).toBe(200);
    expect((await edge.get('/a', { Range: 'bytes=0-0' })).status).toBe(403);
    await edge.get(signed('/a'));
    const part = await edge.get(signed('/a'), { Range: 'bytes=0-0' });
    expect([part.status, part.text]).toEqual([206, '/']);
    expect((await edge.get('/a', { 'If-None-Match': '*' })).status).toBe(403);
  });

  test('SU-2: the behavior of the path decides, and the one listed first', async () => {
    const open: CacheBehavior = { ...PLAIN_BEHAVIOR, PathPattern: 'public/*' };
    const shut: CacheBehavior = { ...PLAIN_BEHAVIOR, ...SIGNED, PathPattern: '*' };
    const { edge } = await privateEdge({ behavior: {}, config: { CacheBehaviors: [open, shut] } });
    expect(await code(edge, '/public/a')).toBe('/public/a');
    expect(await code(edge, '/a')).toBe('MissingKey');
    expect(await code(edge, signed('/a'))).toBe('/a');
  });
});

describe('CK-15 SU-24: the parameters of a signature', () => {
  test('reach neither key nor origin', async () => {
    const { edge, origin } = await privateEdge({ behavior: { ...SIGNED, ForwardedValues: FORWARDING } });
    const targets = [signed('/a?x=1&y=2'), signed('/a?x=1&y=2', { starts: NOW - 5 })];
    for (const target of targets) expect(await code(edge, target)).toBe('/a?x=1&y=2');
    const moved = targets[0]!.replace(/\?(x=1&y=2)&(.*)$/, '?$2&$1');
    expect(await code(edge, moved)).toBe('/a?x=1&y=2');
    expect(origin.requests.map(({ target }) => target)).toEqual(['/a?x=1&y=2']);
    expect(edge.records.map(({ resultType }) => resultType)).toEqual(['Miss', 'Hit', 'Hit']);
  });

  test('leave no question mark behind', async () => {
    const { edge, origin } = await privateEdge({ behavior: { ...SIGNED, ForwardedValues: FORWARDING } });
    await edge.get(signed('/a'));
    expect(origin.requests[0]!.target).toBe('/a');
    expect(origin.requests[0]!.head).not.toContain('Signature');
  });

  test('SU-4: are a query string like any other where nothing is signed', async () => {
    const { edge, origin } = await privateEdge({ behavior: { ForwardedValues: FORWARDING } });
    const target = '/a?Expires=1&Signature=x&Key-Pair-Id=y';
    expect(await code(edge, target)).toBe(target);
    expect(origin.requests[0]!.target).toBe(target);
  });
});
