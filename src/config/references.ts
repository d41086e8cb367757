/** What a configuration file refers to: files and folders relative to it, and environment variables. */
import { readFileSync, statSync } from 'node:fs';
import { dirname, isAbsolute, join, resolve } from 'node:path';
import type { Problem } from '../schema/problem.ts';
import type { Notes } from '../schema/reading.ts';

/** A problem and the file it is in, named from where the reader of the message stands. */
export interface FileProblem extends Problem {
  readonly file: string;
}

export type Environment = Readonly<Record<string, string | undefined>>;

/** A file's bytes and its name for messages. */
export interface ReferredFile {
  readonly file: string;
  readonly bytes: Buffer;
}

/** Follows references; what cannot be followed becomes a problem at the place of the reference. */
export class References {
  readonly file: string;
  readonly notes: Notes;
  /** Problems inside the files referred to. */
  readonly elsewhere: FileProblem[] = [];
  readonly #environment: Environment;

  constructor(file: string, notes: Notes, environment: Environment) {
    this.file = file;
    this.notes = notes;
    this.#environment = environment;
  }

  /** Where a path of the configuration leads, absolute. */
  absolute(path: string): string {
    return resolve(this.#named(path));
  }

  /** The file that the configuration names at `at`; null after a problem. */
  read(at: string, path: string): ReferredFile | null {
    const file = this.#named(path);
    try {
      return { file, bytes: readFileSync(file) };
    } catch (error) {
      this.notes.report(at, `${file} cannot be read: ${reasonOf(error)}`);
      return null;
    }
  }

  /** An existing folder, absolute; null after a problem. */
  folder(at: string, path: string): string | null {
    const file = this.#named(path);
    if (statSync(file, { throwIfNoEntry: false })?.isDirectory() === true) return resolve(file);
    this.notes.report(at, `${file} is not a folder`);
    return null;
  }

  /** The text itself, or what the environment variable it names as `${NAME}` holds; null after a problem. */
  secret(at: string, text: string): string | null {
    const variable = /^\$\{(\w+)\}$/.exec(text)?.[1];
    if (variable === undefined) return text;
    const value = this.#environment[variable];
    if (value !== undefined && value !== '') return value;
    this.notes.report(at, `needs the environment variable ${variable}, which is not set`);
    return null;
  }

  #named(path: string): string {
    return isAbsolute(path) ? path : join(dirname(this.file), path);
  }
}

/** Why something could not be done, in words that follow a colon. */
export function reasonOf(error: unknown): string {
  if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return 'there is no such file';
  return error instanceof Error ? error.message : String(error);
}
