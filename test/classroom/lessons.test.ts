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

test.each(LESSONS)('lesson %s claims something wherever it asks', (name) => {
  const asking = lessonAt(name).steps.filter(({ ask }) => ask !== null);
  expect(asking.filter(({ expect: claims }) => claims === null)).toEqual([]);
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
