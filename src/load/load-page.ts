/** A load run as a page. */

import { escapeText } from '../schema/write-xml.ts';
import { RESULTS } from '../traffic/answer-result.ts';
import { type Chart, chartSvg, type Series } from './chart.ts';
import type { LoadReport } from './load-report.ts';
import { latencyTable, summaryTable } from './load-text.ts';
import { htmlTable, page } from './page.ts';
import { bytesText, msText } from './text.ts';

export function loadPage(report: LoadReport): string {
  const title = report.title === '' ? 'edgefront load' : report.title;
  const charts = [latencyOverTime(report), percentiles(report), hitRatio(report), bytesByResult(report)];
  const body = [
    `<h1>${escapeText(title)}</h1><p>${escapeText(`${report.target} · ${report.arrival} · ${report.startedAt}`)}</p>`,
    thresholds(report),
    ...charts.map(chartSvg),
    `<h2>Phases and edge locations</h2>${htmlTable(summaryTable(report))}`,
    `<h2>Latency by result, ms</h2>${htmlTable(latencyTable(report))}`,
    ...report.notes.map((note) => `<p>${escapeText(note)}</p>`),
  ];
  return page(title, body.join('\n'));
}

/** The one in which a run ends is not over: its sums would look like a fall. */
function wholeSeconds({ seconds, spanSeconds, phases }: LoadReport): LoadReport['seconds'] {
  const end = phases.reduce((last, one) => Math.max(last, one.startSeconds + one.seconds), 0);
  const whole = seconds.filter(({ at }) => at + spanSeconds <= end);
  return whole.length > 0 ? whole : seconds;
}

const SECONDS = { name: 'seconds', text: (value: number) => String(Math.round(value)) };

function marks({ phases }: LoadReport): NonNullable<Chart['marks']> {
  return phases.map(({ name, startSeconds }) => ({ name, at: startSeconds }));
}

function latencyOverTime(report: LoadReport): Chart {
  const series = (
    name: string,
    pick: (one: LoadReport['seconds'][number]['latencyMs']) => number,
  ): Series => ({
    name,
    points: wholeSeconds(report).flatMap(({ at, requests, latencyMs }) =>
      requests > 0 ? [[at, pick(latencyMs)] as const] : [],
    ),
  });
  return {
    title: 'Latency over time, ms',
    series: [
      series('p50', (one) => one.p50),
      series('p95', (one) => one.p95),
      series('p99', (one) => one.p99),
      series('max', (one) => one.max),
    ],
    x: SECONDS,
    y: { name: 'ms', text: msText, isLogarithmic: true },
    marks: marks(report),
  };
}

/** Each nine takes the same room. */
function percentiles({ measured }: LoadReport): Chart {
  const shares = [0.5, 0.9, 0.95, 0.99, 0.999] as const;
  const keys = ['p50', 'p90', 'p95', 'p99', 'p999'] as const;
  const nines = (share: number) => -Math.log10(1 - share);
  return {
    title: 'Latency percentiles by result, ms',
    series: measured.results.map(({ result, latencyMs }) => ({
      name: result,
      colour: RESULTS.indexOf(result),
      points: shares.map((share, at) => [nines(share), latencyMs[keys[at]!]] as const),
    })),
    x: {
      name: 'percentile',
      text: (value) => `${Number(((1 - 10 ** -value) * 100).toPrecision(4))}%`,
      ticks: shares.map(nines),
    },
    y: { name: 'ms', text: msText, isLogarithmic: true },
  };
}

function hitRatio(report: LoadReport): Chart {
  const share = (part: number | undefined, whole: number) => (whole === 0 ? 0 : (100 * (part ?? 0)) / whole);
  const busy = wholeSeconds(report).filter(({ requests }) => requests > 0);
  const total = (bytes: Readonly<Record<string, number>>) =>
    Object.values(bytes).reduce((sum, one) => sum + one, 0);
  return {
    title: 'Hit ratio over time, %',
    series: [
      {
        name: 'requests',
        points: busy.map(({ at, counts, requests }) => [at, share(counts.Hit, requests)] as const),
      },
      { name: 'bytes', points: busy.map(({ at, bytes }) => [at, share(bytes.Hit, total(bytes))] as const) },
    ],
    x: SECONDS,
    y: { name: '%', text: (value) => `${Math.round(value)}`, max: 100 },
    marks: marks(report),
  };
}

function bytesByResult(report: LoadReport): Chart {
  const there = RESULTS.filter((result) => report.seconds.some(({ bytes }) => bytes[result] !== undefined));
  return {
    title: 'Bytes a second by result',
    series: there.map((result) => ({
      name: result,
      colour: RESULTS.indexOf(result),
      points: wholeSeconds(report).map(
        ({ at, bytes }) => [at, (bytes[result] ?? 0) / report.spanSeconds] as const,
      ),
    })),
    x: SECONDS,
    y: { name: 'bytes', text: bytesText, isBinary: true },
    isStacked: true,
    marks: marks(report),
  };
}

function thresholds({ thresholds: all }: LoadReport): string {
  if (all.length === 0) return '';
  const rows = all.map(({ name, phase, limit, value, isMet }) => {
    const place = phase === null ? '' : ` in ${phase}`;
    const word = isMet ? 'met' : 'missed';
    const said = value === null ? 'not known' : String(Number(value.toPrecision(4)));
    return `<tr><td>${escapeText(name + place)}</td><td>${said}</td><td>${limit}</td><td class="${word}">${word}</td></tr>`;
  });
  return `<h2>Thresholds</h2><table><tr><th>threshold</th><th>measured</th><th>wanted</th><th></th></tr>${rows.join('')}</table>`;
}
