/** A titled part of the story. */
import type { CitedRule } from './rule.ts';

export interface Chapter {
  readonly title: string;
  readonly lines: readonly string[];
  readonly rules: readonly CitedRule[];
}

const INDENT = '  ';
const ID_WIDTH = 9;

/** Title, lines and rules, the lower ones further in, and an empty line behind. */
export function chapterLines({ title, lines, rules }: Chapter): string[] {
  const cited = rules.map(({ id, sentence }) => `${INDENT}${INDENT}${id.padEnd(ID_WIDTH)}${sentence}`);
  return [title, ...lines.map((line) => INDENT + line), ...cited, ''];
}
