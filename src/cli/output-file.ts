/** Files that commands write when they are done, tried before they begin. */
import { closeSync, openSync } from 'node:fs';
import { BadInput } from './terminal.ts';

/** By option: the files asked for. Throws BadInput for one that cannot be written; one that was not there is there then, empty. */
export function tryOutputFiles(files: Readonly<Record<string, string | undefined>>): void {
  for (const [option, file] of Object.entries(files)) {
    if (file !== undefined) tryOutputFile(option, file);
  }
}

function tryOutputFile(option: string, file: string): void {
  try {
    closeSync(openSync(file, 'a'));
  } catch (error) {
    const because = error instanceof Error ? error.message : String(error);
    throw new BadInput(`${option} ${file}: cannot be written: ${because}`);
  }
}
