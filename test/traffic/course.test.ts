/** A run second by second, however long it is. */
import { expect, test } from 'vitest';
import { Course, MOST_SPANS } from '../../src/traffic/course.ts';

function courseOf(seconds: number): Course {
  const course = new Course();
  for (let at = 0; at < seconds; at++) {
    const result = at % 2 === 0 ? 'Hit' : 'Miss';
    course.record({ result, bytes: 10, latencyMs: at % 100, atMs: at * 1000 + 500 });
  }
  return course;
}

test('a run of an hour has its seconds', () => {
  const { spans, spanSeconds } = courseOf(3600);
  expect([spans.length, spanSeconds, spans[7]]).toMatchObject([
    3600,
    1,
    { at: 7, counts: { Miss: 1 }, bytes: { Miss: 10 } },
  ]);
});

test.each([
  [MOST_SPANS, 1],
  [MOST_SPANS + 1, 2],
  [4 * MOST_SPANS, 4],
  [86_400, 32],
])('of %i seconds none is lost in spans of %i', (seconds, spanSeconds) => {
  const course = courseOf(seconds);
  const { spans } = course;
  const sum = (result: 'Hit' | 'Miss') => spans.reduce((all, { counts }) => all + (counts[result] ?? 0), 0);
  expect(course.spanSeconds).toBe(spanSeconds);
  expect(spans.length).toBe(Math.ceil(seconds / spanSeconds));
  expect(spans.map(({ at }) => at)).toEqual(spans.map((_, place) => place * spanSeconds));
  expect([sum('Hit'), sum('Miss')]).toEqual([Math.ceil(seconds / 2), Math.floor(seconds / 2)]);
  expect(spans.reduce((all, { latency }) => all + latency.count, 0)).toBe(seconds);
  expect(spans[0]!.bytes.Hit).toBe(10 * Math.ceil(spanSeconds / 2));
});

test('silence makes spans of nothing, and of the latest seconds each is still told by itself', () => {
  const course = courseOf(2);
  course.record({ result: 'Error', bytes: 1, latencyMs: 5, atMs: 100_000_000 });
  expect(course.spans.length).toBeLessThanOrEqual(MOST_SPANS);
  expect(course.second(100_000)).toMatchObject({ counts: { Error: 1 } });
  expect(course.second(99_999)).toBeNull();
  expect(course.second(1)).toMatchObject({ counts: { Miss: 1 } });
  expect(course.second(0)).toBeNull();
});
