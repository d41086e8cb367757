/** `recorder.ts FOLDER WORDS…`: runs the parts of a folder with the words of a command line, and keeps what V8 makes of them. */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { collectSeldom } from '../collections.ts';
import { Parts } from './parts.ts';

// As the binary does: V8 takes what it compiled only where it was told the same.
collectSeldom();

const folder = process.argv.splice(2, 1)[0]!;
const compiledFile = (name: string) => join(folder, 'compiled', name);
const shelf = {
  text: (name: string) => readFileSync(join(folder, 'parts', name), 'latin1'),
  compiled: (name: string) => (existsSync(compiledFile(name)) ? readFileSync(compiledFile(name)) : undefined),
};

const parts = new Parts(shelf, join(folder, 'parts', 'main.js'));
process.on('exit', () => {
  // Then the binary would compile them anew at each start.
  for (const name of parts.refused)
    process.stderr.write(`${name}: V8 does not take what it compiled itself\n`);
  mkdirSync(join(folder, 'compiled'), { recursive: true });
  for (const [name, compiled] of parts.compiled()) writeFileSync(compiledFile(name), compiled);
});
parts.require('./main.js');
