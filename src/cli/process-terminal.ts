/** The terminal that this process was started from. */
import sea from 'node:sea';
import { SystemClock } from '../clock.ts';
import type { Terminal } from './terminal.ts';

export function processTerminal(): Terminal {
  const clock = new SystemClock();
  return {
    environment: process.env,
    clock,
    // The binary holds one script, and a thread would need a second.
    clockOffset: sea.isSea() ? null : clock.offset,
    isInteractive: process.stdout.isTTY,
    print: (text) => void process.stdout.write(`${text}\n`),
    complain: (text) => void process.stderr.write(`${text}\n`),
    onSignal: (signal, task) => {
      process.on(signal, task);
      return () => void process.off(signal, task);
    },
  };
}
