/** A program in a process of its own: started where it shall run, ended by its id, never left behind. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { openSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';

export type Command = readonly [string, ...string[]];

const PATIENCE_MS = 5000;
/** What ends whoever still runs: they go with this process, however that ends. */
const ENDINGS = new Set<() => unknown>();
const INTERRUPTED = 130;

process.once('exit', () => {
  for (const end of ENDINGS) end();
});
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(INTERRUPTED));

/** `end` is called when this process ends, unless what is returned was called before. */
export function endWithUs(end: () => unknown): () => void {
  ENDINGS.add(end);
  return () => ENDINGS.delete(end);
}

export class Child {
  readonly #process: ChildProcess;
  readonly #errors: Promise<string>;

  /** What it writes goes to `outFile`, or is read here. */
  constructor([program, ...args]: Command, outFile: string | null = null) {
    const out = outFile === null ? 'pipe' : openSync(outFile, 'a');
    this.#process = spawn(program, args, { stdio: ['ignore', out, 'pipe'] });
    this.#errors = text(this.#process.stderr!);
    this.#process.once('error', () => undefined);
    this.#process.once(
      'exit',
      endWithUs(() => this.#process.kill('SIGKILL')),
    );
  }

  /** Starts a script and waits for the JSON it prints first. */
  static async saying<T>(command: Command): Promise<{ child: Child; said: T }> {
    const child = new Child(command);
    const ended = once(child.#process, 'exit').then(() => child.fail());
    const lines = createInterface(child.#process.stdout!);
    const [line] = (await Promise.race([once(lines, 'line'), ended])) as [string];
    return { child, said: JSON.parse(line) as T };
  }

  /** Runs a program to its end and answers with what it wrote; throws when it failed. */
  static async output(command: Command): Promise<string> {
    const child = new Child(command);
    const [written] = await Promise.all([text(child.#process.stdout!), once(child.#process, 'exit')]);
    if (child.#process.exitCode !== 0) await child.fail();
    return written;
  }

  get hasEnded(): boolean {
    // Without a program there is no process.
    return (
      this.#process.pid === undefined || this.#process.exitCode !== null || this.#process.signalCode !== null
    );
  }

  async stop(): Promise<void> {
    if (this.hasEnded) return;
    const ended = once(this.#process, 'exit');
    this.#process.kill('SIGTERM');
    const patience = setTimeout(() => this.#process.kill('SIGKILL'), PATIENCE_MS);
    await ended;
    clearTimeout(patience);
  }

  /** Throws what it had to say about its end. */
  async fail(): Promise<never> {
    throw new Error(`${this.#process.spawnargs.join(' ')} ended: ${await this.#errors}`);
  }
}
