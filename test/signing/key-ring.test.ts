import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { expect, test } from 'vitest';
import { compileKeyRing, isAccountKey, readPublicKey, type Signers } from '../../src/signing/key-ring.ts';
import { KEY_PAIR_ID, PRIVATE_KEY, PUBLIC_KEY_PEM } from './signer.ts';

const OWNER = '111122223333';
const pemOf = (key: KeyObject) => String(key.export({ format: 'pem', type: 'spki' }));
const SIGNERS: Signers = new Map([
  ['self', new Map([['APKASELF', PUBLIC_KEY_PEM]])],
  [OWNER, new Map([['APKAOWNER', PUBLIC_KEY_PEM]])],
  ['444455556666', new Map([['APKAOTHER', PUBLIC_KEY_PEM]])],
]);
const found = (accounts: readonly string[], owner = OWNER) => {
  const ring = compileKeyRing(accounts, SIGNERS, owner);
  return ['APKASELF', 'APKAOWNER', 'APKAOTHER'].filter((id) => ring.find(id) !== null);
};

test.each([
  ['SU-1 self is the owner', ['self'], ['APKASELF', 'APKAOWNER']],
  ['SU-1 the owner by number', [OWNER], ['APKASELF', 'APKAOWNER']],
  ['SU-3 another account: its keys only', ['444455556666'], ['APKAOTHER']],
  ['SU-1 several accounts', ['self', '444455556666'], ['APKASELF', 'APKAOWNER', 'APKAOTHER']],
  ['SU-3 an account without keys', ['777788889999'], []],
  ['SU-3 nobody', [], []],
])('%s', (_, accounts, expected) => {
  expect(found(accounts)).toEqual(expected);
});

test('SU-1: self of another owner does not open the keys of this one', () => {
  expect(found(['self'], '000000000000')).toEqual(['APKASELF']);
});

test('SU-32: an id that is no key pair, whatever it is called, has no key', () => {
  const ring = compileKeyRing(['self'], SIGNERS, OWNER);
  for (const id of ['', 'APKA', 'apkaself', '__proto__', 'constructor', 'get']) {
    expect(ring.find(id), id).toBeNull();
  }
});

test('SU-10: RSA keys count', () => {
  expect(isAccountKey(PRIVATE_KEY)).toBe(true);
  expect(readPublicKey(pemOf(generateKeyPairSync('rsa', { modulusLength: 1024 }).publicKey))).not.toBeNull();
});

test.each([
  ['text that is no PEM', 'hello'],
  ['nothing', ''],
  ['PEM around nonsense', '-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----'],
  ['an RSA key too short', pemOf(generateKeyPairSync('rsa', { modulusLength: 512 }).publicKey)],
  ['an elliptic curve', pemOf(generateKeyPairSync('ec', { namedCurve: 'P-256' }).publicKey)],
  ['an Edwards curve', pemOf(generateKeyPairSync('ed25519').publicKey)],
])('SU-10: %s is no key, and the others still count', (_, pem) => {
  expect(readPublicKey(pem)).toBeNull();
  const keys = new Map([
    ['APKABROKEN', pem],
    [KEY_PAIR_ID, PUBLIC_KEY_PEM],
  ]);
  const ring = compileKeyRing(['self'], new Map([['self', keys]]), OWNER);
  expect(ring.find('APKABROKEN')).toBeNull();
  expect(ring.find(KEY_PAIR_ID)).not.toBeNull();
});
