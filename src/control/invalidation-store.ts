/** Invalidations asked for through the control API, on disk; they are never taken back (CA-188, CA-189). */
import type { Database } from './database.ts';

/** An invalidation before the store has placed it. */
export interface NewInvalidation {
  readonly id: string;
  readonly distributionId: string;
  readonly callerReference: string;
  /** As sent (CA-157). */
  readonly paths: readonly string[];
  /** Real epoch ms (D-1). */
  readonly createdAt: number;
}

export interface Invalidation extends NewInvalidation {
  readonly position: number;
  /** Whether it has reached every edge location. */
  readonly isComplete: boolean;
}

interface Row {
  readonly position: number;
  readonly id: string;
  readonly distribution: string;
  readonly caller_reference: string;
  readonly paths: string;
  readonly created_at: number;
  readonly is_complete: number;
}

export class InvalidationStore {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  find(distributionId: string, id: string): Invalidation | null {
    return this.#one('distribution = ? AND id = ?', distributionId, id);
  }

  findByReference(distributionId: string, reference: string): Invalidation | null {
    return this.#one('distribution = ? AND caller_reference = ?', distributionId, reference);
  }

  isKnownId(id: string): boolean {
    return this.#one('id = ?', id) !== null;
  }

  /** Newest first, those older than a position only (CA-198). */
  page(distributionId: string, before: number, count: number): Invalidation[] {
    const sql =
      'SELECT * FROM invalidation WHERE distribution = ? AND position < ? ORDER BY position DESC LIMIT ?';
    return this.#database.rows<Row>(sql, distributionId, before, count).map(invalidationOf);
  }

  count(distributionId: string): number {
    const sql = 'SELECT count(*) AS count FROM invalidation WHERE distribution = ?';
    return this.#database.row<{ count: number }>(sql, distributionId)!.count;
  }

  /** Those of one distribution that some edge location has not got yet (CA-188). */
  countInProgress(distributionId: string): number {
    const sql = 'SELECT count(*) AS count FROM invalidation WHERE distribution = ? AND is_complete = 0';
    return this.#database.row<{ count: number }>(sql, distributionId)!.count;
  }

  /** Of every distribution, oldest first. */
  inProgress(): Invalidation[] {
    const sql = 'SELECT * FROM invalidation WHERE is_complete = 0 ORDER BY position';
    return this.#database.rows<Row>(sql).map(invalidationOf);
  }

  /** On the disk when it returns, InProgress. Throws {@link StoreFault}. */
  add(invalidation: NewInvalidation): Invalidation {
    const { id, distributionId, callerReference, paths, createdAt } = invalidation;
    const sql = `INSERT INTO invalidation (id, distribution, caller_reference, paths, created_at, is_complete)
      VALUES (?, ?, ?, ?, ?, 0)`;
    const position = this.#database.write(() =>
      this.#database.run(sql, id, distributionId, callerReference, JSON.stringify(paths), createdAt),
    );
    return { ...invalidation, position, isComplete: false };
  }

  /** Throws {@link StoreFault}. */
  markComplete(id: string): void {
    this.#database.write(() =>
      this.#database.run('UPDATE invalidation SET is_complete = 1 WHERE id = ?', id),
    );
  }

  #one(where: string, ...values: string[]): Invalidation | null {
    const row = this.#database.row<Row>(`SELECT * FROM invalidation WHERE ${where}`, ...values);
    return row === null ? null : invalidationOf(row);
  }
}

function invalidationOf(row: Row): Invalidation {
  return {
    position: row.position,
    id: row.id,
    distributionId: row.distribution,
    callerReference: row.caller_reference,
    paths: JSON.parse(row.paths) as string[],
    createdAt: row.created_at,
    isComplete: row.is_complete === 1,
  };
}
