import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { expanded, type LessonClaims } from '../../src/classroom/lesson.ts';
import { readLesson } from '../../src/classroom/read-lesson.ts';
import { missesOf, type Sighting, wordsOf } from '../../src/classroom/sighting.ts';
import { cityOfPop } from '../../src/distribution/city.ts';

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
  expect(problemsOf(`${HEAD}steps:\n  - { do: d, see: s, ask: {} }\n`)).toEqual([
    '6 steps[0].ask must have a url: nothing was asked before',
  ]);
  const asks = ['{ url: /a }', '{}', "{ url: '/a-[5-1]' }"];
  const steps = asks.map((ask) => `  - { do: d, see: s, ask: ${ask} }\n`).join('');
  expect(problemsOf(`${HEAD}steps:\n${steps}`)).toEqual([
    '8 steps[2].ask.url stands for no request: /a-[5-1]',
  ]);
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
  ...{ asked: null, evicts: null, deployed: null, tookMs: null, listed: null, origins: null },
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
  listed: [
    { path: '/a', is: 'fresh', left: 600 },
    { path: '/b', is: 'stale', left: 0 },
  ],
  origins: [{ domainName: 'www.lesson.test', place: cityOfPop('IAD')!, isDown: true, delayMs: 0 }],
};
const MOVED: Sighting = { ...HIT, answer: null };

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
  { listed: { path: '/a', is: 'fresh', within: 600 }, origins: 'down' },
  { listed: { path: '/b', is: 'stale', within: null } },
];

test.each(HELD)('%o holds', (claims) => {
  expect(missesOf({ ...NO_CLAIMS, ...claims }, HIT)).toEqual([]);
});

const MISSED: readonly Partial<LessonClaims>[] = [
  ...[{ status: 206 }, { cache: 'Miss' }, { age: 13 }, { body: 'x' }, { bytes: 4 }],
  ...[{ asked: 1 }, { evicts: true }, { deployed: 2 }, { tookMs: 21 }],
  { listed: { path: '/a', is: 'fresh', within: 599 } },
  { listed: { path: '/a', is: 'invalidated', within: null } },
  { listed: { path: '/c', is: 'fresh', within: null } },
  ...[{ origins: 'up' as const }, { origins: 'slow' as const }],
];

test.each(MISSED)('%o does not, and is told of', (claims) => {
  expect(missesOf({ ...NO_CLAIMS, ...claims }, HIT)).toHaveLength(1);
});

test('an Age claimed and absent is a miss', () => {
  const answer = { ...HIT.answer!, headers: [] };
  expect(missesOf({ ...NO_CLAIMS, age: 0 }, { ...HIT, answer })).toHaveLength(1);
});

test.each<[Sighting, Partial<LessonClaims>, string]>([
  [HIT, {}, '200 Hit, Age 12, nothing asked of the origin'],
  [{ ...HIT, asked: 1, evictions: 2 }, {}, '200 Hit, Age 12, 1 request to the origin, 2 evictions'],
  [MOVED, { deployed: 3 }, '3 of 3 edge locations hold the latest configuration'],
  [MOVED, { listed: { path: '/a', is: 'fresh', within: null } }, '/a is fresh for 600 s'],
  [MOVED, { listed: { path: '/b', is: 'stale', within: null } }, '/b is stale'],
  [MOVED, { origins: 'down' }, 'www.lesson.test is down'],
  [MOVED, {}, 'done'],
])('what was seen, in words: %#', (seen, claims, words) => {
  expect(wordsOf(seen, { ...NO_CLAIMS, ...claims })).toBe(words);
});
