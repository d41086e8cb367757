/** `edgefront check`: every problem of the files named, of whichever kind they are. */
import { readFileSync } from 'node:fs';
import { documentFormat, isDistributionDocument } from '../config/document-format.ts';
import { readSettings } from '../config/read-settings.ts';
import type { FileProblem } from '../config/references.ts';
import { readDistributionConfig } from '../distribution/read-distribution-config.ts';
import { problemLine } from './problem-line.ts';
import type { ExitCode, Terminal } from './terminal.ts';

/** Prints a line for each problem; 0 when there is none, 2 otherwise. A file that cannot be read is a problem too. */
export function checkCommand(files: readonly string[], terminal: Terminal): ExitCode {
  const problems = files.flatMap((file) => problemsOf(file, terminal));
  for (const problem of problems) terminal.print(problemLine(problem));
  return problems.length === 0 ? 0 : 2;
}

function problemsOf(file: string, terminal: Terminal): readonly FileProblem[] {
  const bytes = bytesOf(file);
  if (bytes === null || !isDistributionDocument(bytes)) {
    const reading = readSettings(file, terminal.environment);
    return 'problems' in reading ? reading.problems : [];
  }
  const reading = readDistributionConfig(bytes, { format: documentFormat(bytes), apiVersion: null });
  return 'problems' in reading ? reading.problems.map((problem) => ({ file, ...problem })) : [];
}

function bytesOf(file: string): Buffer | null {
  try {
    return readFileSync(file);
  } catch {
    return null;
  }
}
