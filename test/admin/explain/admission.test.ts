import { describe, expect, test } from 'vitest';
import { citedRules } from '../../../src/admin/explain/rule.ts';
import { REFUSALS } from '../../../src/policy/refusal.ts';
import { signUrl } from '../../../src/signing/sign.ts';
import { START_MS } from '../../harness/manual-clock.ts';
import { KEY_PAIR_ID, PRIVATE_KEY_PEM } from '../../signing/signer.ts';
import { DOMAIN, distribution, ID, Setting } from '../setting.ts';
import { ask, explained, ids } from './explained.ts';

describe('which distribution', () => {
  test.each([
    [`http://${DOMAIN}/`, /its domain name/],
    ['http://WWW.Example.Com:8080/', /an alias/],
    ['http://d111111abcdef8.localhost:8080/', /its local name/],
    ['http://127.0.0.1:8080/', /no other distribution/],
  ])('%s is matched, and how', (url, because) => {
    expect(explained({ url }).distribution).toMatchObject({
      id: ID,
      because: expect.stringMatching(because),
    });
  });

  test('the Host header given stands over the one of the URL', () => {
    const { distribution: facts } = explained({
      url: 'http://127.0.0.2:80/',
      headers: { host: 'www.example.com' },
    });
    expect(facts).toMatchObject({ id: ID, host: 'www.example.com', because: expect.stringMatching(/alias/) });
  });

  test.each([
    [
      'no name of any',
      {},
      'nobody.example',
      /known here: d111111abcdef8.cloudfront.net, www.example.com/,
      'VR-1',
    ],
    ['disabled', { Enabled: false }, DOMAIN, /disabled/, 'VR-8'],
  ])('why none: %s', (_name, differences, host, because, rule) => {
    const { distribution: facts, behavior, outcome } = explained({ url: `http://${host}/` }, differences);
    expect(facts).toMatchObject({ id: null, because: expect.stringMatching(because) });
    expect(ids(facts!.rules)).toContain(rule);
    expect([behavior, outcome.step, outcome.status]).toEqual([null, 'refuse', 403]);
  });

  test('an edge location outside the price class refuses, beside one that serves', () => {
    const url = `http://${DOMAIN}/`;
    const { pop, edges } = explained({ url }, { PriceClass: 'PriceClass_100' });
    expect(pop).toBe('IAD2');
    expect(edges.map(({ next }) => next.step)).toEqual(['fetch', 'refuse']);
    const named = explained(
      { url, headers: { 'X-Edgefront-Pop': 'NRT4' } },
      { PriceClass: 'PriceClass_100' },
    );
    expect(named.distribution).toMatchObject({
      because: expect.stringMatching(/PriceClass_100 does not cover/),
    });
  });

  test('era 08 has no HTTPS', () => {
    const setting = new Setting([{ ...distribution(), version: '2008-06-30' }]);
    const facts = ask(setting, { url: `https://${DOMAIN}/` }).distribution;
    expect(ids(facts!.rules)).toEqual(['VR-11', 'VR-7']);
    expect(ids(ask(setting, { url: `http://${DOMAIN}/` }).distribution!.rules)).toContain('VR-39');
  });

  test('an edge location that does not exist', () => {
    const { pop, outcome } = explained({ url: `http://${DOMAIN}/`, headers: { 'X-Edgefront-Pop': 'XXX1' } });
    expect([pop, outcome.status]).toEqual([null, 400]);
  });
});

describe('which behavior', () => {
  test('those before the match were tried, those behind it not', () => {
    const { behavior } = explained({ url: `http://${DOMAIN}/members/a` });
    expect(behavior).toMatchObject({ pathPattern: 'members/*', path: '/members/a' });
    expect(behavior!.tried.map(({ matches }) => matches)).toEqual([false, true, null, null, null]);
  });

  test('the root object stands for / alone, and its path is matched', () => {
    const { distribution: facts, behavior } = explained({ url: `http://${DOMAIN}` });
    expect(facts!.rootObjectPath).toBe('/index.html');
    expect(behavior).toMatchObject({ path: '/index.html', pathPattern: '*' });
    expect(explained({ url: `http://${DOMAIN}/images/` }).distribution!.rootObjectPath).toBeNull();
  });
});

describe('who is refused', () => {
  const url = `http://${DOMAIN}/a`;
  test.each([
    ['a method not allowed', { url, method: 'POST' }, 403, 'VR-14'],
    ['a word that is no method', { url, method: 'JUMP' }, 400, 'VR-15'],
    ['a body', { url, headers: { 'Content-Length': '1' } }, 403, 'VR-16'],
    ['a body of unknown length', { url, headers: { 'Transfer-Encoding': 'chunked' } }, 403, 'VR-16'],
    ['a long URL', { url: url + 'a'.repeat(8192) }, 413, 'VR-18'],
    ['long headers', { url, headers: { X: 'a'.repeat(20_480) } }, 413, 'VR-18'],
    ['plain HTTP', { url: `http://${DOMAIN}/secure/a` }, 403, 'VR-21'],
    ['what no URL holds', { url: `${url}\u00e4` }, 400, 'ER-22'],
    ['an unreadable Host', { url: 'http://a_b@c/' }, 400, 'ER-22'],
    ['a loop', { url, headers: { Via: '1.1 iad2.cloudfront.net (CloudFront)' } }, 403, 'D-12'],
    ['a long way', { url, headers: { Via: Array(11).fill('1.1 a').join(', ') } }, 403, 'D-12'],
  ])('%s', (_name, request, status, rule) => {
    const { outcome, cacheKey, originRequest } = explained(request);
    expect([outcome.step, outcome.status, ids(outcome.rules)]).toEqual(['refuse', status, [rule]]);
    expect([cacheKey, originRequest]).toEqual([null, null]);
  });

  test.each([
    ['HTTPS where it is wanted', { url: `https://${DOMAIN}/secure/a` }],
    ['an empty body', { url, headers: { 'Content-Length': '0' } }],
    ['a body-less HEAD', { url, method: 'HEAD' }],
  ])('not %s', (_name, request) => {
    expect(explained(request).access).toMatchObject({ isAdmitted: true });
  });

  test('every refusal has a rule that can be cited', () => {
    for (const { statement } of Object.values(REFUSALS)) {
      expect(citedRules(statement)[0]!.sentence, statement).toMatch(/[."]$/);
    }
  });
});

describe('signatures', () => {
  const plain = `http://${DOMAIN}/members/a?size=1`;
  const now = START_MS / 1000;
  const signer = { keyPairId: KEY_PAIR_ID, privateKey: PRIVATE_KEY_PEM };
  const signed = (expires: number, more = {}) => signUrl(plain, { ...signer, expires, ...more });

  test('a good one', () => {
    const { access, cacheKey } = explained({ url: signed(now + 60) });
    expect(access).toMatchObject({ isAdmitted: true, needsSignature: true });
    expect(access!.signature).toMatchObject({
      verdict: 'ok',
      policy: 'canned',
      keyPairId: KEY_PAIR_ID,
      isKeyKnown: true,
      before: '2013-06-01T00:01:00Z',
      isOnlyTheTimeWrong: false,
    });
    expect(ids(cacheKey!.rules)).not.toContain('CK-15');
  });

  test('one that came too late, and nothing else is wrong with it', () => {
    const { access, outcome } = explained({ url: signed(now - 60) });
    expect(access!.signature).toMatchObject({ verdict: 'AccessDenied', isOnlyTheTimeWrong: true });
    expect(outcome).toMatchObject({ status: 403, says: expect.stringMatching(/AccessDenied/) });
  });

  test('one that was tampered with is wrong at any time', () => {
    const { access } = explained({ url: signed(now + 60).replace('size=1', 'size=2') });
    expect(access!.signature).toMatchObject({ verdict: 'AccessDenied', isOnlyTheTimeWrong: false });
  });

  test('a custom policy, its resource, dates and address', () => {
    const url = signed(now + 60, { starts: now - 60, ip: '192.0.2.0/24' });
    expect(explained({ url, clientAddress: '192.0.2.9' }).access!.signature).toMatchObject({
      verdict: 'ok',
      policy: 'custom',
      resource: plain,
      after: '2013-05-31T23:59:00Z',
      isAddressAllowed: true,
    });
    expect(explained({ url, clientAddress: '198.51.100.1' }).access!.signature).toMatchObject({
      verdict: 'AccessDenied',
      isAddressAllowed: false,
    });
  });

  test.each([
    ['', 'MissingKey', 'none'],
    ['&Key-Pair-Id=APKANOBODY&Expires=1', 'InvalidKey', 'canned'],
    [`&Key-Pair-Id=${KEY_PAIR_ID}&Expires=x`, 'MalformedPolicy', 'canned'],
    [`&Key-Pair-Id=${KEY_PAIR_ID}&Policy=%&Signature=a`, 'MalformedPolicy', 'custom'],
    [`&Key-Pair-Id=${KEY_PAIR_ID}&Expires=1`, 'MalformedSignature', 'canned'],
  ])('"%s": %s', (query, verdict, policy) => {
    const { access, outcome } = explained({ url: plain + query });
    expect(access!.signature).toMatchObject({ verdict, policy });
    expect(outcome.says).toContain(verdict);
  });

  test('where none is needed, the parameters are ordinary query', () => {
    const { access } = explained({ url: `http://${DOMAIN}/a?Expires=1` });
    expect(access).toMatchObject({ needsSignature: false, signature: null, isAdmitted: true });
    expect(ids(access!.rules)).toContain('SU-4');
  });
});
