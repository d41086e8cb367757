/** The judge of the soak: every kind of wrong answer is one, and right answers are right. */
import { describe, expect, test } from 'vitest';
import { bodyOf, etagOf, generationOf, objectAt, pathOf } from '../../bench/soak/content.ts';
import { type Answered, type Asked, faultOf, partOf } from '../../bench/soak/judgement.ts';

const PATH = pathOf(3, 'kept', 1);
const ASKED: Asked = { path: PATH, method: 'GET', range: null, knownGeneration: null, oldest: 2 };
const WHOLE: Answered = {
  status: 200,
  headers: { etag: etagOf(2), 'content-length': '1024' },
  body: bodyOf(PATH, 2),
};
const PART: Answered = {
  status: 206,
  headers: { etag: etagOf(2), 'content-length': '10' },
  body: bodyOf(PATH, 2).subarray(5, 15),
};
const KNOWN: Answered = { status: 304, headers: { etag: etagOf(2) }, body: Buffer.alloc(0) };
const RANGE = { ...ASKED, range: [5, 14] } as const;

describe('right', () => {
  test.each<[string, Asked, Answered]>([
    ['whole', ASKED, WHOLE],
    ['newer than it must be', { ...ASKED, oldest: 1 }, WHOLE],
    ['signed', { ...ASKED, path: `${PATH}?Signature=x` }, WHOLE],
    ['a part', RANGE, PART],
    ['known', { ...ASKED, knownGeneration: 2 }, KNOWN],
    ['another than was known', { ...ASKED, knownGeneration: 1 }, WHOLE],
    ['a head', { ...ASKED, method: 'HEAD' }, { ...WHOLE, body: Buffer.alloc(0) }],
  ])('%s', (_, asked, answered) => expect(faultOf(asked, answered)).toBeNull());
});

describe('wrong', () => {
  test.each<[string, Asked, Answered, RegExp]>([
    ['older than the invalidation', { ...ASKED, oldest: 3 }, WHOLE, /generation 2, though 3/],
    ['a byte of another', ASKED, { ...WHOLE, body: bodyOf(PATH, 1) }, /not generation 2/],
    ['cut', ASKED, { ...WHOLE, body: WHOLE.body.subarray(1) }, /1023 bytes/],
    [
      'another length announced',
      ASKED,
      { ...WHOLE, headers: { ...WHOLE.headers, 'content-length': '9' } },
      /9 instead/,
    ],
    ['an error page', ASKED, { status: 503, headers: {}, body: Buffer.alloc(0) }, /503/],
    ['a part instead of all', ASKED, { ...WHOLE, status: 206 }, /status 206/],
    ['all instead of a part', RANGE, { ...WHOLE, headers: { etag: etagOf(2) } }, /status 200/],
    ['another part', RANGE, { ...PART, body: bodyOf(PATH, 2).subarray(6, 16) }, /not generation 2/],
    ['304 of what was not known', { ...ASKED, knownGeneration: 1 }, KNOWN, /304/],
    ['all of what is known', { ...ASKED, knownGeneration: 2 }, WHOLE, /what was known/],
    ['a body for HEAD', { ...ASKED, method: 'HEAD' }, WHOLE, /HEAD/],
  ])('%s', (_, asked, answered, fault) => expect(faultOf(asked, answered)).toMatch(fault));
});

test('a path tells its object; others are none', () => {
  expect(objectAt('/g3/1024/brief/1')).toEqual({ group: 3, sizeBytes: 1024, isPassed: false, isBrief: true });
  expect(objectAt('/g3/1024/kept/1/signed')).toMatchObject({ group: 3, isPassed: false });
  expect(objectAt('/g3/1024/other/1')).toBeNull();
});

test('an ETag tells the generation', () => {
  expect(generationOf(etagOf(7))).toBe(7);
  expect(generationOf(undefined)).toBeNaN();
  expect(generationOf('"7"')).toBeNaN();
});

test.each([0, 0.5, 0.999])('a part lies within its object, wherever it begins: %d', (chance) => {
  const [first, last] = partOf(PATH, chance);
  expect(first).toBeLessThan(last + 1);
  expect(last).toBeLessThan(1024);
});
