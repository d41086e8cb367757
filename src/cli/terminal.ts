/** What a command is handed of the world around it, and the two ways it ends badly. */
import type { Clock } from '../clock.ts';
import type { Threads } from '../simulator/worker-thread.ts';

export interface Terminal {
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly clock: Clock;
  /** What serves viewers beside this thread, by the same clock; null: there is but this one. */
  readonly threads: Threads | null;
  /** Somebody reads along: prose instead of JSON in the log. */
  readonly isInteractive: boolean;
  /** A line of the result. */
  print(text: string): void;
  /** A line beside the result. */
  complain(text: string): void;
  /** Runs `task` at each such signal, which otherwise ends the process, until the answered function is called. */
  onSignal(signal: Signal, task: () => void): () => void;
}

/** SIGTERM and SIGINT: stop. SIGHUP: look at the configuration again. */
export type Signal = 'SIGTERM' | 'SIGINT' | 'SIGHUP';

/** 0: fine; 1: failed while running; 2: bad input. */
export type ExitCode = 0 | 1 | 2;

/** What was typed or read cannot be used; the message is all a person needs. Anything else thrown ends in 1. */
export class BadInput extends Error {}
