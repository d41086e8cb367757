/** A lesson's file, read: YAML, with every problem of it told at once. */
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Problem } from '../schema/problem.ts';
import { read } from '../schema/read.ts';
import type { Notes } from '../schema/reading.ts';
import { readYaml } from '../schema/yaml-document.ts';
import { expanded, type Lesson, LessonDocument, type LessonStep } from './lesson.ts';

export type LessonReading = { readonly lesson: Lesson } | { readonly problems: readonly Problem[] };

const ACTIONS = ['ask', 'advance', 'invalidate', 'origin', 'change'] as const;

/** Throws when the file, or the key it names, cannot be read. */
export function readLesson(file: string): LessonReading {
  const tree = readYaml(readFileSync(file));
  if ('problems' in tree) return tree;
  const { value, notes } = read(LessonDocument, tree.node);
  checkSteps(value?.steps ?? [], notes);
  if (value === null || notes.problems.length > 0) return { problems: notes.problems };
  const { signer: named } = value;
  if (named === null) return { lesson: { ...value, signer: null } };
  const keyFile = join(dirname(file), named.key);
  const { keyPairId } = named;
  return { lesson: { ...value, signer: { keyPairId, keyFile, privateKey: readFileSync(keyFile, 'utf8') } } };
}

function checkSteps(steps: readonly LessonStep[], notes: Notes): void {
  for (const [index, step] of steps.entries()) {
    const at = `steps[${index}]`;
    if (actionsOf(step) !== 1) notes.report(at, `must have one of ${ACTIONS.join(', ')}`);
    const url = step.ask?.url;
    if (url === undefined) continue;
    const hasAsked = steps.slice(0, index).some(({ ask }) => ask !== null);
    if (url === '' && !hasAsked) notes.report(`${at}.ask`, 'must have a url: nothing was asked before');
    if (expanded(url).length === 0) notes.report(`${at}.ask.url`, `stands for no request: ${url}`);
  }
}

function actionsOf(step: LessonStep): number {
  return ACTIONS.filter((name) => step[name] !== null).length;
}
