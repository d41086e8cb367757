/** The control API's tables, as steps from the empty file to today's: a step that was released never changes. */

/** Step n leads from version n to n + 1. */
export const MIGRATIONS: readonly string[] = [
  `
  -- Distributions of both kinds and origin access identities, in the order of creation.
  CREATE TABLE resource (
    position INTEGER PRIMARY KEY AUTOINCREMENT,
    kind TEXT NOT NULL,
    id TEXT NOT NULL UNIQUE,
    account TEXT NOT NULL,
    caller_reference TEXT NOT NULL,
    domain_name TEXT UNIQUE,
    etag TEXT NOT NULL,
    version TEXT NOT NULL,      -- API version of the last accepted write
    config TEXT NOT NULL,       -- JSON
    original TEXT NOT NULL,     -- JSON, as created: what a replay is compared with
    modified_at INTEGER NOT NULL,
    generation INTEGER NOT NULL,
    is_deployed INTEGER NOT NULL,
    UNIQUE (kind, account, caller_reference)
  ) STRICT;
  CREATE INDEX resource_of ON resource (kind, account, position);

  CREATE TABLE alias (
    name TEXT PRIMARY KEY,
    position INTEGER NOT NULL REFERENCES resource ON DELETE CASCADE
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX alias_of ON alias (position);

  -- Deleted resources: their ids are never given out again, and still mark a place in a list.
  CREATE TABLE retired (
    id TEXT PRIMARY KEY,
    kind TEXT NOT NULL,
    account TEXT NOT NULL,
    position INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE invalidation (
    position INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE,
    distribution TEXT NOT NULL,
    caller_reference TEXT NOT NULL,
    paths TEXT NOT NULL,        -- JSON
    created_at INTEGER NOT NULL,
    is_complete INTEGER NOT NULL,
    UNIQUE (distribution, caller_reference)
  ) STRICT;
  CREATE INDEX invalidation_of ON invalidation (distribution, position);
  `,
];
