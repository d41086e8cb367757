/**
 * One owner of the state directory at a time (D-22). The lock is SQLite's: the operating system lets go of
 * it with the process, however that ends, so nothing stale is left to clear away.
 */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

export class StateOwner {
  readonly #lock: DatabaseSync;

  private constructor(lock: DatabaseSync) {
    this.#lock = lock;
  }

  /** Makes the directory if need be; throws when another process owns it or it cannot be written. */
  static claim(directory: string): StateOwner {
    mkdirSync(directory, { recursive: true, mode: 0o700 });
    const lock = new DatabaseSync(join(directory, 'owner.lock'), { timeout: 0 });
    try {
      lock.exec('PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = MEMORY; BEGIN EXCLUSIVE; COMMIT');
    } catch (error) {
      lock.close();
      throw new Error(`the state directory ${directory} belongs to another running edgefront`, {
        cause: error,
      });
    }
    return new StateOwner(lock);
  }

  release(): void {
    this.#lock.close();
  }
}
