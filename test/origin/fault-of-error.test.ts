import { beforeEach, describe, expect, test, vi } from 'vitest';
import { faultOfConnect } from '../../src/origin/fault-of-error.ts';
import { openObject } from '../../src/origin/object-file.ts';
import { conversation } from '../harness/conversation.ts';

vi.mock('../../src/origin/object-file.ts', { spy: true });
beforeEach(() => void vi.mocked(openObject).mockReset());

const errorOf = (code: string): Error => Object.assign(new Error(code), { code });

test.each([
  ['OR-42', 'ECONNREFUSED', 'refused'],
  ['OR-42', 'EHOSTUNREACH', 'refused'],
  ['OR-43', 'ETIMEDOUT', 'connect-timeout'],
  ['D-12', 'EMFILE', 'busy'],
  ['D-12', 'ENFILE', 'busy'],
  ['D-12', 'ENOBUFS', 'busy'],
  ['D-12', 'ENOMEM', 'busy'],
  ['D-12', 'EADDRNOTAVAIL', 'busy'],
])('%s: no connection because of %s is %s', (_id, code, kind) => {
  expect(faultOfConnect(errorOf(code))).toBe(kind);
});

describe('a bucket folder whose files cannot be opened', () => {
  test.each([
    ['D-12 ER-31', 'EMFILE', '503 CapacityExceeded (page)', '404'],
    ['D-12 ER-31', 'ENFILE', '503 CapacityExceeded (page)', '404'],
    ['ER-3', 'EIO', '500 Error', '500'],
  ])('%s: for %s it is %s, and then %s', async (_id, code, seen, then) => {
    const { see } = await conversation([], { originSettings: { directory: import.meta.dirname } });
    vi.mocked(openObject).mockRejectedValueOnce(errorOf(code));
    expect((await see('/none')).startsWith(seen)).toBe(true);
    expect((await see('/none')).slice(0, 3)).toBe(then);
  });
});
