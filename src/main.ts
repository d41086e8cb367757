/** The process: words in, exit code out. `edgefront.cjs` brings Node.js here. */
import { enableCompileCache } from 'node:module';
import { join } from 'node:path';
import sea from 'node:sea';
import { collectSeldom } from './collections.ts';

collectSeldom();

/**
 * What has been compiled once is kept, types taken off: the next start takes half the time. Kept beside the code and
 * not in the folder for temporary files, which is Node's choice: what is found there is run, so nobody may write there
 * who could not write the code itself. Where it cannot be written there is none, nor beside the binary. NODE_COMPILE_CACHE goes before it.
 */
if (!sea.isSea()) enableCompileCache(join(import.meta.dirname, '..', 'node_modules', '.cache', 'edgefront'));

// Behind it: what is imported at the top of a file is compiled before the file runs.
async function run(): Promise<void> {
  const { importAsNamed } = await import('./imports.ts');
  importAsNamed();
  const { processTerminal } = await import('./cli/process-terminal.ts');
  const terminal = processTerminal();
  const words = process.argv.slice(2);
  // Who serves mostly needs a worker: its thread loads its code while this one loads the rest.
  if (words[0] === 'serve') terminal.threads?.prepare(1);
  const { runCommandLine } = await import('./cli/command-line.ts');
  process.exitCode = await runCommandLine(words, terminal);
}

void run();
