/** Medians of the rounds, as a table and as JSON; beside edgefront's numbers their ratio to the others'. */
import type { Measurement } from './load.ts';
import type { Subject } from './scenarios.ts';

/** The rounds of one scenario by subject. */
export interface Rounds {
  readonly name: string;
  readonly measurements: ReadonlyMap<Subject, readonly Measurement[]>;
}

export interface Summary extends Measurement {
  readonly scenario: string;
  readonly subject: Subject;
  /** How far the rounds lie apart: (highest − lowest) / median of requests per second. */
  readonly spread: number;
  /** Edgefront's requests per second divided by this subject's, the median over rounds; null for itself. */
  readonly edgefrontRatio: number | null;
}

export function summarise(rounds: Rounds): Summary[] {
  const own = rounds.measurements.get('edgefront') ?? [];
  return [...rounds.measurements].map(([subject, measurements]) => {
    const median = (of: (one: Measurement) => number) => medianOf(measurements.map(of));
    const speeds = measurements.map((one) => one.requestsPerSecond);
    const ratios = measurements.map((one, at) => (own[at]?.requestsPerSecond ?? 0) / one.requestsPerSecond);
    return {
      scenario: rounds.name,
      subject,
      requestsPerSecond: medianOf(speeds),
      p50Ms: median((one) => one.p50Ms),
      p99Ms: median((one) => one.p99Ms),
      mibPerSecond: median((one) => one.mibPerSecond),
      wrongAnswers: measurements.reduce((sum, one) => sum + one.wrongAnswers, 0),
      spread: (Math.max(...speeds) - Math.min(...speeds)) / medianOf(speeds),
      edgefrontRatio: subject === 'edgefront' ? null : medianOf(ratios),
    };
  });
}

const HEADINGS = ['scenario', 'subject', 'req/s', '± %', 'p50 ms', 'p99 ms', 'MiB/s', 'edgefront ÷', 'wrong'];

export function tableOf(summaries: readonly Summary[]): string {
  const rows = [HEADINGS, ...summaries.map(cellsOf)];
  const widths = HEADINGS.map((_, at) => Math.max(...rows.map((row) => row[at]!.length)));
  const isText = (at: number) => at < 2;
  const lines = rows.map((row) =>
    row.map((cell, at) => (isText(at) ? cell.padEnd(widths[at]!) : cell.padStart(widths[at]!))).join('  '),
  );
  return lines.join('\n');
}

function cellsOf(one: Summary): string[] {
  return [
    one.subject === 'edgefront' ? one.scenario : '',
    one.subject,
    Math.round(one.requestsPerSecond).toString(),
    Math.round((one.spread * 100) / 2).toString(),
    one.p50Ms.toString(),
    one.p99Ms.toString(),
    one.mibPerSecond.toFixed(1),
    one.edgefrontRatio === null ? '' : one.edgefrontRatio.toFixed(2),
    one.wrongAnswers.toString(),
  ];
}

function medianOf(numbers: readonly number[]): number {
  const sorted = numbers.toSorted((one, other) => one - other);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}
