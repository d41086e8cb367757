/** A client that is a program: run once for each thing it is asked, its output read when it has ended. */
import { execFile } from 'node:child_process';

export interface Run {
  readonly args: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
}

export interface Output {
  readonly exitCode: number;
  readonly out: string;
  readonly errors: string;
}

const PATIENCE_MS = 30_000;

/** Rejects when it cannot be started or is killed; an exit code is an answer. */
export function runProgram(program: string, { args, environment = {} }: Run): Promise<Output> {
  const options = {
    env: { ...process.env, ...environment },
    timeout: PATIENCE_MS,
    encoding: 'utf8',
  } as const;
  return new Promise((resolve, reject) => {
    execFile(program, args, options, (error, out, errors) => {
      const exitCode = error === null ? 0 : error.code;
      if (typeof exitCode === 'number') resolve({ exitCode, out, errors });
      else reject(error);
    });
  });
}
