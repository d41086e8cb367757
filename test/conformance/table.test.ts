/** How test outcomes become rows. Statement ids stay out of these titles, so that none counts as proof. */
import { describe, expect, test } from 'vitest';
import { KNOWN_DIFFERENCES } from './known-differences.ts';
import { conformanceTable, notYet, type Row, statementIds, summary, wholeTable } from './table.ts';

const passed = (title: string) => ({ title, outcome: 'passed' as const });
const failed = (title: string) => ({ title, outcome: 'failed' as const });
const skipped = (title: string) => ({ title, outcome: 'skipped' as const });
const rowOf = (rows: readonly Row[], id: string) => rows.find((row) => row.id === id)!;
const DIFFERENT = Object.keys(KNOWN_DIFFERENCES)[0]!;

describe('the state of a statement in scope', () => {
  test.each([
    ['one test passed', [passed('VR-27: first match')], 'met', 1],
    ['two tests passed', [passed('VR-27 VR-28: a'), passed('routing > VR-27: b')], 'met', 2],
    ['one of two failed', [passed('VR-27: a'), failed('VR-27: b')], 'not yet', 2],
    ['all were skipped', [skipped('VR-27: a')], 'not yet', 0],
    ['only longer numbers were named', [passed('VR-2700: a')], 'not yet', 0],
    ['only shorter numbers were named', [passed('VR-2: a')], 'not yet', 0],
    ['nothing ran', [], 'not yet', 0],
  ] as const)('%s', (_name, outcomes, state, testCount) => {
    expect(rowOf(conformanceTable(outcomes), 'VR-27')).toMatchObject({ state, testCount });
  });
});

test('a known difference shows its reason, tested or not, but not over a failing test', () => {
  const reason = { state: 'known difference', text: KNOWN_DIFFERENCES[DIFFERENT] };
  expect(rowOf(conformanceTable([]), DIFFERENT)).toMatchObject(reason);
  expect(rowOf(conformanceTable([passed(DIFFERENT)]), DIFFERENT)).toMatchObject(reason);
  expect(rowOf(conformanceTable([failed(DIFFERENT)]), DIFFERENT).state).toBe('not yet');
});

test('statements of later times and of streaming are out of scope', () => {
  const rows = conformanceTable([passed('VR-10')]);
  expect([rowOf(rows, 'VR-10').state, rowOf(rows, 'AL-48').state]).toEqual(['out of scope', 'out of scope']);
});

test('ids are whole words, with their letters', () => {
  expect(statementIds('TTL-17g OR-30a, (CK-1) FOR-2 XVR-3 vr-4 TTL-17g')).toEqual([
    'TTL-17g',
    'OR-30a',
    'CK-1',
  ]);
});

test('the summary counts each family and names what is open', () => {
  const rows = conformanceTable([passed('CK-1')]).filter((row) => ['CK-1', 'CK-2', 'CK-14'].includes(row.id));
  const lines = summary(rows).split('\n');
  expect(lines[1]).toMatch(/^CK +2 +1 +0 +1 +1$/);
  expect(lines.at(-1)).toBe('not yet: CK-2');
  expect(notYet(rows).map((row) => row.id)).toEqual(['CK-2']);
});

test('the whole table has a line for every statement', () => {
  const rows = conformanceTable([passed('CK-1')]);
  expect(wholeTable(rows).split('\n')).toHaveLength(rows.length + 1);
  expect(wholeTable(rows)).toMatch(/^CK-1 +08 10 12 +met +1 {2}A stored object/m);
});
