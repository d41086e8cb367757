import { expect, test } from 'vitest';
import { SIGNING_PARAMETERS } from '../../src/distribution/signing-parameters.ts';
import { hasSigningParameters, readSigningParameters } from '../../src/signing/parameters.ts';

const NONE = { Expires: null, Policy: null, Signature: null, 'Key-Pair-Id': null };

test.each([
  [
    'SU-7 canned',
    'Expires=1&Signature=s&Key-Pair-Id=k',
    { Expires: '1', Signature: 's', 'Key-Pair-Id': 'k' },
  ],
  ['SU-7 custom', 'Policy=p&Signature=s&Key-Pair-Id=k', { Policy: 'p', Signature: 's', 'Key-Pair-Id': 'k' }],
  ['SU-8 any order', 'Key-Pair-Id=k&Expires=1', { Expires: '1', 'Key-Pair-Id': 'k' }],
  ['SU-8 own parameters around', 'a=1&Expires=1&b=2&Signature=s&c', { Expires: '1', Signature: 's' }],
  ['SU-7 names are case-sensitive', 'expires=1&POLICY=p&signature=s&Key-Pair-ID=k', {}],
  ['SU-7 longer names are other names', 'Expires2=1&MyPolicy=p&Signature-=s', {}],
  ['CK-12 only the ampersand separates', 'a=1;Expires=1', {}],
  ['a name without a value is empty', 'Policy&Key-Pair-Id=', { Policy: '', 'Key-Pair-Id': '' }],
  ['given twice is empty', 'Expires=1&Expires=1', { Expires: '' }],
  ['given thrice is empty', 'Policy=p&a&Policy=p&Policy=p', { Policy: '' }],
  ['percent-encoding is undone', 'Signature=a%7Eb%5F', { Signature: 'a~b_' }],
  ['broken percent-encoding stays', 'Signature=a%zz', { Signature: 'a%zz' }],
  ['the name is never decoded', '%45xpires=1', {}],
  ['later equals signs belong to the value', 'Expires=1=2', { Expires: '1=2' }],
  ['nothing', '', {}],
  ['only separators', '&&&', {}],
])('%s', (_, query, expected) => {
  const found = readSigningParameters(query);
  expect(found).toEqual({ ...NONE, ...expected });
  expect(hasSigningParameters(query)).toBe(Object.keys(expected).length > 0);
});

test('CK-15 SU-24: the parameters that never reach key or origin are these four', () => {
  expect([...SIGNING_PARAMETERS].sort()).toEqual(['Expires', 'Key-Pair-Id', 'Policy', 'Signature']);
});
