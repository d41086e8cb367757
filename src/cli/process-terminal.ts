/** The terminal that this process was started from. */
import { SystemClock } from '../clock.ts';
import type { Terminal } from './terminal.ts';

export function processTerminal(): Terminal {
  return {
    environment: process.env,
    clock: new SystemClock(),
    print: (text) => void process.stdout.write(`${text}\n`),
    complain: (text) => void process.stderr.write(`${text}\n`),
  };
}
