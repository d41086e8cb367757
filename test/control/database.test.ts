import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { beforeEach, expect, onTestFinished, test } from 'vitest';
import { Database, StoreFault } from '../../src/control/database.ts';
import { MIGRATIONS } from '../../src/control/migrations.ts';

let directory = '';

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'edgefront-database-'));
  const made = directory;
  onTestFinished(() => rmSync(made, { recursive: true }));
});

const file = () => join(directory, 'control.sqlite');

function opened(): Database {
  const database = Database.open(directory);
  onTestFinished(() => database.close());
  return database;
}

const addAlias = (database: Database, name: string) => {
  const resource = `INSERT INTO resource VALUES (NULL, 'k', ?1, 'a', ?1, NULL, 'E', 'v', '', '', 0, 0, 0)`;
  const position = database.run(resource, name);
  database.run('INSERT INTO alias VALUES (?, ?)', name, position);
};
const names = (database: Database) =>
  database.rows<{ name: string }>('SELECT name FROM alias').map((row) => row.name);

test('a second owner is refused with a clear message', () => {
  opened();
  expect(() => Database.open(directory)).toThrow(/control\.sqlite.*belongs to another running edgefront/);
});

test('a store can be opened again once it was closed, and holds what was written', () => {
  const first = Database.open(directory);
  first.write(() => addAlias(first, 'kept'));
  first.close();
  expect(names(opened())).toEqual(['kept']);
});

test('a write that fails in the middle leaves nothing behind', () => {
  const database = opened();
  database.write(() => addAlias(database, 'one'));
  const failing = () =>
    database.write(() => {
      addAlias(database, 'two');
      addAlias(database, 'one');
    });
  expect(failing).toThrow(StoreFault);
  expect(names(database)).toEqual(['one']);
  database.write(() => addAlias(database, 'three'));
  expect(names(database)).toEqual(['one', 'three']);
});

test('a full disk fails the write and nothing else; with room again writes go on', () => {
  const database = opened();
  const { page_count: pages } = database.row<{ page_count: number }>('PRAGMA page_count')!;
  database.row(`PRAGMA max_page_count = ${pages}`);
  const long = 'x'.repeat(100_000);
  expect(() => database.write(() => addAlias(database, long))).toThrow(/could not be stored.*full/);
  expect(names(database)).toEqual([]);
  database.row('PRAGMA max_page_count = 1000000');
  database.write(() => addAlias(database, long));
  expect(names(database)).toEqual([long]);
});

test('a store of a newer edgefront is refused and left as it is', () => {
  Database.open(directory).close();
  const sqlite = new DatabaseSync(file());
  sqlite.exec('PRAGMA user_version = 99');
  sqlite.close();
  expect(() => Database.open(directory)).toThrow(/has version 99; this edgefront knows/);
});

test('what is no store is refused by its name', () => {
  writeFileSync(file(), 'not a database, but long enough to be taken for one'.repeat(100));
  expect(() => Database.open(directory)).toThrow(/control\.sqlite cannot be opened: .*not a database/);
});

test.each(MIGRATIONS.map((_, version) => version))(
  'a store of version %i is brought up to date',
  (version) => {
    const sqlite = new DatabaseSync(file());
    for (const step of MIGRATIONS.slice(0, version)) sqlite.exec(step);
    sqlite.exec(`PRAGMA user_version = ${version}`);
    sqlite.close();
    const database = opened();
    expect(database.row('PRAGMA user_version')).toEqual({ user_version: MIGRATIONS.length });
    expect(names(database)).toEqual([]);
  },
);

test('every acknowledged write is synced, in a log that survives the process', () => {
  const database = opened();
  expect(database.row('PRAGMA journal_mode')).toEqual({ journal_mode: 'wal' });
  expect(database.row('PRAGMA synchronous')).toEqual({ synchronous: 2 });
});
