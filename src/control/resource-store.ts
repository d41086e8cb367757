/** Resources made through the control API, on disk. Reads parse rows; every writing method is one transaction. */
import { isApiVersion } from '../distribution/api-version.ts';
import type { Database } from './database.ts';
import {
  aliasesOf,
  type KindConfigs,
  type NewResource,
  type Resource,
  type ResourceKind,
} from './resource.ts';

interface Row {
  readonly position: number;
  readonly id: string;
  readonly account: string;
  readonly domain_name: string | null;
  readonly etag: string;
  readonly version: string;
  readonly config: string;
  readonly original: string;
  readonly modified_at: number;
  readonly is_deployed: number;
}

/** Where a resource stands, or stood before it was deleted. */
interface Place {
  readonly position: number;
}

/** One account's resources of one kind. */
export interface Collection<K extends ResourceKind> {
  readonly kind: K;
  readonly account: string;
}

/** What an accepted update changes. */
export type ResourceUpdate<K extends ResourceKind> = Pick<
  NewResource<K>,
  'etag' | 'version' | 'config' | 'modifiedAt'
>;

export class ResourceStore {
  readonly #database: Database;
  #generation: number;

  constructor(database: Database) {
    this.#database = database;
    this.#generation =
      database.row<{ last: number | null }>('SELECT max(generation) AS last FROM resource')?.last ?? 0;
  }

  /** Grows with every write: what it has reached, the edges have got. */
  get generation(): number {
    return this.#generation;
  }

  /** Whosever it is; null if there is none. */
  find<K extends ResourceKind>(kind: K, id: string): Resource<K> | null {
    return this.#one(kind, 'kind = ? AND id = ?', kind, id);
  }

  /** By the caller's own name for it (CA-169). */
  findByReference<K extends ResourceKind>(
    { kind, account }: Collection<K>,
    reference: string,
  ): Resource<K> | null {
    return this.#one(kind, 'kind = ? AND account = ? AND caller_reference = ?', kind, account, reference);
  }

  /** Oldest first, those after a position only (CA-198). */
  page<K extends ResourceKind>(
    { kind, account }: Collection<K>,
    after: number,
    count: number,
  ): Resource<K>[] {
    const sql =
      'SELECT * FROM resource WHERE kind = ? AND account = ? AND position > ? ORDER BY position LIMIT ?';
    return this.#database.rows<Row>(sql, kind, account, after, count).map((row) => resourceOf(kind, row));
  }

  /** Every account's. */
  all<K extends ResourceKind>(kind: K): Resource<K>[] {
    const rows = this.#database.rows<Row>('SELECT * FROM resource WHERE kind = ? ORDER BY position', kind);
    return rows.map((row) => resourceOf(kind, row));
  }

  count({ kind, account }: Collection<ResourceKind>): number {
    const sql = 'SELECT count(*) AS count FROM resource WHERE kind = ? AND account = ?';
    return this.#database.row<{ count: number }>(sql, kind, account)!.count;
  }

  /** Of a resource that is or was; null for an id never given out (CA-199). */
  positionOf({ kind, account }: Collection<ResourceKind>, id: string): number | null {
    const sql = `SELECT position FROM resource WHERE kind = ?1 AND account = ?2 AND id = ?3
      UNION SELECT position FROM retired WHERE kind = ?1 AND account = ?2 AND id = ?3`;
    return this.#database.row<Place>(sql, kind, account, id)?.position ?? null;
  }

  /** Whether an id was ever given out, to whatever kind (CA-77). */
  isKnownId(id: string): boolean {
    const sql =
      'SELECT position FROM resource WHERE id = ?1 UNION SELECT position FROM retired WHERE id = ?1';
    return this.#database.row<Place>(sql, id) !== null;
  }

  /** The id of whom a name reaches: alias or assigned domain name, in lower case. */
  ownerOfName(name: string): string | null {
    const sql = `SELECT id FROM resource JOIN alias USING (position) WHERE name = ?1
      UNION SELECT id FROM resource WHERE domain_name = ?1`;
    return this.#database.row<{ id: string }>(sql, name)?.id ?? null;
  }

  /** On the disk when it returns, InProgress. Throws {@link StoreFault}. */
  add<K extends ResourceKind>(resource: NewResource<K>): Resource<K> {
    const config = JSON.stringify(resource.config);
    const { kind, id, account, domainName, etag, version, modifiedAt } = resource;
    const reference = resource.config.CallerReference;
    const generation = this.#generation + 1;
    const position = this.#database.write(() => {
      const added = this.#database.run(
        `INSERT INTO resource (kind, id, account, caller_reference, domain_name, etag, version, config, original,
          modified_at, generation, is_deployed) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?8, ?9, ?10, 0)`,
        ...[kind, id, account, reference, domainName, etag, version, config, modifiedAt, generation],
      );
      this.#name(added, resource.config);
      return added;
    });
    this.#generation = generation;
    return { ...resource, original: resource.config, position, isDeployed: false, isFromFile: false };
  }

  /** Replaces a resource's configuration, InProgress again (CA-184). Throws {@link StoreFault}. */
  replace<K extends ResourceKind>(resource: Resource<K>, update: ResourceUpdate<K>): Resource<K> {
    const { etag, version, modifiedAt } = update;
    const generation = this.#generation + 1;
    this.#database.write(() => {
      const sql = `UPDATE resource SET etag = ?, version = ?, config = ?, modified_at = ?, generation = ?,
        is_deployed = 0 WHERE position = ?`;
      const config = JSON.stringify(update.config);
      this.#database.run(sql, etag, version, config, modifiedAt, generation, resource.position);
      this.#database.run('DELETE FROM alias WHERE position = ?', resource.position);
      this.#name(resource.position, update.config);
    });
    this.#generation = generation;
    return { ...resource, ...update, isDeployed: false };
  }

  /** Frees its names and its caller reference, and its invalidations' (CA-174). Throws {@link StoreFault}. */
  remove({ position, id }: Resource): void {
    this.#database.write(() => {
      this.#database.run(
        'INSERT INTO retired SELECT id, kind, account, position FROM resource WHERE position = ?',
        position,
      );
      this.#database.run('DELETE FROM resource WHERE position = ?', position);
      this.#database.run('DELETE FROM invalidation WHERE distribution = ?', id);
    });
    this.#generation += 1;
  }

  /** What of a kind was written up to a generation has reached every edge location. Throws {@link StoreFault}. */
  markDeployed(kind: ResourceKind, generation: number): void {
    const sql = 'UPDATE resource SET is_deployed = 1 WHERE is_deployed = 0 AND kind = ? AND generation <= ?';
    this.#database.write(() => this.#database.run(sql, kind, generation));
  }

  #name(position: number, config: KindConfigs[ResourceKind]): void {
    for (const name of aliasesOf(config)) {
      this.#database.run('INSERT INTO alias (name, position) VALUES (?, ?)', name.toLowerCase(), position);
    }
  }

  #one<K extends ResourceKind>(kind: K, where: string, ...values: string[]): Resource<K> | null {
    const row = this.#database.row<Row>(`SELECT * FROM resource WHERE ${where}`, ...values);
    return row === null ? null : resourceOf(kind, row);
  }
}

function resourceOf<K extends ResourceKind>(kind: K, row: Row): Resource<K> {
  const { id, account, etag, version, position } = row;
  if (!isApiVersion(version)) throw new Error(`the store holds ${id} of the unknown version ${version}`);
  return {
    kind,
    id,
    account,
    domainName: row.domain_name,
    etag,
    version,
    config: JSON.parse(row.config) as KindConfigs[K],
    original: JSON.parse(row.original) as KindConfigs[K],
    modifiedAt: row.modified_at,
    position,
    isDeployed: row.is_deployed === 1,
    isFromFile: false,
  };
}
