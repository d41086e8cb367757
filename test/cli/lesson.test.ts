import { existsSync } from 'node:fs';
import { expect, test } from 'vitest';
import { runCommandLine } from '../../src/cli/command-line.ts';
import { LESSONS } from '../../src/cli/lesson.ts';
import { ScriptedTerminal } from './scripted-terminal.ts';

test('without a number the lessons are listed, and each of them is there', async () => {
  const terminal = new ScriptedTerminal();
  expect(await runCommandLine(['lesson'], terminal)).toBe(0);
  expect(terminal.printed.join('\n').split('\n')).toHaveLength(8);
  expect(terminal.printed[0]).toMatch(/^edgefront lesson 1 {3}first hit and miss$/m);
  for (const name of LESSONS) expect(existsSync(`config/lessons/${name}/lesson.yaml`), name).toBe(true);
});

test.each(['9', '0', 'one', '1-'])('there is no lesson %s', async (number) => {
  const terminal = new ScriptedTerminal();
  expect(await runCommandLine(['lesson', number], terminal)).toBe(2);
  expect(terminal.complained.join()).toContain(`there is no lesson ${number}`);
});
