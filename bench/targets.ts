/** What edgefront is out for, a row each: what is measured, against whom, what is asked of it at least, and the aim. */
import type { Subject } from './scenarios.ts';
import { ratioOf } from './statistics.ts';
import { textTable } from './text-table.ts';
import type { Rounds } from './throughput.ts';

/** One scenario answered by one of us, against another, in requests per second; more is better. */
interface RatioTarget {
  readonly name: string;
  readonly ours: readonly [scenario: string, Subject];
  readonly theirs: readonly [scenario: string, Subject];
  readonly atLeast: number;
  readonly aim: number;
}

export const RATIO_TARGETS: readonly RatioTarget[] = [
  ratio('1 KiB hit, against HAProxy', ['hit-1KiB', 'hit-1KiB', 'haproxy'], [0.85, 1]),
  ratio(
    '1 KiB hit, against HAProxy that writes no log',
    ['hit-1KiB', 'hit-1KiB', 'haproxy (no log)'],
    [0, 0],
  ),
  ratio(
    '1 KiB hit, against nginx that keeps files open',
    ['hit-1KiB', 'hit-1KiB', 'nginx (open files)'],
    [0, 0],
  ),
  ratio('1 KiB hit, against nginx', ['hit-1KiB', 'hit-1KiB', 'nginx'], [1.35, 1.7]),
  ratio('1 KiB hit over TLS, against nginx', ['hit-tls', 'hit-tls', 'nginx'], [1, 1.3]),
  ratio('100 KiB hit, against Varnish', ['hit-100KiB', 'hit-100KiB', 'varnish'], [0.8, 0.95]),
  ratio('1 MiB hit, against nginx (sendfile)', ['hit-1MiB', 'hit-1MiB', 'nginx'], [0.7, 0.9]),
  ratio('64 KiB of 100 MiB, against nginx', ['range-64KiB', 'range-64KiB', 'nginx'], [0.8, 1]),
  ratio('signed 1 KiB hit, against our unsigned', ['hit-signed', 'hit-1KiB', 'edgefront'], [0.8, 0.95]),
  ratio('304, against our 1 KiB hit', ['not-modified', 'hit-1KiB', 'edgefront'], [1, 1.1]),
  ratio('1 KiB miss, not kept, against nginx', ['miss-passed', 'miss-passed', 'nginx'], [0.5, 0.8]),
  ratio('1 KiB miss, kept, against nginx', ['miss-kept', 'miss-kept', 'nginx'], [0.6, 0.9]),
  {
    name: '1 KiB hit at a full edge, against 1,000 objects',
    ours: ['hit-of-all', 'full edgefront'],
    theirs: ['hit-of-1000', 'edgefront'],
    atLeast: 0.85,
    aim: 0.95,
  },
];

function ratio(
  name: string,
  [scenario, other, subject]: readonly [string, string, Subject],
  [atLeast, aim]: readonly [number, number],
): RatioTarget {
  return { name, ours: [scenario, 'edgefront'], theirs: [other, subject], atLeast, aim };
}

/** What was measured of one target. */
export interface Result {
  readonly name: string;
  readonly value: number;
  /** Behind the number: `×`, `ms`, `B`. */
  readonly unit: string;
  /** Whether more is better. */
  readonly isFloor: boolean;
  /** Null: nothing is asked, it is only told. */
  readonly atLeast: number | null;
  readonly aim: number | null;
}

/** Null when one side was not measured. */
export function resultOf(target: RatioTarget, measured: ReadonlyMap<string, Rounds>): Result | null {
  const speeds = ([scenario, subject]: RatioTarget['ours']) =>
    measured
      .get(scenario)
      ?.get(subject)
      ?.map((one) => one.requestsPerSecond);
  const [ours, theirs] = [speeds(target.ours), speeds(target.theirs)];
  if (ours === undefined || theirs === undefined) return null;
  const { name, atLeast, aim } = target;
  const asked = atLeast === 0 ? { atLeast: null, aim: null } : { atLeast, aim };
  return { name, value: ratioOf(ours, theirs), unit: '×', isFloor: true, ...asked };
}

export type Verdict = 'aim met' | 'met' | 'NOT MET' | '';

export function verdictOf({ value, isFloor, atLeast, aim }: Result): Verdict {
  const reaches = (mark: number) => (isFloor ? value >= mark : value <= mark);
  if (atLeast === null || aim === null) return '';
  return reaches(aim) ? 'aim met' : reaches(atLeast) ? 'met' : 'NOT MET';
}

export function resultTable(results: readonly Result[]): string {
  const rows = results.map((one) => [
    one.name,
    numberText(one.value, one.unit),
    markText(one, one.atLeast),
    markText(one, one.aim),
    verdictOf(one),
  ]);
  return textTable(['target', 'measured', 'at least', 'aim', 'verdict'], rows, 1);
}

function markText({ isFloor, unit }: Result, mark: number | null): string {
  return mark === null ? '' : `${isFloor ? '≥' : '≤'} ${numberText(mark, unit)}`;
}

function numberText(value: number, unit: string): string {
  return `${unit === '×' ? value.toFixed(2) : Math.round(value * 10) / 10} ${unit}`;
}
