import { createHash, createHmac } from 'node:crypto';
import { expect, test } from 'vitest';
import { S3Signer } from '../../src/origin/s3-signer.ts';
import { START_MS } from '../harness/manual-clock.ts';
import { customTarget, fetchFrom } from '../harness/origin-answer.ts';
import { FIN, received, reply, scriptedOrigin } from '../harness/scripted-origin.ts';
import { testOrigins } from '../harness/test-origins.ts';

const CREDENTIALS = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'secret', sessionToken: null };
const EMPTY_HASH = createHash('sha256').digest('hex');
const DAY = '20130601';

/** Signature Version 4 in ten lines, from its description: what the library must arrive at. */
function oracle(
  canonicalPath: string,
  canonicalQuery: string,
  headers: readonly (readonly [string, string])[],
): string {
  const names = headers.map(([name]) => name).join(';');
  const lines = headers.map(([name, value]) => `${name}:${value}\n`).join('');
  const canonical = ['GET', canonicalPath, canonicalQuery, lines, names, EMPTY_HASH].join('\n');
  const scope = `${DAY}/eu-west-1/s3/aws4_request`;
  const hash = createHash('sha256').update(canonical).digest('hex');
  const parts = [
    DAY,
    'eu-west-1',
    's3',
    'aws4_request',
    `AWS4-HMAC-SHA256\n${DAY}T000000Z\n${scope}\n${hash}`,
  ];
  const hmac = (key: string | Buffer, text: string) => createHmac('sha256', key).update(text).digest();
  return Buffer.from(parts.reduce<string | Buffer>(hmac, 'AWS4secret') as Buffer).toString('hex');
}

function signed(path: string, headers: string[] = ['Host', 'media.s3.amazonaws.com']) {
  return new S3Signer(CREDENTIALS, 'eu-west-1').sign({ method: 'GET', path, headers }, START_MS);
}

const HOST = ['host', 'media.s3.amazonaws.com'] as const;
const FIXED = [
  ['x-amz-content-sha256', EMPTY_HASH],
  ['x-amz-date', `${DAY}T000000Z`],
] as const;

test.each<[path: string, canonicalPath: string, query: string]>([
  ['/logo.png', '/logo.png', ''],
  ['/', '/', ''],
  ['/a//b/./c/../d', '/a//b/./c/../d', ''],
  ['/a%20b%2Fc', '/a%20b/c', ''],
  ["/it's(1)*!.txt", '/it%27s%281%29%2A%21.txt', ''],
  ['/%C3%A9%25', '/%C3%A9%25', ''],
  ['/a?b=2&a=1&c', '/a', 'a=1&b=2&c='],
])('a request of a real bucket is signed with its path as S3 reads it: %s', (path, canonicalPath, query) => {
  const { headers, path: sent } = signed(path);

  expect(sent).toBe(path);
  expect(received({ headers }, 'authorization')).toEqual([
    `AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/${DAY}/eu-west-1/s3/aws4_request, ` +
      'SignedHeaders=host;x-amz-content-sha256;x-amz-date, ' +
      `Signature=${oracle(canonicalPath, query, [HOST, ...FIXED])}`,
  ]);
});

test('every x-amz- header is signed, and a viewer cannot bring its own signature', () => {
  const forged = [
    'Authorization',
    'x',
    'X-Amz-Date',
    'y',
    'x-amz-security-token',
    'z',
    'X-AMZ-Content-SHA256',
    'w',
  ];
  const { headers } = signed('/a', ['Host', HOST[1], ...forged, 'X-Amz-Cf-Id', 'abc', 'X-Other', '1']);

  expect(received({ headers }, 'x-amz-date')).toEqual([`${DAY}T000000Z`]);
  expect(received({ headers }, 'x-amz-security-token')).toEqual([]);
  expect(received({ headers }, 'x-amz-content-sha256')).toEqual([EMPTY_HASH]);
  const [first, second] = FIXED;
  const signature = oracle('/a', '', [HOST, ['x-amz-cf-id', 'abc'], first, second]);
  expect(received({ headers }, 'authorization')[0]).toContain(
    `x-amz-cf-id;x-amz-content-sha256;x-amz-date, Signature=${signature}`,
  );
});

test('a session token is sent along and signed', () => {
  const signer = new S3Signer({ ...CREDENTIALS, sessionToken: 'token' }, 'eu-west-1');
  const { headers } = signer.sign({ method: 'GET', path: '/a', headers: ['Host', HOST[1]] }, START_MS);

  expect(received({ headers }, 'x-amz-security-token')).toEqual(['token']);
  expect(received({ headers }, 'authorization')[0]).toContain('x-amz-security-token');
});

test.each(['/%', '/%zz', '/%ff'])('a path that cannot be signed goes out unsigned: %s', (path) => {
  expect(received({ headers: signed(path).headers }, 'authorization')).toEqual([]);
});

test('OR-1: an S3 origin is asked by its bucket host; in path style by the server’s own name', async () => {
  const origin = await scriptedOrigin(() => reply(200));
  const { origins } = testOrigins();
  const bucket = customTarget(origin.endpoint, {
    kind: 's3',
    domainName: 'media.s3.amazonaws.com',
    bucket: 'media',
  });
  const headers = ['Host', 'media.s3.amazonaws.com'];
  await fetchFrom(origins, bucket, { path: '/a?b', headers }).ended;
  await fetchFrom(origins, { ...bucket, usesPathStyle: true }, { path: '/a?b', headers }).ended;

  expect(origin.requests.map(({ target }) => target)).toEqual(['/a?b', '/media/a?b']);
  expect(origin.requests.flatMap((request) => received(request, 'host'))).toEqual([
    'media.s3.amazonaws.com',
    `127.0.0.1:${origin.port}`,
  ]);
});

test('each attempt is signed at the moment it is sent', async () => {
  const origin = await scriptedOrigin(() => [FIN]);
  const { origins, clock } = testOrigins({ originAttempts: 1 });
  const target = customTarget(origin.endpoint, { kind: 's3', credentials: CREDENTIALS });
  await fetchFrom(origins, target).ended;
  clock.tick(61_000);
  clock.advance(86_400);
  await fetchFrom(origins, target).ended;

  expect(origin.requests.map((request) => received(request, 'x-amz-date'))).toEqual([
    ['20130601T000000Z'],
    ['20130601T000101Z'],
  ]);
});
