/**
 * A whole edgefront in a process of its own, started as a person starts it: for programs that load it or
 * attack it, and must not share its event loop.
 */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Address } from '../../src/simulator.ts';

const PROGRAM = join(import.meta.dirname, '..', '..', 'src', 'edgefront.cjs');
const PINO_ERROR = 50;

export type Command = readonly [string, ...string[]];

/** What a process is given beside the words of its command line. */
interface Given {
  /** Open files, as its 3 and up. */
  readonly descriptors: readonly number[];
  readonly environment: Readonly<Record<string, string>>;
}

const NOTHING: Given = { descriptors: [], environment: {} };

interface LogLine {
  readonly level: number;
  readonly role?: Address['role'];
  readonly pop?: string | null;
  readonly url?: string;
  readonly caFile?: string;
  readonly msg?: string;
}

export class EdgeProcess {
  /** Lines of its log that tell of a mistake, and whatever it wrote beside its log. */
  readonly complaints: string[] = [];
  /** It has begun to finish what is in flight. */
  saysItStops = false;
  readonly #child: ChildProcess;
  readonly #urls = new Map<string, string>();
  #caFile: string | null = null;
  #onTaken: () => void = () => undefined;

  private constructor(file: string, [program, ...args]: Command, { descriptors, environment }: Given) {
    this.#child = spawn(program, [...args, 'serve', '--config', file], {
      stdio: ['ignore', 'pipe', 'pipe', ...descriptors],
      env: { ...process.env, ...environment },
    });
    createInterface(this.#child.stderr!).on('line', (line) => this.complaints.push(line));
  }

  /**
   * Resolves when every listener is open; the configuration has an HTTPS port, and `listen.admin` too.
   * `command` is what runs the program: Node.js with options, on certain cores.
   */
  static async start(file: string, command: Command = [process.execPath]): Promise<EdgeProcess> {
    return await EdgeProcess.startProgram(file, [...command, PROGRAM]);
  }

  /** The same of another build of edgefront: `command` is what takes the words of its command line. */
  static async startProgram(file: string, command: Command, given = NOTHING): Promise<EdgeProcess> {
    const edge = new EdgeProcess(file, command, given);
    await edge.#opened();
    return edge;
  }

  /** Null while it runs; else how it ended. */
  get ending(): number | string | null {
    return this.#child.exitCode ?? this.#child.signalCode;
  }

  get pid(): number {
    return this.#child.pid!;
  }

  get caFile(): string {
    return this.#caFile!;
  }

  /** PEM of the authority behind its certificates. */
  get ca(): Buffer {
    return readFileSync(this.caFile);
  }

  portOf(role: Address['role']): number {
    return Number(new URL(this.#urls.get(role)!).port);
  }

  /** Memory held by the process at this moment. */
  residentBytes(): number {
    return Number(execFileSync('ps', ['-o', 'rss=', '-p', String(this.#child.pid)])) * 1024;
  }

  /** Drains and ends it; answers with its exit code. */
  async stop(): Promise<number | null> {
    if (this.ending !== null) return this.#child.exitCode;
    const ended = once(this.#child, 'exit');
    this.#child.kill('SIGTERM');
    await ended;
    return this.#child.exitCode;
  }

  /** As a crash would: nothing is finished and nothing written any more. */
  async kill(): Promise<void> {
    if (this.ending !== null) return;
    const ended = once(this.#child, 'exit');
    this.#child.kill('SIGKILL');
    await ended;
  }

  /** Rereads its configuration; resolves when that was taken. */
  async reread(): Promise<void> {
    const taken = new Promise<void>((resolve) => {
      this.#onTaken = resolve;
    });
    this.#child.kill('SIGHUP');
    await taken;
  }

  #opened(): Promise<void> {
    return new Promise((resolve, reject) => {
      // Not its exit, which may be told before its last lines have come.
      this.#child.once('close', () => reject(new Error(`not started: ${this.complaints.join('\n')}`)));
      createInterface(this.#child.stdout!).on('line', (line) => {
        this.#take(line);
        // Printed last.
        if (this.#caFile !== null) resolve();
      });
    });
  }

  #take(text: string): void {
    const line = JSON.parse(text) as LogLine;
    if (line.level >= PINO_ERROR) this.complaints.push(text);
    if (line.url !== undefined && line.pop === null) this.#urls.set(line.role!, line.url);
    if (line.caFile !== undefined) this.#caFile = line.caFile;
    if (line.msg?.endsWith('finishing what is in flight') === true) this.saysItStops = true;
    if (line.msg?.endsWith('was taken') === true) this.#onTaken();
  }
}
