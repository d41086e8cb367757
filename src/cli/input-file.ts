/** Files that commands are pointed at. */
import { readFileSync } from 'node:fs';
import { BadInput } from './terminal.ts';

/** The file's text. Throws BadInput with the file's name when it cannot be read. */
export function readInputFile(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new BadInput(`${file}: ${error instanceof Error ? error.message : String(error)}`);
  }
}
