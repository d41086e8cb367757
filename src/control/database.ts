/**
 * The file that keeps what the control API was told. Every write is one transaction, on the disk before it is
 * acknowledged: a process killed at any moment leaves all of it or nothing, and a full disk changes nothing.
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync, type SQLInputValue } from 'node:sqlite';
import { MIGRATIONS } from './migrations.ts';

/** A write that could not be kept; nothing has changed. */
export class StoreFault extends Error {}

const FILE_NAME = 'control.sqlite';
/** Held by one connection; in the write-ahead log, which is synced at every commit. */
const PRAGMAS =
  'PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON';

export class Database {
  readonly #sqlite: DatabaseSync;

  private constructor(sqlite: DatabaseSync) {
    this.#sqlite = sqlite;
  }

  /** Throws when another process has it open, a newer edgefront wrote it, or it is none of ours. */
  static open(directory: string): Database {
    const path = join(directory, FILE_NAME);
    const sqlite = new DatabaseSync(path, { timeout: 0 });
    try {
      sqlite.exec(PRAGMAS);
      migrate(sqlite, path);
      return new Database(sqlite);
    } catch (error) {
      sqlite.close();
      throw openingFault(path, error);
    }
  }

  /** Whether a directory holds such a file. */
  static isIn(directory: string): boolean {
    return existsSync(join(directory, FILE_NAME));
  }

  /** The rows of a query; columns are the caller's to know. */
  rows<Row>(sql: string, ...values: SQLInputValue[]): Row[] {
    return this.#sqlite.prepare(sql).all(...values) as Row[];
  }

  row<Row>(sql: string, ...values: SQLInputValue[]): Row | null {
    return (this.#sqlite.prepare(sql).get(...values) as Row | undefined) ?? null;
  }

  /** Runs a statement and answers with the last row's number; inside `write` only. */
  run(sql: string, ...values: SQLInputValue[]): number {
    return Number(this.#sqlite.prepare(sql).run(...values).lastInsertRowid);
  }

  /** All that `task` writes, or none of it; durable when it returns. Throws {@link StoreFault}. */
  write<T>(task: () => T): T {
    try {
      this.#sqlite.exec('BEGIN IMMEDIATE');
      const result = task();
      this.#sqlite.exec('COMMIT');
      return result;
    } catch (error) {
      if (this.#sqlite.isTransaction) this.#sqlite.exec('ROLLBACK');
      throw new StoreFault(`the change could not be stored: ${reasonOf(error)}`, { cause: error });
    }
  }

  /** Doing it twice is doing it once. */
  close(): void {
    if (this.#sqlite.isOpen) this.#sqlite.close();
  }
}

/** Brings an older file up to date, one version at a time; each step is kept whole or not at all. */
function migrate(sqlite: DatabaseSync, path: string): void {
  const found = Number(sqlite.prepare('PRAGMA user_version').get()?.user_version);
  if (found > MIGRATIONS.length) {
    throw new Error(`${path} has version ${found}; this edgefront knows ${MIGRATIONS.length} and older`);
  }
  for (let version = found; version < MIGRATIONS.length; version++) {
    sqlite.exec(`BEGIN EXCLUSIVE; ${MIGRATIONS[version]!}; PRAGMA user_version = ${version + 1}; COMMIT`);
  }
}

const SQLITE_BUSY = 5;

/** Whether a database could not be used because another process has it. */
export function isHeldElsewhere(error: unknown): boolean {
  return error instanceof Error && 'errcode' in error && error.errcode === SQLITE_BUSY;
}

function openingFault(path: string, error: unknown): Error {
  const because = isHeldElsewhere(error) ? 'it belongs to another running edgefront' : reasonOf(error);
  return new Error(`the control API's store ${path} cannot be opened: ${because}`, { cause: error });
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
