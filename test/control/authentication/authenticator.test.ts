import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ApiError } from '../../../src/control/api-error.ts';
import { Authenticator } from '../../../src/control/authentication/authenticator.ts';
import type { AuthenticationRules } from '../../../src/control/authentication/credential.ts';
import { type SignedHead, signatureV1 } from '../../../src/control/authentication/signature.ts';
import type { ApiVersion } from '../../../src/distribution/api-version.ts';
import type { ErrorCode } from '../../../src/distribution/error-code.ts';
import type { HeaderList } from '../../../src/http/header-list.ts';
import { CREDENTIAL, RECORDED } from '../recorded.ts';

const KEY = CREDENTIAL.accessKeyId;
const SECRET = CREDENTIAL.secretAccessKey;
const DATE = 'Thu, 14 Aug 2008 17:08:48 GMT';
const NOW = Date.UTC(2008, 7, 14, 17, 8, 48);

interface Try {
  readonly head: SignedHead;
  readonly body?: Buffer;
  readonly version?: ApiVersion;
  readonly now?: number;
  readonly rules?: Partial<AuthenticationRules>;
}

function verdict(given: Try): ErrorCode | 'ok' {
  const { head, body = Buffer.alloc(0), version = '2012-05-05', now = NOW, rules } = given;
  const authenticator = new Authenticator({ credentials: [CREDENTIAL], ...rules });
  try {
    const caller = authenticator.admit({ head, version, now }).confirm(body);
    expect(caller.account).toMatch(/^\d{12}$/);
    return 'ok';
  } catch (error) {
    if (error instanceof ApiError) return error.code;
    throw error;
  }
}

const head = (headers: HeaderList): SignedHead => ({
  method: 'GET',
  target: '/2012-05-05/distribution',
  headers,
});
const signed = (date = DATE, name = 'Date') =>
  head(['Host', 'h', name, date, 'Authorization', `AWS ${KEY}:${signatureV1(date, SECRET)}`]);

test.each([
  ['CA-19', 'Thu, 14 Aug 2008 17:08:48 GMT', '4cP0hCJsdCxTJ1jPXo7+e/YSu0g='],
  ['CA-20', 'Fri, 20 Nov 2026 11:11:08 GMT', '8GqRJFaZd2Y01cLtJZHVSREzNXI='],
  ['CA-20', 'Fri, 20 Nov 2026 11:13:08 +0000', '4ltaqXQ9P3zaoHmoWIZIU0ejXX0='],
  ['CA-20', 'Fri, 20 Nov 2026 11:24:12 GMT', 'alNz4NsUVni5ziAWXK9hrP5Wk5w='],
])('%s CA-16: the signature of %s', (_id, date, signature) => {
  expect(signatureV1(date, SECRET)).toBe(signature);
});

const VECTOR_V4: SignedHead = {
  method: 'DELETE',
  target: '/2013-05-12/streaming-distribution/EDFDVBD6EXAMPLE',
  headers: [
    ...['Host', '127.0.0.1:8401', 'If-Match', 'E2', 'Content-Length', '0', 'X-Amz-Date', '20261120T111109Z'],
    'Authorization',
    `AWS4-HMAC-SHA256 Credential=${KEY}/20261120/us-east-1/cloudfront/aws4_request, ` +
      'SignedHeaders=content-length;host;if-match;x-amz-date, ' +
      'Signature=f8fa1f05455760bd83129f73b5d9f18b62ab57d72926d968e439aa444222c476',
  ],
};
const NOW_V4 = Date.UTC(2026, 10, 20, 11, 11, 9);

test('CA-25: the vector of version 4', () => {
  expect(verdict({ head: VECTOR_V4, now: NOW_V4 })).toBe('ok');
});

test.each([
  ['the method', { ...VECTOR_V4, method: 'GET' }],
  ['the path', { ...VECTOR_V4, target: '/2013-05-12/distribution/EDFDVBD6EXAMPLE' }],
  ['the query', { ...VECTOR_V4, target: `${VECTOR_V4.target}?a=1` }],
  ['a query that is not UTF-8', { ...VECTOR_V4, target: `${VECTOR_V4.target}?a=|%ff` }],
  ['the Host', { ...VECTOR_V4, headers: changed('127.0.0.1:8401', '127.0.0.1') }],
  ['If-Match', { ...VECTOR_V4, headers: changed('E2', 'E3') }],
  ['a signed header twice', { ...VECTOR_V4, headers: [...VECTOR_V4.headers, 'If-Match', 'E3'] }],
  ['the moment', { ...VECTOR_V4, headers: changed('20261120T111109Z', '20261120T111110Z') }],
])('CA-25: version 4 signs %s', (_, other) => {
  expect(verdict({ head: other, now: NOW_V4 })).toBe('SignatureDoesNotMatch');
});

test('CA-25: version 4 signs the body, whatever X-Amz-Content-Sha256 says', () => {
  expect(verdict({ head: VECTOR_V4, body: Buffer.from('x'), now: NOW_V4 })).toBe('SignatureDoesNotMatch');
  const post = RECORDED.find(({ client, body }) => client.includes('ruby-aws-sdk') && body !== '')!;
  expect(verdict({ head: post, body: Buffer.from(post.body), now: post.signedAt })).toBe('ok');
  expect(verdict({ head: post, body: Buffer.from(`${post.body} `), now: post.signedAt })).toBe(
    'SignatureDoesNotMatch',
  );
});

test('CA-25: a header that is not signed may change or join', () => {
  const headers = [...VECTOR_V4.headers, 'User-Agent', 'a proxy', 'X-Amz-Content-Sha256', 'anything'];
  expect(verdict({ head: { ...VECTOR_V4, headers }, now: NOW_V4 })).toBe('ok');
});

function changed(from: string, to: string): string[] {
  return VECTOR_V4.headers.map((text) => (text === from ? to : text));
}

test('CA-16 CA-18 CA-24 CA-25: every recorded request verifies, and none does with another secret', () => {
  expect(RECORDED).toHaveLength(215);
  for (const request of RECORDED) {
    const given = { head: request, body: Buffer.from(request.body), now: request.signedAt };
    expect(verdict(given), `line ${request.line}`).toBe('ok');
    const rules = { credentials: [{ ...CREDENTIAL, secretAccessKey: `${SECRET}x` }] };
    expect(verdict({ ...given, rules }), `line ${request.line}`).toBe('SignatureDoesNotMatch');
  }
});

test('CA-16 CA-24 CA-25: a recorded request with any character of its signature changed does not verify', () => {
  const anyChange = fc.record({
    which: fc.nat(214),
    at: fc.nat(27),
    to: fc.constantFrom('0', 'a', 'Z', '='),
  });
  fc.assert(
    fc.property(anyChange, ({ which, at, to }) => {
      const request = RECORDED[which]!;
      const headers = request.headers.map((text) => {
        if (!/^AWS/.test(text)) return text;
        const start = text.length - 28;
        return text.slice(0, start + at) + to + text.slice(start + at + 1);
      });
      fc.pre(headers.some((text, index) => text !== request.headers[index]));
      const body = Buffer.from(request.body);
      const answer = verdict({ head: { ...request, headers }, body, now: request.signedAt });
      expect(['SignatureDoesNotMatch', 'InvalidHTTPAuthHeader']).toContain(answer);
    }),
  );
});

test('CA-16: method, path and body are not part of version 1', () => {
  const other = { ...signed(), method: 'DELETE', target: '/2012-05-05/distribution/E1?x' };
  expect(verdict({ head: other, body: Buffer.from('anything') })).toBe('ok');
});

test('CA-17: X-Amz-Date is what counts, and Date is then ignored', () => {
  const date = 'Thu, 14 Aug 2008 17:09:00 GMT';
  const { headers } = signed(date, 'x-amz-date');
  expect(verdict({ head: head([...headers, 'Date', 'Mon, 01 Jan 2001 00:00:00 GMT']) })).toBe('ok');
  expect(verdict({ head: head([...headers, 'Date', 'nonsense']) })).toBe('ok');
  expect(verdict({ head: head([...signed().headers, 'X-Amz-Date', 'nonsense']) })).toBe('MissingDateHeader');
});

test.each([
  'Thursday, 14-Aug-08 17:08:48 GMT',
  'Thu Aug 14 17:08:48 2008',
  'Thu, 14 Aug 2008 17:08:48 +0000',
  'Thu, 14 Aug 2008 19:08:48 +0200',
])('CA-18: %s is signed as it stands and understood', (date) => {
  expect(verdict({ head: signed(date) })).toBe('ok');
});

const MINUTE = 60_000;
test.each([
  [15 * MINUTE, 'ok'],
  [-15 * MINUTE, 'ok'],
  [15 * MINUTE + 1, 'RequestExpired'],
  [-15 * MINUTE - 1, 'RequestExpired'],
])('CA-21 CA-224: signed %i ms ago: %s', (ageMs, expected) => {
  expect(verdict({ head: signed(), now: NOW + ageMs })).toBe(expected);
  expect(verdict({ head: VECTOR_V4, now: NOW_V4 + ageMs })).toBe(expected);
});

test('CA-21: the message ends with the date that was offered', () => {
  const late = { head: signed(), version: '2012-05-05', now: NOW + 60 * MINUTE } as const;
  expect(() => new Authenticator({ credentials: [CREDENTIAL] }).admit(late)).toThrow(
    `Request has expired. Timestamp date is ${DATE}.`,
  );
});

const SIGNATURE = signatureV1(DATE, SECRET);
const OLD = 'Mon, 01 Jan 2001 00:00:00 GMT';

describe('CA-23: the first thing wrong is told', () => {
  test.each<[string, HeaderList, ErrorCode]>([
    ['CA-239 no Authorization', ['Date', DATE], 'MissingClientTokenId'],
    ['CA-239 nothing at all', [], 'MissingClientTokenId'],
    ['CA-235 another scheme', ['Authorization', 'Basic YTpi'], 'InvalidHTTPAuthHeader'],
    ['CA-235 two Authorizations', [...signed().headers, 'Authorization', 'AWS a:b'], 'InvalidHTTPAuthHeader'],
    ['CA-235 before the date', ['Date', OLD, 'Authorization', 'AWS x'], 'InvalidHTTPAuthHeader'],
    ['CA-239 an empty key, before the date', ['Authorization', `AWS :${SIGNATURE}`], 'MissingClientTokenId'],
    ['CA-240 no date, before the key', ['Authorization', 'AWS nobody:x'], 'MissingDateHeader'],
    ['CA-240 unreadable', ['Date', 'yesterday', 'Authorization', 'AWS nobody:x'], 'MissingDateHeader'],
    ['CA-240 two dates', ['Date', DATE, 'Date', OLD, 'Authorization', 'AWS nobody:x'], 'MissingDateHeader'],
    ['CA-245 too old, before the key', ['Date', OLD, 'Authorization', 'AWS nobody:x'], 'RequestExpired'],
    [
      'CA-234 unknown key',
      ['Date', DATE, 'Authorization', `AWS nobody:${SIGNATURE}`],
      'InvalidClientTokenId',
    ],
    ['CA-246 wrong signature', ['Date', DATE, 'Authorization', `AWS ${KEY}:x`], 'SignatureDoesNotMatch'],
  ])('%s', (_, headers, expected) => {
    expect(verdict({ head: head(headers) })).toBe(expected);
  });

  test('CA-243 CA-27: an account that has not signed up, before its signature is looked at', () => {
    const rules = { credentials: [{ ...CREDENTIAL, isSubscribed: false }] };
    const wrong = head(['Date', DATE, 'Authorization', `AWS ${KEY}:x`]);
    expect(verdict({ head: wrong, rules })).toBe('OptInRequired');
  });
});

test('CA-27: any key is accepted where that is asked for, but a key there must be', () => {
  const rules = { acceptsAnyKey: true };
  const anyKey = {
    head: head(['Date', DATE, 'Authorization', 'AWS nobody:x']),
    version: '2012-05-05',
    now: NOW,
  } as const;
  const callerOf = (given: AuthenticationRules) =>
    new Authenticator(given).admit(anyKey).confirm(Buffer.alloc(0));
  expect(callerOf({ credentials: [CREDENTIAL], ...rules })).toEqual({
    accessKeyId: 'nobody',
    account: CREDENTIAL.account,
  });
  expect(callerOf({ credentials: [], ...rules }).account).toBe('000000000000');
  expect(verdict({ head: head(['Date', DATE]), rules })).toBe('MissingClientTokenId');
});

test('CA-26: a token is ignored, unless the key is configured with one', () => {
  const { headers } = signed();
  const withToken = head([...headers, 'x-amz-security-token', 'token']);
  const rules = { credentials: [{ ...CREDENTIAL, sessionToken: 'token' }] };
  expect(verdict({ head: withToken })).toBe('ok');
  expect(verdict({ head: withToken, rules })).toBe('ok');
  expect(verdict({ head: head(headers), rules })).toBe('InvalidClientTokenId');
  expect(verdict({ head: head([...headers, 'x-amz-security-token', 'tokem']), rules })).toBe(
    'InvalidClientTokenId',
  );
});

test.each([
  ['2008-06-30', 'ok', 'InvalidHTTPAuthHeader'],
  ['2012-07-01', 'ok', 'InvalidHTTPAuthHeader'],
  ['2013-05-12', 'InvalidHTTPAuthHeader', 'ok'],
] as const)('CA-24: either scheme on %s, unless they are pinned', (version, v1, v4) => {
  const [one, four] = [
    { head: signed(), version },
    { head: VECTOR_V4, version, now: NOW_V4 },
  ];
  expect([verdict(one), verdict(four)]).toEqual(['ok', 'ok']);
  const rules = { pinsSchemes: true };
  expect([verdict({ ...one, rules }), verdict({ ...four, rules })]).toEqual([v1, v4]);
});

test('CA-23: whatever the headers hold, the answer is one of the documented ones', () => {
  const text = fc.oneof(fc.string(), fc.constantFrom(DATE, '20261120T111109Z', 'AWS4-HMAC-SHA256 '));
  const name = fc.constantFrom('Authorization', 'Date', 'X-Amz-Date', 'Host', '__proto__', 'constructor');
  const headers = fc.array(fc.tuple(name, text), { maxLength: 6 }).map((pairs) => pairs.flat());
  fc.assert(
    fc.property(headers, fc.string(), (list, target) => {
      const names = 'SignedHeaders=__proto__;constructor;host;x-amz-date';
      const scope = `Credential=${KEY}/20261120/us-east-1/cloudfront/aws4_request`;
      const v4 = `AWS4-HMAC-SHA256 ${scope}, ${names}, Signature=${'0'.repeat(64)}`;
      for (const more of [[], ['Authorization', v4]]) {
        expect(
          verdict({ head: { method: 'PUT', target, headers: [...list, ...more] }, now: NOW_V4 }),
        ).not.toBe('ok');
      }
    }),
  );
});
