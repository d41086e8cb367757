/** What is remembered of signatures: that it saves work, and that it never changes a verdict. */
import { createPublicKey, generateKeyPairSync } from 'node:crypto';
import fc from 'fast-check';
import { expect, test, vi } from 'vitest';
import { compileKeyRing, type KeyRing } from '../../src/signing/key-ring.ts';
import { type SignOptions, signUrl } from '../../src/signing/sign.ts';
import { VerifiedSignatures, type VerifiedUrl } from '../../src/signing/verified-signatures.ts';
import { type SignatureVerdict, verifySignedUrl } from '../../src/signing/verify.ts';
import { KEY_PAIR_ID, PRIVATE_KEY, PUBLIC_KEY_PEM, RING, requestFor } from './signer.ts';

const NOW = 1_750_000_000;
const URL = 'http://d111111abcdef8.cloudfront.net/images/a.jpg';
const signed = (url: string, options: Partial<SignOptions> = { expires: NOW + 60 }) =>
  signUrl(url, { keyPairId: KEY_PAIR_ID, privateKey: PRIVATE_KEY, ...options });
const wildcard = (url: string, condition: object = {}) => {
  const times = { DateLessThan: { 'AWS:EpochTime': NOW + 60 } };
  const policy = { Statement: [{ Resource: '*/images/*', Condition: { ...times, ...condition } }] };
  return signed(url, { policy: JSON.stringify(policy) });
};

/** A ring that tells how often a key was asked for: each time something is proven, and only then. */
function countingRing(): { ring: KeyRing; find: ReturnType<typeof vi.fn> } {
  const find = vi.fn((id: string) => RING.find(id));
  return { ring: { find }, find };
}

/** A memory's verdicts, as `verifySignedUrl` gives them. */
function remembering(limitBytes?: number) {
  const memory = new VerifiedSignatures(limitBytes);
  return {
    verify(...asked: Parameters<VerifiedSignatures['verify']>): SignatureVerdict {
      const verified = memory.verify(...asked);
      return typeof verified === 'string' ? verified : 'ok';
    },
  };
}

test('AL-24: what is remembered of a URL keeps what its query is in a log', () => {
  const memory = new VerifiedSignatures();
  const ask = (url: string) => memory.verify(RING, requestFor(url), NOW * 1000) as VerifiedUrl;
  const [url, other] = [signed(URL), signed(`${URL}?a=1`)];
  ask(url).logQuery = 'as logged';
  expect([ask(url).logQuery, ask(other).logQuery, ask(url).logQuery]).toEqual([
    'as logged',
    null,
    'as logged',
  ]);
});

test('SU-6: a URL that was proven is not read again', () => {
  const { ring, find } = countingRing();
  const memory = remembering();
  const request = requestFor(signed(URL));
  for (let time = 0; time < 3; time++) expect(memory.verify(ring, request, NOW * 1000)).toBe('ok');
  expect(find).toHaveBeenCalledTimes(1);
});

test('SU-17: a remembered URL opens no longer than its policy says, and not before', () => {
  const memory = remembering();
  const verdict = (url: string, seconds: number) => memory.verify(RING, requestFor(url), seconds * 1000);
  expect([NOW, NOW + 59, NOW + 60, NOW].map((at) => verdict(signed(URL), at))).toEqual([
    'ok',
    'ok',
    'AccessDenied',
    'ok',
  ]);
  const later = wildcard(URL, { DateGreaterThan: { 'AWS:EpochTime': NOW + 10 } });
  expect([NOW + 11, NOW + 10, NOW + 60].map((at) => verdict(later, at))).toEqual([
    'ok',
    'AccessDenied',
    'AccessDenied',
  ]);
});

test('SU-18: a remembered URL opens to the addresses of its policy alone', () => {
  const memory = remembering();
  const url = signed(URL, { expires: NOW + 60, ip: '192.0.2.0/24' });
  const from = (address: string) => memory.verify(RING, requestFor(url, address), NOW * 1000);
  expect(['192.0.2.1', '198.51.100.1', '192.0.2.2'].map(from)).toEqual(['ok', 'AccessDenied', 'ok']);
});

test('SU-3: a key ring that was deployed anew is asked anew', () => {
  const memory = remembering();
  const request = requestFor(signed(URL));
  expect(memory.verify(RING, request, NOW * 1000)).toBe('ok');
  expect(memory.verify(compileKeyRing([], new Map(), '1'), request, NOW * 1000)).toBe('InvalidKey');
  const again = compileKeyRing(['self'], new Map([['self', new Map([[KEY_PAIR_ID, PUBLIC_KEY_PEM]])]]), '1');
  expect(memory.verify(again, request, NOW * 1000)).toBe('ok');
});

test('SU-19: what it holds is bounded, and what is used stays', () => {
  const { ring, find } = countingRing();
  const memory = remembering(40_000);
  const often = requestFor(signed(`${URL}?often`));
  for (let at = 0; at < 60; at++) {
    memory.verify(ring, requestFor(signed(`${URL}?${at}`)), NOW * 1000);
    memory.verify(ring, often, NOW * 1000);
  }
  expect(find).toHaveBeenCalledTimes(61);
  memory.verify(ring, requestFor(signed(`${URL}?0`)), NOW * 1000);
  expect(find).toHaveBeenCalledTimes(62);
});

const OTHER_ID = 'APKAOTHER';
const STRANGER_PEM = String(
  generateKeyPairSync('rsa', { modulusLength: 1024 }).publicKey.export({ format: 'pem', type: 'spki' }),
);
const ringOf = (keys: Record<string, string>) =>
  compileKeyRing(['self'], new Map([['self', new Map(Object.entries(keys))]]), '1');
/** The same name for another key; and beside the right one, another name for another key. */
const STRANGERS_RING = ringOf({ [KEY_PAIR_ID]: STRANGER_PEM });
const WIDER_RING = ringOf({ [KEY_PAIR_ID]: PUBLIC_KEY_PEM, [OTHER_ID]: STRANGER_PEM });
const CANNED = signed(URL);
const CUSTOM = wildcard(URL);
const CUSTOM_OF_ONE = signed(URL, { expires: NOW + 60, ip: '0.0.0.0/0' });
const policyOf = (url: string) => /Policy=[^&]*/.exec(url)![0];

test.each<[string, string, string, KeyRing?]>([
  ['SU-14 another path with a canned signature', CANNED, CANNED.replace('a.jpg', 'b.jpg')],
  ['SU-14 a parameter beside a canned signature', CANNED, `${CANNED}&x=1`],
  ['SU-14 a later Expires', CANNED, CANNED.replace(`=${NOW + 60}`, `=${NOW + 61}`)],
  ['SU-22 another scheme', CANNED, CANNED.replace('http:', 'https:')],
  ['SU-23 another host', CANNED, CANNED.replace('d111111', 'd222222')],
  ['SU-20 a URL that the policy is not for', CUSTOM, CUSTOM.replace('images', 'other')],
  ['SU-10 another policy', CUSTOM, CUSTOM.replace(policyOf(CUSTOM), policyOf(CUSTOM_OF_ONE))],
  ['SU-10 the end of a signature', CANNED, CANNED.replace(/....__&Key/, 'AAAA__&Key')],
  ['SU-32 another name of a key', CUSTOM, CUSTOM.replace(KEY_PAIR_ID, OTHER_ID), WIDER_RING],
  ['SU-3 a key of the same name, the same URL', CANNED, CANNED, STRANGERS_RING],
  ['SU-3 a key of the same name, another URL', CUSTOM, CUSTOM.replace('a.jpg', 'b.jpg'), STRANGERS_RING],
])('%s is denied, though the like of it is remembered', (_, url, like, ring = RING) => {
  const memory = remembering();
  const first = ring === WIDER_RING ? ring : RING;
  expect(memory.verify(first, requestFor(url), NOW * 1000)).toBe('ok');
  expect(memory.verify(ring, requestFor(like), NOW * 1000)).toBe('AccessDenied');
  expect(memory.verify(first, requestFor(url), NOW * 1000)).toBe('ok');
});

test('SU-20: a policy proven for one URL opens the others it names without another proof', () => {
  const { ring, find } = countingRing();
  const memory = remembering();
  expect(memory.verify(ring, requestFor(CUSTOM), NOW * 1000)).toBe('ok');
  find.mockReturnValue(createPublicKey(STRANGER_PEM));
  expect(memory.verify(ring, requestFor(CUSTOM.replace('a.jpg', 'b.jpg')), NOW * 1000)).toBe('ok');
});

const URLS = [URL, `${URL}?a=1`, URL.replace('a.jpg', 'b.jpg'), URL.replace('images', 'other')];
const CIDR = { IpAddress: { 'AWS:SourceIp': '192.0.2.0/24' } };
const SIGNED = URLS.flatMap((url) => [
  signed(url),
  signed(url, { expires: NOW + 30 }),
  wildcard(url),
  wildcard(url, CIDR),
  wildcard(url, { DateGreaterThan: { 'AWS:EpochTime': NOW + 5 } }),
]);

/** Parameters of one signed URL on another, doubled, cut, changed by a character, or as they are. */
const attempt = fc
  .record({
    url: fc.constantFrom(...URLS, URL.replace('http:', 'https:'), URL.replace('/images', ':80/images')),
    signed: fc.constantFrom(...SIGNED),
    kind: fc.constantFrom('itself', 'itself', 'itself', 'moved', 'doubled', 'cut', 'changed', 'mixed'),
    other: fc.constantFrom(...SIGNED),
    at: fc.nat(),
  })
  .map(({ url, signed: own, kind, other, at }) => {
    const query = own.slice(own.indexOf('?') + 1);
    const foreign = other.slice(other.indexOf('?') + 1);
    const where = own.length - 1 - (at % query.length);
    if (kind === 'moved') return `${url}?${query}`;
    if (kind === 'doubled') return `${own}&${foreign}`;
    if (kind === 'cut') return own.slice(0, where);
    if (kind === 'changed') return `${own.slice(0, where)}A${own.slice(where + 1)}`;
    if (kind === 'mixed') return own.replace(/Signature=[^&]*/, /Signature=[^&]*/.exec(foreign)![0]);
    return own;
  });

test('SU-6 SU-14 SU-17 SU-18 SU-37: remembered or not, the verdict is that of checking anew', () => {
  const rings = [
    RING,
    compileKeyRing(['self'], new Map([['self', new Map([[KEY_PAIR_ID, PUBLIC_KEY_PEM]])]]), '1'),
    compileKeyRing([], new Map(), '1'),
    STRANGERS_RING,
    WIDER_RING,
  ];
  const ask = fc.record({
    url: attempt,
    address: fc.constantFrom('192.0.2.10', '198.51.100.1'),
    seconds: fc.constantFrom(NOW, NOW + 5, NOW + 6, NOW + 29, NOW + 30, NOW + 60),
    ring: fc.constantFrom(...rings, RING),
  });
  const verdicts = new Set<string>();
  const asked = fc.array(ask, { maxLength: 40 });
  fc.assert(
    fc.property(asked, fc.constantFrom(3000, 20_000, 1_000_000), (asks, limitBytes) => {
      const memory = remembering(limitBytes);
      for (const { url, address, seconds, ring } of asks) {
        const request = requestFor(url, address);
        const fresh = verifySignedUrl(ring, request, seconds * 1000);
        expect(memory.verify(ring, request, seconds * 1000)).toBe(fresh);
        verdicts.add(fresh);
      }
    }),
  );
  expect(verdicts.size).toBeGreaterThan(3);
});
