import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import type { LessonClaims } from '../../src/classroom/lesson.ts';
import { readLesson } from '../../src/classroom/read-lesson.ts';
import { expanded } from '../../src/classroom/running-lesson.ts';
import { missesOf, type Sighting, wordsOf } from '../../src/classroom/sighting.ts';

function problemsOf(text: string): string[] {
  const folder = mkdtempSync(join(tmpdir(), 'edgefront-lesson-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const file = join(folder, 'lesson.yaml');
  writeFileSync(file, text);
  const reading = readLesson(file);
  return 'problems' in reading
    ? reading.problems.map(({ line, path, message }) => `${line} ${path} ${message}`)
    : [];
}

const HEAD = 'number: 1\ntitle: t\nabout: a\nwhy: w\n';

test('every problem of a lesson is told, with its line', () => {
  expect(problemsOf(`${HEAD}steps:\n  - { do: d, see: s }\n`)).toEqual([
    '6 steps[0] must have one of ask, advance, invalidate, origin, change',
  ]);
  expect(problemsOf(`${HEAD}steps:\n  - { do: d, see: s, ask: { url: /a }, advance: 1h }\n`)).toHaveLength(1);
  expect(problemsOf(`${HEAD}stepps: []\nsteps:\n  - { do: d, see: s, advance: soon }\n`)).toEqual([
    expect.stringMatching(/^5 stepps is not known/),
    expect.stringMatching(/^7 steps\[0\].advance must be a quantity/),
  ]);
});

test('a range in a URL stands for requests one after the other', () => {
  expect(expanded('/a-[1-3].jpg')).toEqual(['/a-1.jpg', '/a-2.jpg', '/a-3.jpg']);
  expect(expanded('/a')).toEqual(['/a']);
  expect(expanded('/a-[3-1]')).toEqual([]);
});

const NO_CLAIMS: LessonClaims = {
  ...{ status: null, cache: null, age: null, body: null, bytes: null },
  ...{ asked: null, evicts: null, deployed: null, tookMs: null },
};
const HIT: Sighting = {
  answer: {
    ...{
      status: 200,
      reason: 'OK',
      bodyBytes: 5,
      preview: 'hello',
      isCut: false,
      firstByteMs: 1,
      totalMs: 20,
    },
    headers: [
      ['X-Cache', 'Hit from cloudfront'],
      ['Age', '12'],
    ],
  },
  ...{ asked: 0, evictions: 0, deployed: 3, edges: 3 },
};

const HELD: readonly Partial<LessonClaims>[] = [
  {
    status: 200,
    cache: 'Hit',
    age: 12,
    asked: 0,
    bytes: 5,
    body: 'ell',
    evicts: false,
    deployed: 3,
    tookMs: 20,
  },
  { age: 11 },
];

test.each(HELD)('%o holds', (claims) => {
  expect(missesOf({ ...NO_CLAIMS, ...claims }, HIT)).toEqual([]);
});

const MISSED: readonly Partial<LessonClaims>[] = [
  ...[{ status: 206 }, { cache: 'Miss' }, { age: 13 }, { body: 'x' }, { bytes: 4 }],
  ...[{ asked: 1 }, { evicts: true }, { deployed: 2 }, { tookMs: 21 }],
];

test.each(MISSED)('%o does not, and is told of', (claims) => {
  expect(missesOf({ ...NO_CLAIMS, ...claims }, HIT)).toHaveLength(1);
});

test('an Age claimed and absent is a miss', () => {
  const answer = { ...HIT.answer!, headers: [] };
  expect(missesOf({ ...NO_CLAIMS, age: 0 }, { ...HIT, answer })).toHaveLength(1);
});

test('what was seen, in words', () => {
  expect(wordsOf(HIT)).toBe('200 Hit, Age 12, nothing asked of the origin');
  expect(wordsOf({ ...HIT, asked: 1, evictions: 2 })).toBe(
    '200 Hit, Age 12, 1 request to the origin, 2 evictions',
  );
  expect(wordsOf({ ...HIT, answer: null, deployed: 1 })).toBe(
    '1 of 3 edge locations hold the latest configuration',
  );
});
