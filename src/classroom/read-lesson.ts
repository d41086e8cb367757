/** A lesson's file, read: YAML, with every problem of it told at once. */
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Problem } from '../schema/problem.ts';
import { read } from '../schema/read.ts';
import { readYaml } from '../schema/yaml-document.ts';
import { type Lesson, LessonDocument, type LessonStep } from './lesson.ts';

export type LessonReading = { readonly lesson: Lesson } | { readonly problems: readonly Problem[] };

const ACTIONS = ['ask', 'advance', 'invalidate', 'origin', 'change'] as const;

/** Throws when the file, or the key it names, cannot be read. */
export function readLesson(file: string): LessonReading {
  const tree = readYaml(readFileSync(file));
  if ('problems' in tree) return tree;
  const { value, notes } = read(LessonDocument, tree.node);
  for (const [index, step] of (value?.steps ?? []).entries()) {
    if (actionsOf(step) !== 1) notes.report(`steps[${index}]`, `must have one of ${ACTIONS.join(', ')}`);
  }
  if (value === null || notes.problems.length > 0) return { problems: notes.problems };
  const { signer: named } = value;
  if (named === null) return { lesson: { ...value, signer: null } };
  const keyFile = join(dirname(file), named.key);
  const { keyPairId } = named;
  return { lesson: { ...value, signer: { keyPairId, keyFile, privateKey: readFileSync(keyFile, 'utf8') } } };
}

function actionsOf(step: LessonStep): number {
  return ACTIONS.filter((name) => step[name] !== null).length;
}
