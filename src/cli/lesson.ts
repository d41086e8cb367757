/** `edgefront lesson`: one of eight, each an edgefront with something to try, to see and to understand. */
import { join } from 'node:path';
import type { Lesson } from '../classroom/lesson.ts';
import { lessonText } from '../classroom/lesson-text.ts';
import { readLesson } from '../classroom/read-lesson.ts';
import { RunningLesson } from '../classroom/running-lesson.ts';
import { startTeachingOrigin } from '../classroom/teaching-origin.ts';
import { shippedFolder } from '../shipped-files.ts';
import type { Address, Simulator } from '../simulator.ts';
import { problemLine } from './problem-line.ts';
import { serveFile } from './serve.ts';
import { BadInput, type Terminal } from './terminal.ts';

/** In the order they are taught. */
export const LESSONS = [
  '1-first-hit-and-miss',
  '2-how-long-objects-stay',
  '3-query-strings-and-cookies',
  '4-ranges-of-a-large-file',
  '5-an-origin-that-dies',
  '6-eviction-and-popularity',
  '7-private-content',
  '8-one-change-many-edges',
] as const;

/** Where the lessons' configurations expect the teaching origin. */
const TEACHING_ORIGIN_PORT = 9001;

const DISTRIBUTION = { id: 'ELESSON', host: 'elesson.localhost' };

/** Without a number: what there is. Throws BadInput for a lesson that does not exist; else serves until told to stop. */
export async function lesson(number: string | undefined, terminal: Terminal): Promise<void> {
  if (number === undefined) return terminal.print(listing());
  const name = LESSONS.find((one) => one.startsWith(`${number}-`));
  if (name === undefined) throw new BadInput(`there is no lesson ${number}\n${listing()}`);
  const folder = shippedFolder(`lessons/${name}`);
  const read = lessonOf(join(folder, 'lesson.yaml'));
  const origin = await startTeachingOrigin(TEACHING_ORIGIN_PORT);
  try {
    await serveFile(join(folder, 'edgefront.yaml'), terminal, {
      // One thread, which the page sees into.
      threads: null,
      started: ({ addresses }: Simulator) => terminal.print(`\n${lessonText(read, placeOf(addresses))}\n`),
      openLesson: (parts) => new RunningLesson(read, parts),
    });
  } finally {
    await origin.close();
  }
}

function listing(): string {
  return LESSONS.map((name) => `edgefront lesson ${name.replace('-', '   ').replaceAll('-', ' ')}`).join(
    '\n',
  );
}

function lessonOf(file: string): Lesson {
  const reading = readLesson(file);
  if ('lesson' in reading) return reading.lesson;
  throw new BadInput(reading.problems.map((problem) => problemLine({ file, ...problem })).join('\n'));
}

function placeOf(addresses: readonly Address[]) {
  const http = addresses.find(({ role, pop }) => role === 'http' && pop === null);
  const admin = addresses.find(({ role }) => role === 'admin');
  const site = `http://${DISTRIBUTION.host}:${new URL(http!.url).port}`;
  return { site, admin: admin!.url, distribution: DISTRIBUTION.id };
}
