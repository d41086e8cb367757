/**
 * The conformance table: which statements of the delivered eras are proven by tests that name them.
 * Pure: test titles and outcomes in, rows and text out.
 */
import { ALL_STATEMENTS, familyOf } from '../../src/statements/statements.ts';
import { KNOWN_DIFFERENCES } from './known-differences.ts';

/** One test as it ran; the title includes those of its describe blocks. */
export interface TestOutcome {
  readonly title: string;
  readonly outcome: 'passed' | 'failed' | 'skipped';
}

export type RowState =
  | 'met' // every test that names it passed, and at least one ran
  | 'known difference' // listed with a reason, and no test that names it failed
  | 'not yet' // neither
  | 'out of scope'; // not a statement of eras 08, 10 or 12

export interface Row {
  readonly id: string;
  readonly eras: readonly string[];
  readonly state: RowState;
  /** Tests that name the statement and ran. */
  readonly testCount: number;
  /** The reason of a known difference, else the sentence. */
  readonly text: string;
}

const STATEMENT_ID = /\b(?:VR|CK|OR|TTL|ER|RG|RH|CP|SU|AL|IN|ED|LQ|CA)-\d+[a-z]?\b/g;

/** The statement ids in a text, each once. */
export function statementIds(text: string): string[] {
  return [...new Set(text.match(STATEMENT_ID))];
}

export function conformanceTable(outcomes: readonly TestOutcome[]): Row[] {
  const passes = passesByStatement(outcomes);
  return ALL_STATEMENTS.map(({ id, eras, sentence }) => {
    const passed = passes.get(id) ?? [];
    const state = stateOf(id, eras, passed);
    const text = state === 'known difference' ? KNOWN_DIFFERENCES[id]! : sentence;
    return { id, eras, state, testCount: passed.length, text };
  });
}

/** The rows nobody has answered for. */
export function notYet(rows: readonly Row[]): Row[] {
  return rows.filter((row) => row.state === 'not yet');
}

/** One line per statement. */
export function wholeTable(rows: readonly Row[]): string {
  const lines = rows.map((row) => {
    const tests = row.testCount === 0 ? '' : String(row.testCount);
    return `${row.id.padEnd(8)}${row.eras.join(' ').padEnd(11)}${row.state.padEnd(18)}${tests.padStart(5)}  ${row.text}`;
  });
  const heading = `${'id'.padEnd(8)}${'era'.padEnd(11)}${'state'.padEnd(18)}tests  statement, or reason of the difference`;
  return [heading, ...lines].join('\n');
}

/** One line per family, a total, and the ids that are not met yet. */
export function summary(rows: readonly Row[]): string {
  const families = [...new Set(rows.map((row) => familyOf(row.id)))];
  const lines = families.map((family) =>
    countsLine(
      family,
      rows.filter((row) => familyOf(row.id) === family),
    ),
  );
  const open = notYet(rows).map((row) => row.id);
  const openLine = open.length === 0 ? [] : [`not yet: ${open.join(' ')}`];
  return [COUNTS_HEADING, ...lines, countsLine('all', rows), ...openLine].join('\n');
}

const COUNTS_HEADING = 'family  statements  met  known differences  not yet  out of scope';

function countsLine(name: string, rows: readonly Row[]): string {
  const count = (state: RowState) => rows.filter((row) => row.state === state).length;
  const outside = count('out of scope');
  const cells: [number, number][] = [
    [rows.length - outside, 12],
    [count('met'), 5],
    [count('known difference'), 19],
    [count('not yet'), 9],
    [outside, 14],
  ];
  return name.padEnd(6) + cells.map(([value, width]) => String(value).padStart(width)).join('');
}

function stateOf(id: string, eras: readonly string[], passed: readonly boolean[]): RowState {
  if (eras.includes('later') || eras.includes('streaming')) return 'out of scope';
  if (passed.includes(false)) return 'not yet';
  if (Object.hasOwn(KNOWN_DIFFERENCES, id)) return 'known difference';
  return passed.length > 0 ? 'met' : 'not yet';
}

function passesByStatement(outcomes: readonly TestOutcome[]): Map<string, boolean[]> {
  const passes = new Map<string, boolean[]>();
  for (const { title, outcome } of outcomes) {
    if (outcome === 'skipped') continue;
    for (const id of statementIds(title)) {
      const earlier = passes.get(id);
      if (earlier === undefined) passes.set(id, [outcome === 'passed']);
      else earlier.push(outcome === 'passed');
    }
  }
  return passes;
}
