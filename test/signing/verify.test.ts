import { sign as rsaSign } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type SignOptions, signUrl } from '../../src/signing/sign.ts';
import { encodeUrlSafeBase64 } from '../../src/signing/url-safe-base64.ts';
import { verifySignedUrl } from '../../src/signing/verify.ts';
import { KEY_PAIR_ID, PRIVATE_KEY, RING, requestFor, VECTORS } from './signer.ts';

const NOW = 1_750_000_000;
const HTTP = 'http://d111111abcdef8.cloudfront.net/';
const URL = `${HTTP}images/a.jpg`;

const verdictOf = (url: string, from = '192.0.2.10', nowSeconds = NOW) =>
  verifySignedUrl(RING, requestFor(url, from), nowSeconds * 1000);
const signed = (url: string, options: Partial<SignOptions> = { expires: NOW + 60 }) =>
  signUrl(url, { keyPairId: KEY_PAIR_ID, privateKey: PRIVATE_KEY, ...options });
const withPolicy = (url: string, policy: unknown) => signed(url, { policy: JSON.stringify(policy) });
const statement = (fields: object, condition: object = {}) => ({
  Statement: [{ ...fields, Condition: { DateLessThan: { 'AWS:EpochTime': NOW + 60 }, ...condition } }],
});
const opens = (resource: string, url: string) =>
  verdictOf(withPolicy(url, statement({ Resource: resource })));

/** A signature over any text, where signUrl would refuse. */
function forged(url: string, parameter: string, text: string): string {
  const signature = encodeUrlSafeBase64(rsaSign('RSA-SHA1', Buffer.from(text), PRIVATE_KEY));
  return `${url}?${parameter}&Signature=${signature}&Key-Pair-Id=${KEY_PAIR_ID}`;
}

test.each(VECTORS.flatMap((row) => Object.entries(row.signedUrls).map(([by, url]) => [by, row.url, url])))(
  'SU-7 SU-9 SU-10 SU-12 SU-13: what %s signed opens %s',
  (_, __, url) => {
    expect(verdictOf(url!)).toBe('ok');
    expect(verdictOf(url!, '192.0.2.10', 1_800_000_000)).toBe('AccessDenied');
  },
);

test.each([
  ['SU-13 a query of its own', `${URL}?size=large&license=yes`],
  ['SU-13 an order that is kept', `${URL}?b=2&a=1&b=1`],
  ['SU-13 percent-encodings as they are', `${HTTP}a%20b%2Fc/%e4?q=%3D`],
  ['SU-13 a path that is not tidy', `${HTTP}a//b/../c/./`],
  ['SU-13 separators at the end', `${URL}?a=1&`],
  ['SU-13 the root', HTTP],
  ['SU-13 a port', 'http://localhost:8080/a?b=1'],
  ['SU-13 an IPv6 host', 'https://[::1]:8443/a'],
  ['SU-13 https', 'https://www.example.com/a'],
])('%s is signed as the viewer sends it', (_, url) => {
  expect(verdictOf(signed(url))).toBe('ok');
  expect(verdictOf(signed(url, { expires: NOW + 60, ip: '192.0.2.0/24' }))).toBe('ok');
});

test('SU-8: the parameters may come in any order, and own ones may follow', () => {
  const [, expires, signature, id] = /\?(.*)&(Signature=.*)&(Key-Pair-Id=.*)/.exec(signed(URL)) ?? [];
  expect(verdictOf(`${URL}?${id}&${signature}&${expires}`)).toBe('ok');
  const own = /\?a=1&(.*)/.exec(signed(`${URL}?a=1`))?.[1];
  expect(verdictOf(`${URL}?${own}&a=1`)).toBe('ok');
});

test.each([
  ['SU-14 CK-15 a parameter added', (url: string) => `${url}&x=1`],
  ['SU-14 a parameter added in front', (url: string) => url.replace('?', '?x=1&')],
  ['SU-13 another path', (url: string) => url.replace('a.jpg', 'b.jpg')],
  ['SU-23 another host', (url: string) => url.replace('d111111abcdef8', 'www')],
  ['SU-22 https instead of http', (url: string) => url.replace('http:', 'https:')],
  ['SU-14 a later Expires', (url: string) => url.replace(`=${NOW + 60}`, `=${NOW + 61}`)],
])('%s is denied', (_, change) => {
  expect(verdictOf(change(signed(URL)))).toBe('AccessDenied');
});

test.each([
  ['SU-31 no signature at all', '', 'MissingKey'],
  ['SU-31 everything but the key', 'Expires=1&Signature=YQ__', 'MissingKey'],
  ['SU-31 an empty key', 'Expires=1&Signature=YQ__&Key-Pair-Id=', 'MissingKey'],
  ['SU-31 a key given twice', 'Key-Pair-Id=APKAX&Key-Pair-Id=APKAX', 'MissingKey'],
  ['SU-7 SU-31 the name in another case', `key-pair-id=${KEY_PAIR_ID}`, 'MissingKey'],
  ['SU-37 SU-32 unknown key before broken policy', 'Policy=!&Signature=!&Key-Pair-Id=APKAX', 'InvalidKey'],
  ['SU-37 SU-34 broken policy before broken signature', 'Policy=!&Signature=!', 'MalformedPolicy'],
  ['SU-36 neither Policy nor Expires', 'Signature=YQ__', 'MalformedPolicy'],
  ['SU-34 an empty policy, though Expires is there', 'Policy=&Expires=1&Signature=YQ__', 'MalformedPolicy'],
  ['SU-34 Expires in milliseconds', 'Expires=1750000000000&Signature=YQ__', 'MalformedPolicy'],
  ['SU-34 Expires that is no integer', 'Expires=17.5&Signature=YQ__', 'MalformedPolicy'],
  ['SU-34 Expires given twice', 'Expires=1&Expires=1&Signature=YQ__', 'MalformedPolicy'],
  ['SU-34 a policy that is no JSON', 'Policy=YQ__&Signature=YQ__', 'MalformedPolicy'],
  ['SU-36 SU-33 no signature', 'Expires=1', 'MalformedSignature'],
  ['SU-33 a signature that is no base64', 'Expires=1&Signature=a', 'MalformedSignature'],
  ['SU-33 a signature given twice', 'Expires=1&Signature=YQ__&Signature=YQ__', 'MalformedSignature'],
  ['SU-37 SU-33 broken signature before expiry', 'Expires=1&Signature=YQ', 'MalformedSignature'],
  ['SU-35 a signature of the wrong length', `Expires=${NOW + 60}&Signature=YQ__`, 'AccessDenied'],
])('%s', (_, query, verdict) => {
  const id = /Key-Pair-Id/i.test(query) || verdict === 'MissingKey' ? '' : `&Key-Pair-Id=${KEY_PAIR_ID}`;
  expect(verdictOf(`${URL}?${query}${id}`)).toBe(verdict);
});

test('SU-31: a request without a query string lacks the key', () => {
  expect(verdictOf(URL)).toBe('MissingKey');
});

test('SU-35: a signature by another text is denied', () => {
  expect(verdictOf(forged(URL, `Expires=${NOW + 60}`, 'another text'))).toBe('AccessDenied');
});

test.each([
  ['one second before the end', NOW - 1, 'ok'],
  ['at the end', NOW, 'AccessDenied'],
  ['after the end', NOW + 1, 'AccessDenied'],
])('SU-17 SU-35: canned, %s', (_, at, verdict) => {
  expect(verdictOf(signed(URL, { expires: NOW }), '192.0.2.10', at)).toBe(verdict);
});

test.each([
  ['before the start', NOW - 1, 'AccessDenied'],
  ['at the start', NOW, 'AccessDenied'],
  ['after the start', NOW + 1, 'ok'],
  ['at the end', NOW + 9, 'AccessDenied'],
])('SU-16 SU-17 SU-35: custom, %s', (_, at, verdict) => {
  expect(verdictOf(signed(URL, { starts: NOW, expires: NOW + 9 }), '192.0.2.10', at)).toBe(verdict);
});

test.each([
  ['SU-18 inside the range', '192.0.2.0/24', '192.0.2.255', 'ok'],
  ['SU-18 outside the range', '192.0.2.0/24', '192.0.3.1', 'AccessDenied'],
  ['SU-18 everywhere', '0.0.0.0/0', '203.0.113.9', 'ok'],
  ['SU-18 one address', '192.0.2.10/32', '192.0.2.11', 'AccessDenied'],
  ['D-13 IPv4 as a dual-stack socket says it', '192.0.2.0/24', '::ffff:192.0.2.7', 'ok'],
  ['D-13 an IPv6 range', '2001:db8::/32', '2001:db8::1', 'ok'],
  ['D-13 outside the IPv6 range', '2001:db8::/32', '2001:db9::1', 'AccessDenied'],
])('%s', (_, ip, from, verdict) => {
  expect(verdictOf(signed(URL, { expires: NOW + 60, ip }), from)).toBe(verdict);
});

test.each([
  ['SU-20 a star crosses slashes', `${HTTP}t/*`, `${HTTP}t/a/b.mpg`, 'ok'],
  ['SU-20 a star reaches into the query', `${HTTP}t/*`, `${HTTP}t/a?b=1`, 'ok'],
  ['SU-20 a star may stand for nothing', `${HTTP}t/*`, `${HTTP}t/`, 'ok'],
  ['SU-20 a star anywhere, the host too', 'http://*.cloudfront.net/*.jpg', `${HTTP}a.jpg`, 'ok'],
  ['SU-20 a question mark is one character', `${HTTP}a?.jpg`, `${HTTP}ab.jpg`, 'ok'],
  ['SU-20 a question mark is not none', `${HTTP}a?.jpg`, `${HTTP}a.jpg`, 'AccessDenied'],
  ['SU-20 a question mark fits itself', `${HTTP}a?b=1`, `${HTTP}a?b=1`, 'ok'],
  ['SU-20 a query the resource does not speak of', `${HTTP}a`, `${HTTP}a?b=1`, 'AccessDenied'],
  ['SU-35 another path', `${HTTP}t/*`, `${HTTP}u/a`, 'AccessDenied'],
  ['SU-22 http does not open https', 'http://h.example/*', 'https://h.example/a', 'AccessDenied'],
  ['SU-22 https does not open http', 'https://h.example/*', 'http://h.example/a', 'AccessDenied'],
  ['SU-19 a star in front opens both', '*://h.example/*', 'https://h.example/a', 'ok'],
  ['SU-19 a lone star opens everything', '*', 'https://h.example/a?b', 'ok'],
  ['SU-23 the alias is not the assigned name', `${HTTP}*`, 'http://www.example.com/a', 'AccessDenied'],
])('%s', (_, resource, url, verdict) => {
  expect(opens(resource, url)).toBe(verdict);
});

test('SU-19: without a resource everything is open, until the end', () => {
  const url = withPolicy(`${URL}?a=1`, statement({}));
  expect(verdictOf(url)).toBe('ok');
  expect(verdictOf(url.replace('a.jpg', 'b.jpg'))).toBe('ok');
  expect(verdictOf(url, '192.0.2.10', NOW + 60)).toBe('AccessDenied');
});

test('SU-15: white space and a bare statement are fine as long as they are what was signed', () => {
  const policy = JSON.stringify({ Statement: statement({ Resource: '*' }).Statement[0] }, null, 1);
  expect(verdictOf(signed(URL, { policy }))).toBe('ok');
  const swapped = encodeUrlSafeBase64(policy.replaceAll('\n', '\n '));
  expect(verdictOf(signed(URL, { policy }).replace(/Policy=[^&]*/, `Policy=${swapped}`))).toBe(
    'AccessDenied',
  );
});

test('SU-34: two statements are malformed even when well signed', () => {
  const [one] = statement({ Resource: '*' }).Statement;
  const text = JSON.stringify({ Statement: [one, one] });
  expect(verdictOf(forged(URL, `Policy=${encodeUrlSafeBase64(text)}`, text))).toBe('MalformedPolicy');
});

test('SU-7: a URL with Expires and Policy goes by its policy', () => {
  const url = withPolicy(URL, statement({ Resource: URL }));
  expect(verdictOf(url.replace('?', '?Expires=1&'))).toBe('ok');
  expect(verdictOf(`${signed(URL)}&Policy=`)).toBe('MalformedPolicy');
});

test.each([
  ['signed without port', 'http://h.example/a', 'http://h.example:8080/a', 'ok'],
  ['signed with the port', 'http://h.example:8080/a', 'http://h.example:8080/a', 'ok'],
  ['signed with another port', 'http://h.example:8081/a', 'http://h.example:8080/a', 'AccessDenied'],
  ['signed with a port, asked without', 'http://h.example:8080/a', 'http://h.example/a', 'AccessDenied'],
  ['an IPv6 host signed without port', 'http://[2001:db8::1]/a', 'http://[2001:db8::1]:80/a', 'ok'],
  ['the end of an IPv6 host is no port', 'http://[2001:db8:/a', 'http://[2001:db8::1]/a', 'AccessDenied'],
])('D-13: %s', (_, signedFor, asked, verdict) => {
  const [, query] = signed(signedFor).split('?');
  expect(verdictOf(`${asked}?${query}`)).toBe(verdict);
  expect(
    verdictOf(`${asked}?${withPolicy(signedFor, statement({ Resource: signedFor })).split('?')[1]}`),
  ).toBe(verdict);
});

test('SU-12: a quote in the URL cannot write conditions into the rebuilt policy', () => {
  const end = NOW + 60;
  const text = `{"Statement":[{"Resource":"${HTTP}*","X":"","Condition":{"DateLessThan":{"AWS:EpochTime":${end}}}}]}`;
  const url = forged(`${HTTP}*","X":"`, `Expires=${end}`, text);
  expect(verdictOf(url)).toBe('AccessDenied');
});

test('SU-13 SU-14 SU-35: whatever URL is signed is accepted, and with one byte changed or lost refused', () => {
  const segment = fc.string({
    unit: fc.constantFrom(...'abzAZ019-_.~!$()*,;:@%', '%20', '%7E', 'é'.normalize()),
  });
  const url = fc
    .tuple(
      fc.constantFrom('http', 'https'),
      fc.constantFrom('h.example', 'h:8080'),
      segment,
      fc.option(segment),
    )
    .map(([scheme, host, path, query]) => `${scheme}://${host}/${path}${query ? `?q=${query}&r` : ''}`)
    .map((text) => text.replaceAll('é', '%C3%A9'));
  fc.assert(
    fc.property(
      url,
      fc.double({ min: 0, max: 1, noNaN: true }),
      fc.integer({ min: 33, max: 126 }),
      (text, where, code) => {
        const good = signed(text);
        expect(verdictOf(good)).toBe('ok');
        const at = text.indexOf('//') + 2 + Math.floor(where * (good.length - text.indexOf('//') - 3));
        for (const byte of ['', String.fromCharCode(code)]) {
          const bad = good.slice(0, at) + byte + good.slice(at + 1);
          if (bad !== good && /^https?:\/\/[^/]+\//.test(bad)) expect(verdictOf(bad), bad).not.toBe('ok');
        }
      },
    ),
  );
});

test('SU-37: no query string makes verifying throw', () => {
  const value = fc.string({ unit: fc.constantFrom(...'aA0-_~%&=+/ "\\é', '%7E', 'Policy=', 'Expires=1') });
  fc.assert(
    fc.property(value, value, (a, b) => {
      const query = `Policy=${a}&Signature=${b}&Key-Pair-Id=${KEY_PAIR_ID}`;
      const request = { isSecure: false, host: a, path: b, query, clientAddress: a };
      expect(verifySignedUrl(RING, request, NOW)).not.toBe('ok');
      expect(verifySignedUrl(RING, { ...request, query: a }, NOW)).not.toBe('ok');
    }),
  );
});
