/** What of an origin's answer reaches the viewer, and what the edge adds to it. */
import { describe, expect, test } from 'vitest';
import { conversation } from '../harness/conversation.ts';
import { glance } from '../harness/glance.ts';
import { START_MS } from '../harness/manual-clock.ts';
import type { ReplyHeaders } from '../harness/origin-reply.ts';
import { headerValues } from '../harness/raw-viewer.ts';
import { reply, responseHead } from '../harness/scripted-origin.ts';
import { type EdgeResponse, withEase } from '../harness/test-edge.ts';

/** The same answer as a miss, as a hit, and as a confirmed one with nothing new. */
async function thrice(headers: ReplyHeaders): Promise<EdgeResponse[]> {
  const first = reply(200, { 'Cache-Control': 'max-age=60', ETag: '"1"', ...headers }, 'A');
  const { edge } = await conversation([first, [responseHead(304)]]);
  const answers = [await edge.get('/a'), await edge.get('/a')];
  edge.clock.advance(60);
  answers.push(await edge.get('/a'));
  expect(answers.map(glance)).toEqual(['200 Miss A', '200 Hit 0s A', '200 RefreshHit A']);
  return answers;
}

describe('on a miss, a hit and a confirmation alike', () => {
  test.each<[title: string, headers: ReplyHeaders, name: string, expected: string[]]>([
    ['RH-1: a header without a rule', { 'X-Own': 'a, "b"' }, 'x-own', ['a, "b"']],
    ['RH-1: each of several', { Link: ['<a>', '<b>'] }, 'link', ['<a>', '<b>']],
    [
      'RH-4: Via is the edge, not the origin',
      { Via: '1.1 own' },
      'via',
      [expect.stringMatching(/^1\.1 [0-9a-f]{32}\.cloudfront\.net \(CloudFront\)$/)],
    ],
    ['RH-8: Server of the origin', { Server: 'nginx' }, 'server', ['nginx']],
    ['RH-8: Server where the origin sent none', {}, 'server', ['CloudFront']],
    [
      'RH-9: Date of the origin',
      { Date: 'Fri, 31 May 2013 00:00:00 GMT' },
      'date',
      ['Fri, 31 May 2013 00:00:00 GMT'],
    ],
    ['RH-9: Date where the origin sent none', {}, 'date', [new Date(START_MS).toUTCString()]],
    [
      "RH-10: Connection is never the origin's",
      { Connection: 'X-Hop, keep-alive', 'X-Hop': '1' },
      'connection',
      ['keep-alive'],
    ],
    ['RH-10: nor is what it names', { Connection: 'X-Hop', 'X-Hop': '1' }, 'x-hop', []],
    ['RH-11: Set-Cookie is removed', { 'Set-Cookie': 'a=1' }, 'set-cookie', []],
    [
      'RH-12: Vary keeps Accept-Encoding and Cookie',
      { Vary: 'Origin, accept-encoding,Cookie, User-Agent' },
      'vary',
      ['accept-encoding, Cookie'],
    ],
    ['RH-12: Vary without anything left is dropped', { Vary: 'Origin' }, 'vary', []],
    ['RH-13: Upgrade and Trailer end', { Upgrade: 'h2c' }, 'upgrade', []],
    ['RH-15: Content-Type as sent', { 'Content-Type': 'x/y; z' }, 'content-type', ['x/y; z']],
    ['RH-15: Content-Type is never guessed', {}, 'content-type', []],
    ['RH-16: ETag unchanged', { ETag: 'W/"a b"' }, 'etag', ['W/"a b"']],
    [
      'RH-17: x-amz-* of S3 pass',
      { 'x-amz-meta-own': '1', 'x-amz-request-id': 'R' },
      'x-amz-request-id',
      ['R'],
    ],
    [
      'RH-5: but not those of CloudFront',
      { 'X-Amz-Cf-Id': 'forged' },
      'x-amz-cf-id',
      [expect.stringMatching(/==$/)],
    ],
    [
      'RH-2: nor its X-Cache',
      { 'X-Cache': 'Hit from own' },
      'x-cache',
      [expect.stringContaining('cloudfront')],
    ],
  ])('%s', async (_title, headers, name, expected) => {
    for (const answer of await thrice(headers)) expect(headerValues(answer, name)).toEqual(expected);
  });
});

test('RH-5 AL-33: each answer has its own id', async () => {
  const ids = (await thrice({})).map((answer) => answer.header('x-amz-cf-id'));
  expect(new Set(ids).size).toBe(3);
});

test("RH-19: first the origin's headers in their order, then the edge's, Age last", async () => {
  const [, hit] = await thrice({ 'X-B': '1', 'X-A': '2' });
  const names = hit!.headers.filter((_, index) => index % 2 === 0);
  expect(names).toEqual([
    'Cache-Control',
    'ETag',
    'X-B',
    'X-A',
    'Server',
    'Date',
    'X-Cache',
    'Via',
    'X-Amz-Cf-Pop',
    'X-Amz-Cf-Id',
    'Age',
    'Content-Length',
    'Connection',
  ]);
});

test('RH-10: Connection says close to a viewer that asked for it', async () => {
  const { edge } = await conversation([reply(200, {}, 'A')]);
  const viewer = await edge.viewer();
  await viewer.send('GET /a HTTP/1.1\r\nHost: d111111abcdef8.cloudfront.net\r\nConnection: close\r\n\r\n');
  expect(withEase(await viewer.readResponse()).header('connection')).toBe('close');
  expect(await viewer.readUntilClosed()).toHaveLength(0);
});

describe('what an origin must not slip in', () => {
  test('RH-1: a reason phrase is passed on as it is', async () => {
    const { edge } = await conversation([['HTTP/1.1 200 Fine, thanks\r\nContent-Length: 1\r\n\r\nA']]);
    for (const _ of ['miss', 'hit']) expect((await edge.get('/a')).reason).toBe('Fine, thanks');
  });

  test('RH-13 RH-14: trailers are dropped, coding and length are told once', async () => {
    const body = '1\r\nA\r\n0\r\nX-Trailer: 1\r\n\r\n';
    const { edge } = await conversation([
      [`HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nTrailer: X-Trailer\r\n\r\n${body}`],
    ]);
    for (const kind of ['Miss', 'Hit']) {
      const answer = await edge.get('/a');
      expect(glance(answer)).toContain(kind);
      expect(answer.trailers).toEqual([]);
      expect(answer.header('trailer')).toBeUndefined();
      expect(answer.header('transfer-encoding')).toBe('chunked');
    }
  });
});
