import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { REFUSALS } from '../../src/policy/refusal.ts';
import {
  checkAccess,
  compileViewerAccess,
  refuseMethod,
  refuseSize,
} from '../../src/policy/viewer-access.ts';
import { behavior } from './behavior.ts';

const OPEN = compileViewerAccess(behavior(), '12');
const SECURE_ONLY = compileViewerAccess(behavior({ protocol: 'https-only' }), '12');
const GET = { isSecure: false, method: 'GET', hasBody: false };

describe('methods', () => {
  test.each(['GET', 'HEAD'])('VR-12 VR-17: %s is accepted', (method) => {
    expect(refuseMethod(method)).toBeNull();
    expect(checkAccess(OPEN, { ...GET, method })).toBeNull();
  });

  test.each(['POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'])(
    'VR-12 VR-14 D-9: %s is known and refused',
    (method) => {
      expect(refuseMethod(method)).toBeNull();
      expect(checkAccess(OPEN, { ...GET, method })).toBe(REFUSALS.methodNotAllowed);
    },
  );

  test.each(['get', 'Get', 'TRACE', 'CONNECT', 'PROPFIND', 'PURGE', 'G', '', 'GETS', 'constructor'])(
    'VR-15 D-9: "%s" is an unknown token',
    (method) => {
      expect(refuseMethod(method)).toBe(REFUSALS.unknownMethod);
    },
  );
});

describe('access', () => {
  test('VR-16: GET with a body is refused', () => {
    expect(checkAccess(OPEN, { ...GET, hasBody: true })).toBe(REFUSALS.bodyOnGet);
  });

  test('VR-21: allow-all takes both protocols', () => {
    expect(checkAccess(OPEN, GET)).toBeNull();
    expect(checkAccess(OPEN, { ...GET, isSecure: true })).toBeNull();
  });

  test('VR-21: https-only refuses HTTP and takes HTTPS', () => {
    expect(checkAccess(SECURE_ONLY, GET)).toBe(REFUSALS.httpsOnly);
    expect(checkAccess(SECURE_ONLY, { ...GET, isSecure: true })).toBeNull();
  });

  test('VR-24: protocol is judged before method, method before body', () => {
    expect(checkAccess(SECURE_ONLY, { isSecure: false, method: 'POST', hasBody: true })).toBe(
      REFUSALS.httpsOnly,
    );
    expect(checkAccess(SECURE_ONLY, { isSecure: true, method: 'POST', hasBody: true })).toBe(
      REFUSALS.methodNotAllowed,
    );
  });

  test('VR-11 D-2: in era 08 no policy asks for HTTPS', () => {
    const old = compileViewerAccess(behavior({ protocol: 'https-only' }), '08');
    expect(checkAccess(old, GET)).toBeNull();
  });

  test('VR-21 D-2: era 10 has HTTPS and its protocol policy', () => {
    const era10 = compileViewerAccess(behavior({ protocol: 'https-only' }), '10');
    expect(checkAccess(era10, GET)).toBe(REFUSALS.httpsOnly);
    expect(checkAccess(era10, { ...GET, isSecure: true })).toBeNull();
  });

  test('VR-12 VR-21: whatever is let in is GET or HEAD, without body, by an allowed protocol', () => {
    const method = fc.constantFrom('GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'BREW');
    fc.assert(
      fc.property(fc.boolean(), method, fc.boolean(), fc.boolean(), (isSecure, word, hasBody, isStrict) => {
        const access = isStrict ? SECURE_ONLY : OPEN;
        if (checkAccess(access, { isSecure, method: word, hasBody }) !== null) return;
        expect(['GET', 'HEAD']).toContain(word);
        expect(hasBody).toBe(false);
        expect(isSecure || !isStrict).toBe(true);
      }),
    );
  });
});

describe('sizes', () => {
  const LIMITS = { urlBytes: 8192, headerBytes: 20_480 };

  test.each([
    ['VR-18: URL and head at their limits pass', 8192, 20_480, null],
    ['VR-18: a URL over 8,192 bytes is 413', 8193, 9000, REFUSALS.tooLarge],
    ['VR-18: a head over 20,480 bytes is 413', 1, 20_481, REFUSALS.tooLarge],
  ])('%s', (_title, urlBytes, headerBytes, expected) => {
    expect(refuseSize({ urlBytes, headerBytes }, LIMITS)).toBe(expected);
  });
});
