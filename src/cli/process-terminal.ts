/** The terminal that this process was started from. */
import { SystemClock } from '../clock.ts';
import { Threads } from '../simulator/worker-thread.ts';
import type { Terminal } from './terminal.ts';

export function processTerminal(): Terminal {
  const clock = new SystemClock();
  return {
    environment: process.env,
    clock,
    threads: new Threads(clock.offset),
    isInteractive: process.stdout.isTTY,
    print: (text) => void process.stdout.write(`${text}\n`),
    complain: (text) => void process.stderr.write(`${text}\n`),
    onSignal: (signal, task) => {
      process.on(signal, task);
      return () => void process.off(signal, task);
    },
  };
}
