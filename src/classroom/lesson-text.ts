/** A lesson as one screen of text: what to type at each step, what to see, and why. */
import { type Lesson, type LessonAsk, type LessonStep, SLOW_MS } from './lesson.ts';

/** Where the lesson's edgefront is reached. */
export interface LessonPlace {
  /** Of the distribution, on the port for viewers: `http://d111111abcdef8.localhost:8080`. */
  readonly site: string;
  /** The operator's window. */
  readonly admin: string;
  readonly distribution: string;
}

const WIDTH = 100;

/** Lines that fit a screen, but for commands, which are not broken. */
export function lessonText(lesson: Lesson, place: LessonPlace): string {
  const { number, title, about, steps, why } = lesson;
  const heading = `Lesson ${number}: ${title}`;
  return [
    heading,
    '='.repeat(heading.length),
    ...wrapped(`${about} Take the steps in the page at ${place.admin}/, or here:`, ''),
    ...steps.flatMap((step, at) => stepLines(step, at + 1, { lesson, place })),
    '',
    ...wrapped(`Why: ${why}`, ''),
  ].join('\n');
}

interface Scope {
  readonly lesson: Lesson;
  readonly place: LessonPlace;
}

function stepLines(step: LessonStep, number: number, scope: Scope): string[] {
  const lead = `${number}. `.padEnd(3);
  const told = wrapped(`${lead}${step.do} → ${step.see}`, '   ');
  return [...told, `   ${commandOf(step, scope)}`];
}

function commandOf(step: LessonStep, { lesson, place }: Scope): string {
  const { ask, advance, invalidate, origin, change, expect } = step;
  const { distribution, admin } = place;
  const post = (path: string, body: object) => `curl --json '${JSON.stringify(body)}' ${admin}/${path}`;
  if (ask !== null) return askCommand(ask, (expect?.body ?? null) !== null, { lesson, place });
  if (advance !== null) return post('clock', { advanceSeconds: advance });
  if (invalidate !== null) return post('invalidations', { distribution, paths: invalidate });
  if (origin !== null) {
    return post('origins', {
      origin: origin.name,
      isDown: origin.is === 'down',
      delayMs: origin.is === 'slow' ? SLOW_MS : 0,
    });
  }
  const given = Object.entries(change ?? {}).filter(([, value]) => value !== null);
  return post('behaviors', { distribution, ...Object.fromEntries(given) });
}

function askCommand(ask: LessonAsk, isBodyTold: boolean, { lesson, place }: Scope): string {
  if (ask.url === '') return '(the same command as before, with the same URL)';
  const words = [ask.method === 'HEAD' ? 'curl -I' : isBodyTold ? 'curl -si' : 'curl -sD - -o /dev/null'];
  if (ask.at !== null) words.push(`-H X-Edgefront-Pop:${ask.at}`);
  if (ask.from !== null) words.push(`-H X-Edgefront-Viewer:${ask.from}`);
  for (const [name, value] of ask.headers) words.push(`-H '${name}: ${value}'`);
  const url = place.site + ask.url;
  if (ask.sign === null || lesson.signer === null) return [...words, `'${url}'`].join(' ');
  const { keyFile, keyPairId } = lesson.signer;
  const sign = `edgefront sign '${url}' --key ${keyFile} --key-pair-id ${keyPairId} --expires ${ask.sign}s`;
  return [...words, `"$(${sign})"`].join(' ');
}

function wrapped(text: string, indent: string): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.replaceAll(/\s+/g, ' ').trim().split(' ')) {
    const next = line === '' ? word : `${line} ${word}`;
    if (next.length > WIDTH && line !== '') {
      lines.push(line);
      line = indent + word;
    } else line = next;
  }
  return [...lines, line];
}
