/** What the rounds of saturating load say: every scenario, everybody who answered it. */
import type { Measurement } from './measurement.ts';
import type { Subject } from './scenarios.ts';
import { medianOf, spreadOf } from './statistics.ts';
import { textTable } from './text-table.ts';

/** The rounds of one scenario, by who answered. */
export type Rounds = ReadonlyMap<Subject, readonly Measurement[]>;

export interface Throughput extends Measurement {
  readonly scenario: string;
  readonly subject: Subject;
  readonly spread: number;
}

export function throughputOf(scenario: string, rounds: Rounds): Throughput[] {
  return [...rounds].map(([subject, measurements]) => {
    const median = (of: (one: Measurement) => number) => medianOf(measurements.map(of));
    return {
      scenario,
      subject,
      requests: median((one) => one.requests),
      requestsPerSecond: median((one) => one.requestsPerSecond),
      p50Ms: median((one) => one.p50Ms),
      p99Ms: median((one) => one.p99Ms),
      longestMs: median((one) => one.longestMs),
      mibPerSecond: median((one) => one.mibPerSecond),
      bytesPerAnswer: median((one) => one.bytesPerAnswer),
      wrongAnswers: measurements.reduce((sum, one) => sum + one.wrongAnswers, 0),
      spread: spreadOf(measurements.map((one) => one.requestsPerSecond)),
    };
  });
}

const HEADINGS = ['scenario', 'who', 'requests/s', '± %', 'p50 ms', 'p99 ms', 'MiB/s', 'wrong'];

export function throughputTable(throughputs: readonly Throughput[]): string {
  const rows = throughputs.map((one) => [
    one.scenario,
    one.subject,
    Math.round(one.requestsPerSecond).toString(),
    Math.round(one.spread * 100).toString(),
    one.p50Ms.toFixed(2),
    one.p99Ms.toFixed(2),
    one.mibPerSecond.toFixed(0),
    one.wrongAnswers.toString(),
  ]);
  return textTable(HEADINGS, rows, 2);
}
