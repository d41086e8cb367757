/** A load run in the terminal: a line a second while it runs, tables at the end. */
import { isError, isHit, type Result } from '../traffic/answer-result.ts';
import type { Summary } from '../traffic/tally.ts';
import type { LoadReport } from './load-report.ts';
import type { LoadRun } from './load-run.ts';
import { bytesText, countText, msText, shareText, table } from './text.ts';

const SECOND_MS = 1000;

/** Rate, hit ratio, p99 and errors of the last whole second. */
export function progressLine(run: LoadRun): string {
  const at = Math.max(0, Math.floor(run.nowMs / 1000) - 1);
  const second = run.tally.course.second(at);
  const counts = Object.entries(second?.counts ?? {}) as [Result, number][];
  const total = sum(counts, () => true);
  const hits = sum(counts, isHit);
  const parts = [
    `${String(at + 1).padStart(4)} s`,
    run.phaseAt(at * SECOND_MS).name.padEnd(12),
    `${countText(total).padStart(7)}/s`,
    `hit ${(total === 0 ? '-' : shareText(hits / total)).padStart(7)}`,
    `p99 ${msText(second?.latency.percentileMs(0.99) ?? null).padStart(6)} ms`,
    `errors ${countText(sum(counts, isError))}`,
  ];
  if (run.queued > 0) parts.push(`waiting ${countText(run.queued)}`);
  return parts.join('  ');
}

/** Everything a person wants to know at the end. */
export function loadTables(report: LoadReport): string {
  return [
    `${report.title === '' ? 'load' : report.title}: ${report.target}, ${report.arrival}`,
    '',
    table(summaryTable(report)),
    '',
    'Latency in ms by result, from the moment a request was meant to begin; p99 sent: from the moment it was sent',
    table(latencyTable(report)),
    ...thresholdLines(report),
    ...report.notes.map((note) => `\n${note}`),
  ].join('\n');
}

const SUMMARY_HEAD =
  'phase,requests,rate/s,throughput,hit,byte hit,origin,offload,errors,failed,p50,p99'.split(',');
const LATENCY_HEAD = 'result,count,share,bytes,mean,p50,p90,p95,p99,p99.9,max,p99 sent'.split(',');

/** Phases, their edge locations, and all that is measured. */
export function summaryTable({ phases, measured }: LoadReport): string[][] {
  const rows = phases.flatMap(({ name, total, edges }) => [
    summaryRow(name, total),
    ...(edges.length > 1 ? edges.map((edge) => summaryRow(`  ${edge.pop}`, edge)) : []),
  ]);
  return [SUMMARY_HEAD, ...rows, ...(phases.length > 1 ? [summaryRow('measured', measured)] : [])];
}

function summaryRow(name: string, one: Summary): string[] {
  const seconds =
    one.requestsPerSecond === null || one.requestsPerSecond === 0 ? 0 : one.requests / one.requestsPerSecond;
  return [
    name,
    countText(one.requests),
    countText(one.requestsPerSecond ?? 0),
    `${bytesText(seconds === 0 ? 0 : one.bytes / seconds)}/s`,
    shareText(one.hitRatio),
    shareText(one.byteHitRatio),
    one.originRequests === null ? '-' : countText(one.originRequests),
    shareText(one.originOffload),
    countText(one.errors),
    countText(one.failed),
    msText(one.p50Ms),
    msText(one.p99Ms),
  ];
}

export function latencyTable({ measured }: LoadReport): string[][] {
  const rows = measured.results.map(({ result, count, bytes, latencyMs, serviceMs }) => {
    const { mean, p50, p90, p95, p99, p999, max } = latencyMs;
    const times = [mean, p50, p90, p95, p99, p999, max, serviceMs.p99].map(msText);
    return [result, countText(count), shareText(count / measured.requests), bytesText(bytes), ...times];
  });
  return [LATENCY_HEAD, ...rows];
}

function thresholdLines({ thresholds }: LoadReport): string[] {
  return thresholds.map(({ name, phase, limit, value, isMet }, at) => {
    const place = phase === null ? '' : ` in ${phase}`;
    const said = value === null ? 'not known' : Number(value.toPrecision(4));
    return `${at === 0 ? '\n' : ''}${isMet ? 'met   ' : 'MISSED'} ${name}${place}: ${said}, wanted ${limit}`;
  });
}

function sum(counts: readonly [Result, number][], counted: (result: Result) => boolean): number {
  return counts.reduce((total, [result, count]) => total + (counted(result) ? count : 0), 0);
}
