/** What makes two requests ask for the same object, and what of it the origin hears. */
import { describe, expect, test } from 'vitest';
import type { CacheBehavior } from '../../src/distribution/distribution-config.ts';
import { signUrl } from '../../src/signing/sign.ts';
import { conversation } from '../harness/conversation.ts';
import { glance } from '../harness/glance.ts';
import { START_MS } from '../harness/manual-clock.ts';
import { received, reply } from '../harness/scripted-origin.ts';
import { DOMAIN_NAME, documentOf, ORIGIN_NAME, PLAIN_BEHAVIOR } from '../harness/test-edge.ts';
import { KEY_PAIR_ID, PRIVATE_KEY, PUBLIC_KEY_PEM } from '../signing/signer.ts';

type Forwarded = CacheBehavior['ForwardedValues'];

const forwarding = (QueryString: boolean, Forward: Forwarded['Cookies']['Forward'], ...names: string[]) => ({
  behavior: { ForwardedValues: { QueryString, Cookies: { Forward, WhitelistedNames: names } } },
});

/** The origin answers each request with its number, so that a hit is told from a miss by the body. */
const numbered = (_request: unknown, index: number) => reply(200, {}, `no. ${index}`);

describe('path and name', () => {
  test('CK-1 IN-11: path by path, byte for byte', async () => {
    const { see } = await conversation(numbered);
    const paths = ['/a', '/A', '/a/', '/%61', '//a', '/./a'];
    for (const [index, path] of paths.entries()) expect(await see(path)).toBe(`200 Miss no. ${index}`);
    for (const [index, path] of paths.entries()) expect(await see(path)).toBe(`200 Hit 0s no. ${index}`);
  });

  test('CK-2: all names of a distribution share its objects, whatever case and port', async () => {
    const { see } = await conversation(numbered, { config: { Aliases: ['www.example.org'] } });
    expect(await see('/a', { Host: 'www.example.org' })).toBe('200 Miss no. 0');
    for (const Host of [DOMAIN_NAME, 'WWW.Example.ORG', 'www.example.org:8080', `${DOMAIN_NAME}.`]) {
      expect(await see('/a', { Host })).toBe('200 Hit 0s no. 0');
    }
  });

  test('CK-3: two distributions of one origin share nothing', async () => {
    const { edge, see } = await conversation(numbered);
    const document = (id: string, domainName: string) => ({ ...documentOf({}), id, domainName });
    await edge.deploy([document('E1', 'd1.cloudfront.net'), document('E2', 'd2.cloudfront.net')]);
    expect(await see('/a', { Host: 'd1.cloudfront.net' })).toBe('200 Miss no. 0');
    expect(await see('/a', { Host: 'd2.cloudfront.net' })).toBe('200 Miss no. 1');
    expect(await see('/a', { Host: 'd1.cloudfront.net' })).toBe('200 Hit 0s no. 0');
  });

  test('CK-10: a behavior that changes finds what another kept', async () => {
    const { edge, see } = await conversation(numbered);
    await see('/a');
    const behavior = { MinTTL: 60, TargetOriginId: 'other' };
    const other = { ...documentOf({}).config.Origins[0]!, Id: 'other' };
    await edge.deploy([documentOf({ behavior, config: { Origins: [other] } })]);
    expect(await see('/a')).toBe('200 Hit 0s no. 0');
  });

  test('CK-8 TTL-33: no header tells objects apart', async () => {
    const { see } = await conversation(numbered);
    await see('/a', { 'User-Agent': 'one', 'Accept-Language': 'de', Accept: 'text/html', 'X-Own': '1' });
    const others = {
      'User-Agent': 'two',
      Origin: 'http://a.example',
      Authorization: 'Basic eDp5',
      From: 'me',
    };
    expect(await see('/a', others)).toBe('200 Hit 0s no. 0');
  });

  test('CK-9 OR-20: Accept-Encoding counts as gzip or nothing', async () => {
    const { origin, see } = await conversation(numbered);
    for (const coding of ['gzip', 'deflate, gzip;q=0.5', 'br, GZIP']) {
      expect(await see('/a', { 'Accept-Encoding': coding })).toContain('no. 0');
    }
    expect(await see('/a')).toBe('200 Miss no. 1');
    for (const coding of ['identity', 'br', 'gzip;q=0', '']) {
      expect(await see('/a', { 'Accept-Encoding': coding })).toContain('no. 1');
    }
    expect(origin.requests.map((request) => received(request, 'accept-encoding'))).toEqual([['gzip'], []]);
  });
});

describe('query strings', () => {
  test('CK-6 CK-16 AL-24: not forwarded: neither keyed nor sent, but logged', async () => {
    const { origin, edge, see } = await conversation(numbered);
    expect(await see('/a?x=1')).toBe('200 Miss no. 0');
    expect(await see('/a?x=2')).toBe('200 Hit 0s no. 0');
    expect(await see('/a')).toBe('200 Hit 0s no. 0');
    expect(origin.requests.map(({ target }) => target)).toEqual(['/a']);
    expect(edge.records.map(({ query }) => query)).toEqual(['x=1', 'x=2', null]);
  });

  test('CK-6 CK-11 CK-12: forwarded: raw, in its order, case and separators', async () => {
    const { origin, see } = await conversation(numbered, forwarding(true, 'none'));
    const queries = ['x=1&y=2', 'y=2&x=1', 'X=1&y=2', 'x=1;y=2', 'x=%31&y=2', 'x=1&y=2&', 'x', 'x='];
    for (const [index, query] of queries.entries()) {
      expect(await see(`/a?${query}`)).toBe(`200 Miss no. ${index}`);
    }
    for (const [index, query] of queries.entries()) {
      expect(await see(`/a?${query}`)).toBe(`200 Hit 0s no. ${index}`);
    }
    expect(origin.requests.map(({ target }) => target)).toEqual(queries.map((query) => `/a?${query}`));
  });

  test('CK-13: a question mark alone is no query', async () => {
    const { origin, see } = await conversation(numbered, forwarding(true, 'none'));
    expect(await see('/a?')).toBe('200 Miss no. 0');
    expect(await see('/a')).toBe('200 Hit 0s no. 0');
    expect(origin.requests[0]!.target).toBe('/a');
  });

  test('CK-15: signing parameters leave before key and origin, and stay in the log', async () => {
    const { origin, edge, see } = await conversation(numbered, {
      behavior: {
        ...forwarding(true, 'none').behavior,
        TrustedSigners: { Enabled: true, AwsAccountNumbers: ['self'] },
      },
      signers: new Map([['111122223333', new Map([[KEY_PAIR_ID, PUBLIC_KEY_PEM]])]]),
    });
    const signed = (query: string, seconds: number) =>
      signUrl(`http://${DOMAIN_NAME}/a${query}`, {
        keyPairId: KEY_PAIR_ID,
        privateKey: PRIVATE_KEY,
        expires: START_MS / 1000 + seconds,
      }).replace(`http://${DOMAIN_NAME}`, '');
    expect(await see(signed('?x=1', 60))).toBe('200 Miss no. 0');
    expect(await see(signed('?x=1', 90))).toBe('200 Hit 0s no. 0');
    expect(await see(signed('', 90))).toBe('200 Miss no. 1');
    expect(origin.requests.map(({ target }) => target)).toEqual(['/a?x=1', '/a']);
    expect(edge.records[0]!.query).toMatch(/^x=1&Expires=\d+&Signature=[^&]+&Key-Pair-Id=/);
  });

  test('CK-15: without signers the same names are a query like any other', async () => {
    const { origin, see } = await conversation(numbered, forwarding(true, 'none'));
    expect(await see('/a?Expires=1')).toBe('200 Miss no. 0');
    expect(await see('/a?Expires=2')).toBe('200 Miss no. 1');
    expect(origin.requests[1]!.target).toBe('/a?Expires=2');
  });
});

/** One viewer after the other with these cookies: what each sees, and what the origin was sent. */
async function tellApart(options: ReturnType<typeof forwarding>, cookies: readonly string[]) {
  const { origin, see } = await conversation(numbered, options);
  const seen: string[] = [];
  for (const Cookie of cookies) seen.push((await see('/a', { Cookie })).split('no. ')[1]!);
  return { seen, sent: origin.requests.map((request) => received(request, 'cookie')) };
}

describe('cookies', () => {
  test('CK-7 CK-17 CK-18 OR-19: none: no cookie is sent or keyed', async () => {
    expect(await tellApart(forwarding(false, 'none'), ['a=1', 'a=2'])).toEqual({
      seen: ['0', '0'],
      sent: [[]],
    });
  });

  test('CK-7 CK-17 CK-18: whitelist: only those listed', async () => {
    const cookies = ['a=1; b=1; c=1', 'b=2; a=1', 'a=2; b=1; c=1', 'a=1; c=2', 'z=1'];
    expect(await tellApart(forwarding(false, 'whitelist', 'a', 'c'), cookies)).toEqual({
      seen: ['0', '1', '2', '3', '4'],
      sent: [['a=1; c=1'], ['a=1'], ['a=2; c=1'], ['a=1; c=2'], []],
    });
  });

  test('CK-18: whitelist: what is not listed tells nobody apart', async () => {
    const cookies = ['a=1; b=1', 'b=2; a=1', 'a=1'];
    expect((await tellApart(forwarding(false, 'whitelist', 'a'), cookies)).seen).toEqual(['0', '0', '0']);
  });

  test('CK-7 CK-17 CK-18 CK-22: all: every one, sorted by name', async () => {
    const cookies = ['b=1; a=2', 'a=2; b=1', 'a=2', 'a=2;b=1', 'a=2; b=2'];
    expect(await tellApart(forwarding(false, 'all'), cookies)).toEqual({
      seen: ['0', '0', '1', '0', '2'],
      sent: [['a=2; b=1'], ['a=2'], ['a=2; b=2']],
    });
  });

  test('CK-21 CK-25: names and values by case, listed names without wildcards', async () => {
    const cookies = ['a=x', 'A=x', 'a=X', 'a1=x', 'a*=x'];
    expect(await tellApart(forwarding(false, 'whitelist', 'a', 'a*'), cookies)).toEqual({
      seen: ['0', '1', '2', '1', '3'],
      sent: [['a=x'], [], ['a=X'], ['a*=x']],
    });
  });

  test('CK-23: attributes and what is no pair are dropped', async () => {
    const cookies = ['$Version=1; a=1; $Path=/', 'a=1; nonsense', 'nonsense'];
    expect(await tellApart(forwarding(false, 'all'), cookies)).toEqual({
      seen: ['0', '0', '1'],
      sent: [['a=1'], []],
    });
  });

  test('CK-24: a repeated name keeps all its values, in the order received', async () => {
    const cookies = ['a=2; b=1; a=1', 'a=1; b=1; a=2'];
    expect(await tellApart(forwarding(false, 'all'), cookies)).toEqual({
      seen: ['0', '1'],
      sent: [['a=2; a=1; b=1'], ['a=1; a=2; b=1']],
    });
  });

  test('CK-27: those of CloudFront itself never count', async () => {
    const cookies = ['a=1; CloudFront-Policy=x', 'CloudFront-Signature=y; a=1'];
    expect(await tellApart(forwarding(false, 'all'), cookies)).toEqual({ seen: ['0', '0'], sent: [['a=1']] });
    const listed = forwarding(false, 'whitelist', 'CloudFront-Policy');
    expect(await tellApart(listed, ['CloudFront-Policy=x', 'b=1'])).toEqual({ seen: ['0', '0'], sent: [[]] });
  });

  test('CK-29: an empty cookie is not a missing one', async () => {
    expect((await tellApart(forwarding(false, 'whitelist', 'a'), ['a=', 'b=1'])).seen).toEqual(['0', '1']);
  });

  test('CK-28: an S3 origin is keyed by them as well', async () => {
    const origin = { Id: 'origin', DomainName: ORIGIN_NAME, CustomOriginConfig: null };
    const { see } = await conversation(numbered, {
      ...forwarding(false, 'all'),
      config: {
        Origins: [{ ...origin, S3OriginConfig: { OriginAccessIdentity: '' } }],
        DefaultCacheBehavior: { ...PLAIN_BEHAVIOR, ...forwarding(false, 'all').behavior },
      },
    });
    expect(await see('/a', { Cookie: 'a=1' })).toBe('200 Miss no. 0');
    expect(await see('/a', { Cookie: 'a=2' })).toBe('200 Miss no. 1');
    expect(await see('/a', { Cookie: 'a=1' })).toBe('200 Hit 0s no. 0');
  });
});

describe('Set-Cookie', () => {
  const setting = (more = {}) => [reply(200, { 'Set-Cookie': ['a=1', 'b=2; Path=/'], ...more }, 'A')];
  const cookiesOf = (headers: readonly string[]) =>
    headers.filter((_, index) => headers[index - 1]?.toLowerCase() === 'set-cookie');

  test('CK-19 RH-11: removed where no cookie is forwarded', async () => {
    const { edge } = await conversation(setting());
    for (const kind of ['Miss', 'Hit']) {
      const answer = await edge.get('/a');
      expect(glance(answer)).toContain(kind);
      expect(cookiesOf(answer.headers)).toEqual([]);
    }
  });

  test.each(['whitelist', 'all'] as const)(
    'CK-19 RH-11: %s: kept, and replayed on each hit',
    async (forward) => {
      const { edge } = await conversation(setting(), forwarding(false, forward, 'a'));
      for (const kind of ['Miss', 'Hit', 'Hit']) {
        const answer = await edge.get('/a');
        expect(glance(answer)).toContain(kind);
        expect(cookiesOf(answer.headers)).toEqual(['a=1', 'b=2; Path=/']);
      }
    },
  );

  test('CK-20: no-cache="Set-Cookie": the object is kept without, and only who asked gets them', async () => {
    const { edge } = await conversation(
      setting({ 'Cache-Control': 'no-cache="Set-Cookie", max-age=60' }),
      forwarding(false, 'all'),
    );
    const miss = await edge.get('/a');
    expect([glance(miss), cookiesOf(miss.headers)]).toEqual(['200 Miss A', ['a=1', 'b=2; Path=/']]);
    const hit = await edge.get('/a');
    expect([glance(hit), cookiesOf(hit.headers)]).toEqual(['200 Hit 0s A', []]);
  });

  test('CK-20: an answer that is not kept passes them whatever it says', async () => {
    const { edge } = await conversation(
      setting({ 'Cache-Control': 'no-cache="Set-Cookie", private' }),
      forwarding(false, 'all'),
    );
    expect(cookiesOf((await edge.get('/a')).headers)).toHaveLength(2);
  });
});
