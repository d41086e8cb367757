/**
 * `*` (any run of characters, '/' too) and `?` (exactly one) over a whole text, case-sensitive: path
 * patterns (VR-28…VR-30), resources of signed URLs, wildcard invalidations. No input makes it slow (D-11).
 *
 * Most patterns are a literal head, one star, a literal tail, and need two comparisons. The rest run as a
 * set of states kept in bits: state i means that the first i characters of the pattern are matched. Each
 * character of the text moves all states at once, is read once and never again; 32 characters of pattern
 * cost one machine word.
 */

/** Whether the whole text fits. */
export type TextTest = (text: string) => boolean;

/** Compiles a pattern; matching reads each character of the text at most once. */
export function compileWildcard(pattern: string): TextTest {
  const first = firstWildcard(pattern);
  if (first < 0) return (text) => text === pattern;
  const last = Math.max(pattern.lastIndexOf('*'), pattern.lastIndexOf('?'));
  const head = pattern.slice(0, first);
  const tail = pattern.slice(last + 1);
  const middle = compileMiddle(pattern.slice(first, last + 1));
  const least = head.length + tail.length;
  return (text) =>
    text.length >= least &&
    text.startsWith(head) &&
    text.endsWith(tail) &&
    (middle === null || runs(middle, text, head.length, text.length - tail.length));
}

/** Sets of states as bits of 32-bit words; a row holds the states that a character moves on by one. */
interface Machine {
  readonly words: number;
  readonly accepting: number;
  /** States with a star: they stay whatever comes. */
  readonly loops: Int32Array;
  /** Rows by character code, for the codes a byte can have. */
  readonly rows: readonly Int32Array[];
  readonly wideRows: ReadonlyMap<number, Int32Array>;
  /** The row of every character the pattern does not name: only `?` takes it. */
  readonly otherRow: Int32Array;
}

const STAR = 0x2a;
const MARK = 0x3f;

function firstWildcard(pattern: string): number {
  for (let i = 0; i < pattern.length; i++) {
    if (pattern.charCodeAt(i) === STAR || pattern.charCodeAt(i) === MARK) return i;
  }
  return -1;
}

/** Null when the middle is nothing but stars: everything fits. */
function compileMiddle(middle: string): Machine | null {
  const characters = middle.replaceAll('*', '');
  if (characters === '') return null;
  const words = (characters.length >> 5) + 1;
  const otherRow = new Int32Array(words);
  for (let i = 0; i < characters.length; i++) {
    if (characters.charCodeAt(i) === MARK) addState(otherRow, i);
  }
  const wideRows = new Map<number, Int32Array>();
  const rows = new Array<Int32Array>(0x100).fill(otherRow);
  for (let i = 0; i < characters.length; i++) {
    const code = characters.charCodeAt(i);
    let row = code < 0x100 ? rows[code]! : (wideRows.get(code) ?? otherRow);
    if (row === otherRow) row = otherRow.slice();
    addState(row, i);
    if (code < 0x100) rows[code] = row;
    else wideRows.set(code, row);
  }
  return { words, accepting: characters.length, loops: loopsOf(middle, words), rows, wideRows, otherRow };
}

function loopsOf(middle: string, words: number): Int32Array {
  const loops = new Int32Array(words);
  let state = 0;
  for (let i = 0; i < middle.length; i++) {
    if (middle.charCodeAt(i) === STAR) addState(loops, state);
    else state++;
  }
  return loops;
}

function addState(set: Int32Array, state: number): void {
  set[state >> 5] = set[state >> 5]! | (1 << (state & 31));
}

function runs(machine: Machine, text: string, start: number, end: number): boolean {
  const states = new Int32Array(machine.words);
  states[0] = 1;
  for (let i = start; i < end; i++) {
    const code = text.charCodeAt(i);
    const row = code < 0x100 ? machine.rows[code]! : (machine.wideRows.get(code) ?? machine.otherRow);
    if (!advance(states, machine, row)) return false;
  }
  return (states[machine.accepting >> 5]! & (1 << (machine.accepting & 31))) !== 0;
}

/** Moves every state by one character; false when none is left. */
function advance(states: Int32Array, machine: Machine, row: Int32Array): boolean {
  let carry = 0;
  let left = 0;
  for (let w = 0; w < machine.words; w++) {
    const moving = states[w]! & row[w]!;
    const next = (states[w]! & machine.loops[w]!) | (moving << 1) | carry;
    carry = moving >>> 31;
    states[w] = next;
    left |= next;
  }
  return left !== 0;
}
