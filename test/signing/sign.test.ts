import { generateKeyPairSync } from 'node:crypto';
import { getSignedUrl as signByAws } from '@aws-sdk/cloudfront-signer';
import { getSignedUrl as signByCommunity } from 'aws-cloudfront-sign';
import { expect, test } from 'vitest';
import { SigningError, type SignOptions, signUrl } from '../../src/signing/sign.ts';
import { verifySignedUrl } from '../../src/signing/verify.ts';
import { KEY_PAIR_ID, PRIVATE_KEY, PRIVATE_KEY_PEM, RING, requestFor, VECTORS } from './signer.ts';

const EXPIRES = 1_799_999_999;
const NOW_MS = 1_750_000_000_000;
const URL = 'http://d111111abcdef8.cloudfront.net/images/image.jpg';

const OPTIONS: SignOptions = { keyPairId: KEY_PAIR_ID, privateKey: PRIVATE_KEY_PEM, expires: EXPIRES };
const parametersOf = (url: string) => new Map(new globalThis.URL(url).searchParams);

test.each(VECTORS.map((row) => [row.kind, row.url, row] as const))(
  'SU-10 SU-12 SU-13: a %s policy for %s gets the signature four clients agree on',
  (_, url, row) => {
    const terms = row.kind === 'custom' ? { policy: row.policy } : { expires: row.expires };
    const signed = signUrl(url, { keyPairId: KEY_PAIR_ID, privateKey: PRIVATE_KEY_PEM, ...terms });
    expect(parametersOf(signed).get('Signature')).toBe(row.signature);
    const theirs = parametersOf(row.signedUrls['aws-sdk@2.1693.0'] ?? '');
    expect(parametersOf(signed)).toEqual(theirs);
  },
);

const WILD_URLS = [
  URL,
  'https://d111111abcdef8.cloudfront.net/',
  'http://www.example.com/a%20b.jpg?size=large&license=yes',
  'http://localhost:8080/a?b=1',
  'https://h.example:8443/a-b_c.d~e/%E2%82%AC?x=%26&y=%3D&x=2',
  'http://h.example/a(b)%27c?q=1,2;3&empty=',
];

test.each(WILD_URLS)('SU-7 SU-10: a canned URL of the AWS SDK opens %s', (url) => {
  const signed = signByAws({
    url,
    keyPairId: KEY_PAIR_ID,
    privateKey: PRIVATE_KEY_PEM,
    dateLessThan: EXPIRES * 1000,
  });
  expect(verifySignedUrl(RING, requestFor(signed), NOW_MS)).toBe('ok');
  expect(verifySignedUrl(RING, requestFor(signed), EXPIRES * 1000)).toBe('AccessDenied');
});

test.each(WILD_URLS)('SU-16 SU-18: a custom URL of the AWS SDK opens %s', (url) => {
  const signed = signByAws({
    url,
    keyPairId: KEY_PAIR_ID,
    privateKey: PRIVATE_KEY_PEM,
    dateLessThan: EXPIRES * 1000,
    dateGreaterThan: 1_700_000_000_000,
    ipAddress: '192.0.2.0/24',
  });
  expect(verifySignedUrl(RING, requestFor(signed), NOW_MS)).toBe('ok');
  expect(verifySignedUrl(RING, requestFor(signed, '198.51.100.1'), NOW_MS)).toBe('AccessDenied');
  expect(verifySignedUrl(RING, requestFor(signed), 1_700_000_000_000)).toBe('AccessDenied');
});

// The community signer writes queries anew after signing, so it gets those it leaves alone.
test.each(WILD_URLS.filter((url) => !url.includes(';')))('SU-7 SU-9: aws-cloudfront-sign opens %s', (url) => {
  const signed = signByCommunity(url, {
    keypairId: KEY_PAIR_ID,
    privateKeyString: PRIVATE_KEY_PEM,
    expireTime: EXPIRES * 1000,
    ipRange: '192.0.2.0/24',
  });
  expect(verifySignedUrl(RING, requestFor(signed), NOW_MS)).toBe('ok');
  expect(verifySignedUrl(RING, requestFor(signed, '198.51.100.1'), NOW_MS)).toBe('AccessDenied');
});

test.each(WILD_URLS)('SU-10 SU-12: for %s the signature is the AWS SDK’s', (url) => {
  const theirs = signByAws({
    url,
    keyPairId: KEY_PAIR_ID,
    privateKey: PRIVATE_KEY_PEM,
    dateLessThan: EXPIRES * 1000,
  });
  const sent = theirs.slice(0, theirs.search(/[?&]Expires=/));
  expect(parametersOf(signUrl(sent, OPTIONS))).toEqual(parametersOf(theirs));
});

test.each([
  ['SU-7 no query', 'http://h/a', 'http://h/a?Expires='],
  ['SU-7 a query of its own comes first', 'http://h/a?b=1', 'http://h/a?b=1&Expires='],
  ['SU-13 a bare question mark counts as none', 'http://h/a?', 'http://h/a?Expires='],
  ['SU-13 nothing is normalised', 'http://H:80/a/../%7e', 'http://H:80/a/../%7e?Expires='],
])('%s', (_, url, start) => {
  expect(signUrl(url, OPTIONS).startsWith(`${start}${EXPIRES}&Signature=`)).toBe(true);
});

test('SU-13: the fragment is not signed and stays at the end', () => {
  expect(signUrl(`${URL}?a=1#part?2`, OPTIONS)).toBe(`${signUrl(`${URL}?a=1`, OPTIONS)}#part?2`);
});

test.each([
  ['SU-7 only expires: canned', {}, 'Expires'],
  ['SU-7 starts: custom', { starts: 1 }, 'Policy'],
  ['SU-7 ip: custom', { ip: '0.0.0.0/0' }, 'Policy'],
])('%s', (_, terms, parameter) => {
  expect(parametersOf(signUrl(URL, { ...OPTIONS, ...terms })).has(parameter)).toBe(true);
});

test('SU-10: a key object signs as its PEM does', () => {
  expect(signUrl(URL, { ...OPTIONS, privateKey: PRIVATE_KEY })).toBe(signUrl(URL, OPTIONS));
});

const POLICY = `{"Statement":[{"Condition":{"DateLessThan":{"AWS:EpochTime":${EXPIRES}}}}]}`;
const ellipticKey = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey;
test.each<[string, string, Partial<SignOptions>]>([
  ['a URL without scheme', '/a', {}],
  ['a scheme in capitals', 'HTTP://h/a', {}],
  ['a URL without path', 'http://h', {}],
  ['a URL without path but with a query', 'http://h?a=/', {}],
  ['a user name in the URL', 'http://u@h/a', {}],
  ['a space in the URL', 'http://h/a b', {}],
  ['a quote in the URL', 'http://h/a"b', {}],
  ['a URL that is signed already', signUrl(URL, OPTIONS), {}],
  ['no key pair id', URL, { keyPairId: '' }],
  ['a key pair id that would add a parameter', URL, { keyPairId: 'A&Expires=9' }],
  ['no end', URL, { expires: undefined }],
  ['an end in milliseconds', URL, { expires: 1_799_999_999_000 }],
  ['an end that is no whole second', URL, { expires: 1.5 }],
  ['a start in milliseconds', URL, { starts: 1_700_000_000_000 }],
  ['addresses that are no CIDR', URL, { ip: '192.0.2.10' }],
  ['a policy and an end', URL, { policy: POLICY }],
  ['a malformed policy', URL, { expires: undefined, policy: '{}' }],
  ['a key that is no PEM', URL, { privateKey: 'hello' }],
  ['a key that is not RSA', URL, { privateKey: ellipticKey }],
])('signing is refused, with a reason: %s', (_, url, terms) => {
  expect(() => signUrl(url, { ...OPTIONS, ...terms })).toThrow(SigningError);
});
