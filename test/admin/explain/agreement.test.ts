/** What explain says of a request, and what a whole edge location then does with it: the same. */
import { beforeEach, describe, expect, test } from 'vitest';
import { explain } from '../../../src/admin/explain/explain.ts';
import type { Explanation } from '../../../src/admin/explain/explanation.ts';
import { readQuestion } from '../../../src/admin/explain/question.ts';
import type { CacheBehavior } from '../../../src/distribution/distribution-config.ts';
import { reply, type ScriptedOrigin, scriptedOrigin } from '../../harness/scripted-origin.ts';
import { DOMAIN_NAME, PLAIN_BEHAVIOR, type TestEdge, testEdge } from '../../harness/test-edge.ts';
import { KEY_PAIR_ID, PUBLIC_KEY_PEM } from '../../signing/signer.ts';

const FORWARDING: CacheBehavior['ForwardedValues'] = {
  QueryString: true,
  Cookies: { Forward: 'whitelist', WhitelistedNames: ['session'] },
};

const BEHAVIORS: CacheBehavior[] = [
  { ...PLAIN_BEHAVIOR, PathPattern: 'app/*', ForwardedValues: FORWARDING },
  { ...PLAIN_BEHAVIOR, PathPattern: 'secure/*', ViewerProtocolPolicy: 'https-only' },
  {
    ...PLAIN_BEHAVIOR,
    PathPattern: 'members/*',
    TrustedSigners: { Enabled: true, AwsAccountNumbers: ['self'] },
  },
];

interface Asked {
  readonly method?: string;
  readonly target?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

let origin: ScriptedOrigin;
let edge: TestEdge;

beforeEach(async () => {
  const validators = { ETag: '"v1"', 'Cache-Control': 'max-age=60' };
  origin = await scriptedOrigin(({ target, headers }) => {
    if (headers.includes('"v1"')) return reply(304, validators);
    return target === '/gone' ? reply(404, {}, 'GONE') : reply(200, validators, '0123456789');
  });
  const signers = new Map([['self', new Map([[KEY_PAIR_ID, PUBLIC_KEY_PEM]])]]);
  const config = { DefaultRootObject: 'index.html', CacheBehaviors: BEHAVIORS };
  edge = await testEdge({ origin, signers, config, limits: { requestUrlBytes: 200 } });
});

function told({ method = 'GET', target = '/a', headers = {} }: Asked): Explanation {
  const fleet = { edges: edge.fleet.edges, viewerChoosesEdge: true, isLive: true };
  return explain(fleet, readQuestion({ url: `http://${DOMAIN_NAME}${target}`, method, headers }));
}

async function done({ method = 'GET', target = '/a', headers = {} }: Asked): Promise<string> {
  const answer = await edge.ask(method, target, headers);
  return `${answer.status} ${answer.header('x-cache')?.split(' ')[0]}`;
}

const FIRST: [name: string, asked: Asked][] = [
  ['an unknown Host', { headers: { Host: 'nobody.example' } }],
  ['another method', { method: 'POST', headers: { 'Content-Length': '0' } }],
  ['no method', { method: 'JUMP' }],
  ['plain HTTP', { target: '/secure/a' }],
  ['no signature', { target: '/members/a' }],
  ['an unknown key', { target: '/members/a?Key-Pair-Id=APKANOBODY&Expires=1&Signature=a' }],
  ['a long URL', { target: `/${'a'.repeat(200)}` }],
  ['a loop', { headers: { Via: Array(11).fill('1.1 a').join(', ') } }],
];

test.each(FIRST)('refused: %s', async (_name, asked) => {
  const { outcome } = told(asked);
  expect(outcome.step).toBe('refuse');
  expect(await done(asked)).toBe(`${outcome.status} ${outcome.resultType}`);
  expect(origin.requests).toEqual([]);
});

const STORED: [name: string, asked: Asked][] = [
  ['the whole', {}],
  ['headers', { method: 'HEAD' }],
  ['what the viewer has', { headers: { 'If-None-Match': '"v1"' } }],
  ['another version', { headers: { 'If-Match': '"v2"' } }],
  ['a part', { headers: { Range: 'bytes=2-3' } }],
  ['two parts', { headers: { Range: 'bytes=0-1,4-5' } }],
  ['a part beyond the end', { headers: { Range: 'bytes=50-' } }],
  ['a part of another version', { headers: { Range: 'bytes=2-3', 'If-Range': '"v0"' } }],
  ['a kept error', { target: '/gone' }],
  ['the root object', { target: '/' }],
];

test.each(STORED)('delivered from what is stored: %s', async (_name, asked) => {
  await done({ target: asked.target ?? '/a' });
  const { outcome, cacheKey } = told(asked);
  expect(outcome.says).not.toMatch(/the origin is asked/);
  expect(edge.location.store.peek(cacheKey!.key)).not.toBeNull();
  expect(await done(asked)).toBe(`${outcome.status} ${outcome.resultType}`);
  expect(origin.requests).toHaveLength(1);
});

const FETCHED: [name: string, asked: Asked][] = [
  ['the whole', {}],
  ['headers', { method: 'HEAD' }],
  ['the first part', { headers: { Range: 'bytes=0-3' } }],
  ['a later part', { headers: { Range: 'bytes=2-3' } }],
  ['the last part', { headers: { Range: 'bytes=-2' } }],
  ['with conditions', { headers: { 'If-Modified-Since': 'Fri, 31 May 2013 00:00:00 GMT' } }],
  ['with cookies', { target: '/app/a?b', headers: { Cookie: 'z=1; session=2' } }],
  ['a later part, with cookies', { target: '/app/a', headers: { Cookie: 'session=2', Range: 'bytes=2-' } }],
  [
    'with much else',
    { headers: { 'Accept-Encoding': 'br, gzip', Via: '1.0 x', 'X-Any': 'y', Referer: 'z' } },
  ],
];

describe('fetched', () => {
  test.each(FETCHED)('%s', async (_name, asked) => {
    const { outcome, originRequest } = told(asked);
    expect([outcome.step, outcome.resultType]).toEqual(['fetch', 'Miss']);
    expect(await done(asked)).toMatch(/Miss$/);
    expectAsked(originRequest!);
  });

  test.each(FETCHED)('once more, when it is stale: %s', async (_name, asked) => {
    await done(asked);
    edge.clock.advance(120);
    const { outcome, originRequest } = told(asked);
    expect(await done(asked)).toMatch(new RegExp(`${outcome.resultType}$`));
    expectAsked(originRequest!);
  });
});

/** The last request at the origin is the one that was told of, header by header, what undici writes apart. */
function expectAsked({ method, path, headers }: NonNullable<Explanation['originRequest']>): void {
  const asked = origin.requests.at(-1)!;
  expect([asked.method, asked.target]).toEqual([method, path]);
  expect(pairs(asked.headers)).toEqual(pairs(headers.flatMap(({ name, value }) => [name, value])));
}

function pairs(headers: readonly string[]): string[] {
  const lines: string[] = [];
  for (let at = 0; at < headers.length; at += 2)
    lines.push(`${headers[at]!.toLowerCase()}: ${headers[at + 1]}`);
  return lines.filter((line) => !/^(connection|x-amz-cf-id):/.test(line)).sort();
}
