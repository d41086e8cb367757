import fc from 'fast-check';
import { expect, test } from 'vitest';
import { evaluateConditions, ifRangeHolds, type Validators } from '../../src/http/conditional.ts';
import { formatHttpDate } from '../../src/http/http-date.ts';

const BEFORE = 'Sat, 01 Jun 2013 00:00:00 GMT';
const CHANGED = 'Sun, 02 Jun 2013 00:00:00 GMT';
const AFTER = 'Mon, 03 Jun 2013 00:00:00 GMT';
const BOTH: Validators = { etag: '"v1"', lastModified: CHANGED };
const WEAK: Validators = { etag: 'W/"v1"', lastModified: CHANGED };
const NO_ETAG: Validators = { etag: null, lastModified: CHANGED };
const ONLY_ETAG: Validators = { etag: '"v1"', lastModified: null };

test.each<[string, string[], Validators, string]>([
  ['no condition', ['Accept', '*/*'], BOTH, 'proceed'],
  ['TTL-34: If-None-Match names it', ['If-None-Match', '"v1"'], BOTH, 'not-modified'],
  ['TTL-34: If-None-Match names another', ['If-None-Match', '"v2"'], BOTH, 'proceed'],
  ['TTL-34: one of a list', ['If-None-Match', '"a,b" , W/"v1"'], BOTH, 'not-modified'],
  ['TTL-34: in a second header', ['if-none-match', '"a"', 'IF-NONE-MATCH', '"v1"'], BOTH, 'not-modified'],
  ['TTL-34: any', ['If-None-Match', '*'], BOTH, 'not-modified'],
  ['TTL-34: the weak comparison', ['If-None-Match', '"v1"'], WEAK, 'not-modified'],
  ['TTL-34: quotes belong to the tag', ['If-None-Match', 'v1'], BOTH, 'proceed'],
  [
    'TTL-34: a tag without quotes on both sides',
    ['If-None-Match', 'a, v1'],
    { ...BOTH, etag: 'v1' },
    'not-modified',
  ],
  ['TTL-34: a backslash escapes nothing', ['If-None-Match', '"a\\", "v1"'], BOTH, 'not-modified'],
  ['TTL-34: no tag within a tag', ['If-None-Match', '"x "v1""'], BOTH, 'proceed'],
  ['TTL-34: an open quote', ['If-None-Match', '"v1'], BOTH, 'proceed'],
  ['TTL-34: If-Modified-Since at the change', ['If-Modified-Since', CHANGED], BOTH, 'not-modified'],
  ['TTL-34: If-Modified-Since after it', ['If-Modified-Since', AFTER], BOTH, 'not-modified'],
  ['TTL-34: If-Modified-Since before it', ['If-Modified-Since', BEFORE], BOTH, 'proceed'],
  ['TTL-34: an unreadable date', ['If-Modified-Since', 'yesterday'], BOTH, 'proceed'],
  ['TTL-34: no date to compare with', ['If-Modified-Since', AFTER], ONLY_ETAG, 'proceed'],
  [
    'TTL-34: an unreadable Last-Modified',
    ['If-Modified-Since', 'x'],
    { etag: null, lastModified: 'x' },
    'proceed',
  ],
  [
    'TTL-34: the tag wins over the date',
    ['If-None-Match', '"v2"', 'If-Modified-Since', AFTER],
    BOTH,
    'proceed',
  ],
  ['TTL-35: If-None-Match without an ETag', ['If-None-Match', '*'], NO_ETAG, 'proceed'],
  ['TTL-35: If-Match without an ETag', ['If-Match', '"v2"'], NO_ETAG, 'proceed'],
  [
    'TTL-35: the date counts then',
    ['If-None-Match', '"v2"', 'If-Modified-Since', AFTER],
    NO_ETAG,
    'not-modified',
  ],
  ['If-Match names it', ['If-Match', '"a", "v1"'], BOTH, 'proceed'],
  ['If-Match names another', ['If-Match', '"v2"'], BOTH, 'failed'],
  ['If-Match any', ['If-Match', '*'], BOTH, 'proceed'],
  ['If-Match is strong: asked', ['If-Match', 'W/"v1"'], BOTH, 'failed'],
  ['If-Match is strong: stored', ['If-Match', '"v1"'], WEAK, 'failed'],
  ['If-Match is strong: both', ['If-Match', 'W/"v1"'], WEAK, 'failed'],
  ['If-Match holds, If-None-Match too', ['If-Match', '"v1"', 'If-None-Match', '"v1"'], BOTH, 'not-modified'],
  [
    'If-Match before If-Unmodified-Since',
    ['If-Match', '"v1"', 'If-Unmodified-Since', BEFORE],
    BOTH,
    'proceed',
  ],
  ['If-Unmodified-Since before the change', ['If-Unmodified-Since', BEFORE], BOTH, 'failed'],
  ['If-Unmodified-Since at the change', ['If-Unmodified-Since', CHANGED], BOTH, 'proceed'],
  ['If-Unmodified-Since unreadable', ['If-Unmodified-Since', '0'], BOTH, 'proceed'],
])('%s', (_name, request, stored, verdict) => {
  expect(evaluateConditions(request, stored)).toBe(verdict);
});

test.each<[string, Validators, boolean]>([
  ['"v1"', BOTH, true],
  ['"v2"', BOTH, false],
  ['W/"v1"', WEAK, false],
  ['"v1"', WEAK, false],
  ['"v1"', NO_ETAG, false],
  [CHANGED, BOTH, true],
  ['Sunday, 02-Jun-13 00:00:00 GMT', BOTH, true],
  [AFTER, BOTH, false],
  [BEFORE, BOTH, false],
  [CHANGED, ONLY_ETAG, false],
  ['v1', BOTH, false],
  ['', BOTH, false],
])('RG-12: If-Range %j against %j: %s', (ifRange, stored, expected) => {
  expect(ifRangeHolds(ifRange, stored)).toBe(expected);
});

const tag = fc.string({ unit: fc.constantFrom('a', ',', ' ', '\\', '/'), maxLength: 3 }).map((s) => `"${s}"`);

test('TTL-34: a list answers 304 exactly when it holds the tag', () => {
  fc.assert(
    fc.property(fc.array(tag, { minLength: 1 }), tag, fc.constantFrom(',', ', '), (tags, etag, separator) => {
      const request = ['If-None-Match', tags.join(separator)];
      const expected = tags.includes(etag) ? 'not-modified' : 'proceed';
      expect(evaluateConditions(request, { etag, lastModified: null })).toBe(expected);
    }),
  );
});

test('TTL-34: dates compare by the second', () => {
  const second = fc.integer({ min: 1_370_000_000, max: 1_370_000_100 });
  fc.assert(
    fc.property(second, second, (since, changed) => {
      const request = ['If-Modified-Since', formatHttpDate(since * 1000)];
      const stored = { etag: null, lastModified: formatHttpDate(changed * 1000) };
      expect(evaluateConditions(request, stored)).toBe(changed <= since ? 'not-modified' : 'proceed');
    }),
  );
});
