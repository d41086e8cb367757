/** A program of this folder, or of the system, in a process of its own. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

export class Child {
  readonly #process: ChildProcess;

  constructor(program: string, args: readonly string[]) {
    this.#process = spawn(program, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  }

  /** Starts a file of this folder with Node.js and waits for the JSON it prints first. */
  static async script<T>(file: string, args: readonly string[]): Promise<{ child: Child; said: T }> {
    const child = new Child(process.execPath, [join(import.meta.dirname, file), ...args]);
    const [line] = (await once(createInterface(child.#process.stdout!), 'line')) as [string];
    return { child, said: JSON.parse(line) as T };
  }

  async stop(): Promise<void> {
    if (this.#process.exitCode !== null || this.#process.signalCode !== null) return;
    const ended = once(this.#process, 'exit');
    this.#process.kill('SIGTERM');
    await ended;
  }
}
