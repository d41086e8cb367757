/** The process: words in, exit code out. `edgefront.cjs` brings Node.js here. */
import { runCommandLine } from './cli/command-line.ts';
import { processTerminal } from './cli/process-terminal.ts';

runCommandLine(process.argv.slice(2), processTerminal()).then((exitCode) => {
  process.exitCode = exitCode;
});
