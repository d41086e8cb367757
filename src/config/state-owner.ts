/**
 * One owner of the state directory at a time (D-22). The lock is SQLite's: the operating system lets go of
 * it with the process, however that ends, so nothing stale is left to clear away.
 */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { isHeldElsewhere } from '../control/database.ts';
import { reasonOf } from './references.ts';

const LOCK_NAME = 'owner.lock';

export class StateOwner {
  readonly #lock: DatabaseSync;

  private constructor(lock: DatabaseSync) {
    this.#lock = lock;
  }

  /** Makes the directory if need be; throws when another process owns it or it cannot be written. */
  static claim(directory: string): StateOwner {
    mkdirSync(directory, { recursive: true, mode: 0o700 });
    try {
      return new StateOwner(locked(join(directory, LOCK_NAME)));
    } catch (error) {
      const because = isHeldElsewhere(error)
        ? 'belongs to another running edgefront'
        : `cannot be claimed: ${LOCK_NAME}: ${reasonOf(error)}`;
      throw new Error(`the state directory ${directory} ${because}`, { cause: error });
    }
  }

  release(): void {
    this.#lock.close();
  }
}

function locked(file: string): DatabaseSync {
  const lock = new DatabaseSync(file, { timeout: 0 });
  try {
    lock.exec('PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = MEMORY; BEGIN EXCLUSIVE; COMMIT');
    return lock;
  } catch (error) {
    lock.close();
    throw error;
  }
}
