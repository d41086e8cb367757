/** Each lesson says what is so: every step is taken, and what is seen is what it claims. */
import { expect, test } from 'vitest';
import { lessonText } from '../../src/classroom/lesson-text.ts';
import { LESSONS } from '../../src/cli/lesson.ts';
import { lessonAt, teach } from './taught.ts';

test.each(LESSONS)('lesson %s: every claim holds, in order', async (name) => {
  const taught = await teach(name);
  for (const [at, step] of taught.lesson.steps.entries()) {
    const { misses, saw } = await taught.take(at);
    expect(misses, `step ${at + 1}, ${step.do} (${saw})`).toEqual([]);
  }
});

test.each(LESSONS)('lesson %s claims something at every step', (name) => {
  expect(lessonAt(name).steps.filter(({ expect: claims }) => claims === null)).toEqual([]);
});

test('what a lesson claims is judged of steps in their order only', async () => {
  const taught = await teach('1-first-hit-and-miss');
  expect(await taught.take(0)).toMatchObject({ isInOrder: true, misses: [], due: 1 });
  expect(await taught.take(0)).toMatchObject({
    isInOrder: false,
    misses: [],
    due: 1,
    saw: expect.stringMatching(/^200 Hit/),
  });
  expect(await taught.take(1)).toMatchObject({ isInOrder: true, misses: [], due: 2 });
});

const PLACE = {
  site: 'http://elesson.localhost:8080',
  admin: 'http://127.0.0.1:9090',
  distribution: 'ELESSON',
};

test.each(LESSONS)('lesson %s fits a screen', (name) => {
  const lines = lessonText(lessonAt(name), PLACE).split('\n');
  expect(lines.length).toBeLessThanOrEqual(48);
  const prose = lines.filter((line) => !/^ +(curl|\()/.test(line));
  expect(Math.max(...prose.map((line) => line.length))).toBeLessThanOrEqual(100);
});
