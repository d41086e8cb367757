import fc from 'fast-check';
import { expect, test } from 'vitest';
import { canonicalUserId, etagOf, Identifiers, isEtag } from '../../src/control/identifiers.ts';
import { seededRandom } from '../harness/seeded-random.ts';

const FORMS: [title: string, form: RegExp, make: (identifiers: Identifiers) => string][] = [
  ['CA-64: a resource id is E and 14 capitals or digits', /^E[A-Z0-9]{14}$/, (one) => one.resourceId()],
  ['CA-65: an invalidation id is I and 14', /^I[A-Z0-9]{14}$/, (one) => one.invalidationId()],
  ['CA-66: an ETag is E and 13, without quotes', /^E[A-Z0-9]{13}$/, (one) => one.etag()],
  [
    'CA-67 CA-309: a download name begins with d',
    /^d[a-z0-9]{13}\.cloudfront\.net$/,
    (one) => one.domainName('d'),
  ],
  ['CA-67: a streaming name begins with s', /^s[a-z0-9]{13}\.cloudfront\.net$/, (one) => one.domainName('s')],
];

test.each(FORMS)('%s', (_title, form, make) => {
  fc.assert(
    fc.property(fc.nat(), (seed) => {
      expect(make(new Identifiers(seededRandom(seed)))).toMatch(form);
    }),
  );
});

test('CA-68: neither the id nor the domain name can be read from the other', () => {
  const identifiers = new Identifiers(seededRandom(7));
  for (let round = 0; round < 100; round++) {
    const id = identifiers.resourceId().toLowerCase();
    const label = identifiers.domainName('d').split('.')[0]!;
    const pieces = Array.from({ length: label.length - 5 }, (_, at) => label.slice(at, at + 6));
    expect(pieces.filter((piece) => id.includes(piece))).toEqual([]);
  }
});

test('CA-77: the same seed gives the same ids, and one after the other they differ', () => {
  const [one, other] = [new Identifiers(seededRandom(7)), new Identifiers(seededRandom(7))];
  const ids = Array.from({ length: 100 }, () => one.resourceId());
  expect(ids).toEqual(Array.from({ length: 100 }, () => other.resourceId()));
  expect(new Set(ids).size).toBe(100);
});

test('CA-77: without a seed ids are random', () => {
  const ids = Array.from({ length: 200 }, () => new Identifiers().resourceId());
  expect(new Set(ids).size).toBe(200);
});

test('CA-69 CA-78: the canonical user id is 64 hex digits, always the same for an identity', () => {
  expect(canonicalUserId('E2OAI3456789ABC')).toMatch(/^[0-9a-f]{64}$/);
  expect(canonicalUserId('E2OAI3456789ABC')).toBe(canonicalUserId('E2OAI3456789ABC'));
  expect(canonicalUserId('E2OAI3456789ABD')).not.toBe(canonicalUserId('E2OAI3456789ABC'));
});

test('CA-66: content that does not change has an ETag that does not change', () => {
  fc.assert(
    fc.property(fc.string(), (content) => {
      expect(isEtag(etagOf(content))).toBe(true);
      expect(etagOf(content)).toBe(etagOf(content));
      expect(etagOf(`${content}.`)).not.toBe(etagOf(content));
    }),
  );
});
