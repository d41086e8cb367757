/** The data behind the table: no number is missing, and every id in use exists. */
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { ALL_STATEMENTS, familyOf, sentenceOf } from '../../src/statements/statements.ts';
import { KNOWN_DIFFERENCES } from './known-differences.ts';
import { statementIds } from './table.ts';

const ROOT = join(import.meta.dirname, '..', '..');
const SOURCE_FILES = globSync('{src,test}/**/*.ts', { cwd: ROOT }).sort();
/** Ids of this test and of the table's test that stand for no statement. */
const MADE_UP = ['VR-999', 'VR-2700'];
const IDS = ALL_STATEMENTS.map((row) => row.id);

/** Family, its last number, and the ids between the numbers. */
const FAMILIES: readonly [string, number, readonly string[]][] = [
  ['VR', 40, []],
  ['CK', 32, []],
  ['OR', 59, ['OR-30a']],
  ['TTL', 36, Array.from('abcdefghij', (letter) => `TTL-17${letter}`)],
  ['ER', 34, []],
  ['RG', 18, []],
  ['RH', 24, []],
  ['CP', 17, []],
  ['SU', 37, []],
  ['AL', 57, []],
  ['IN', 20, []],
  ['ED', 20, []],
  ['LQ', 28, []],
  ['CA', 345, []],
];

/** TTL-17 is a table: only its rows have ids. */
function expectedIds(family: string, last: number, extra: readonly string[]): string[] {
  const numbered = Array.from({ length: last }, (_, index) => `${family}-${index + 1}`);
  return [...numbered.filter((id) => id !== 'TTL-17'), ...extra].sort();
}

test.each(FAMILIES)('family %s has every number up to %i, once', (family, last, extra) => {
  const ids = IDS.filter((id) => familyOf(id) === family).sort();
  expect(ids).toEqual(expectedIds(family, last, extra));
});

test('no other family, and no id twice', () => {
  expect([...new Set(IDS.map(familyOf))].sort()).toEqual(FAMILIES.map(([family]) => family).sort());
  expect(new Set(IDS).size).toBe(IDS.length);
});

test('every sentence is one, short, and its own', () => {
  for (const { id, eras, sentence } of ALL_STATEMENTS) {
    expect(sentence, id).toMatch(/^\S.{8,108}[."]$/);
    expect(eras.length, id).toBeGreaterThan(0);
  }
  expect(new Set(ALL_STATEMENTS.map((row) => row.sentence)).size).toBe(IDS.length);
});

test('sentenceOf finds the sentence, and throws where there is no such statement', () => {
  for (const row of ALL_STATEMENTS) expect(sentenceOf(row.id)).toBe(row.sentence);
  expect(() => sentenceOf('VR-999')).toThrow(RangeError);
});

test('every known difference is of a statement in scope, and has a reason', () => {
  for (const [id, reason] of Object.entries(KNOWN_DIFFERENCES)) {
    const row = ALL_STATEMENTS.find((statement) => statement.id === id);
    expect(row?.eras, id).not.toContain('later');
    expect(row?.eras, id).not.toContain('streaming');
    expect(reason, id).toMatch(/^\S.{15,}\.$/);
  }
});

test('every statement id in code and tests exists', () => {
  const unknown = SOURCE_FILES.flatMap((file) =>
    statementIds(readFileSync(join(ROOT, file), 'utf8'))
      .filter((id) => id !== 'TTL-17' && !MADE_UP.includes(id) && !IDS.includes(id))
      .map((id) => `${file}: ${id}`),
  );
  expect(unknown).toEqual([]);
});
