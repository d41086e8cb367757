/** A simulation as plain data, in the terminal, and as a page. */
import { type Bill, billOf, monthScale } from '../planning/bill.ts';
import type { CurvePoint } from '../planning/curve.ts';
import type { PlanResult } from '../planning/plan.ts';
import type { Prices } from '../planning/prices.ts';
import { escapeText } from '../schema/write-xml.ts';
import { type Chart, chartSvg } from './chart.ts';
import { htmlTable, page } from './page.ts';
import { bytesText, countText, shareText, table } from './text.ts';

export interface PlanReport extends PlanResult {
  readonly kind: 'simulate';
  readonly title: string;
  readonly requestsPerSecond: number;
  /** Of the traffic as it is, and of thirty days of it; null without prices. */
  readonly bill: { readonly prices: string; readonly asIs: Bill; readonly month: Bill } | null;
  readonly notes: readonly string[];
}

export interface PlanScope {
  readonly title: string;
  readonly elapsedMs: number;
  readonly prices: Prices | null;
  readonly notes: readonly string[];
}

export function planReport(result: PlanResult, { title, elapsedMs, prices, notes }: PlanScope): PlanReport {
  const seconds = (result.lastMs - result.firstMs) / 1000;
  const bill = (scale: number) => billOf(result.usage, result.invalidatedPaths, { prices: prices!, scale });
  return {
    kind: 'simulate',
    ...{ ...result, title, notes },
    requestsPerSecond: Math.round((result.requests / Math.max(1, elapsedMs)) * 1000),
    bill: prices === null ? null : { prices: prices.title, asIs: bill(1), month: bill(monthScale(seconds)) },
  };
}

/** Rows of many locations would hide each other; the sum stands for the others. */
const SHOWN_EDGES = 12;

export function planText(report: PlanReport): string {
  return [
    `${report.title === '' ? 'simulate' : report.title}: ${countText(report.requests)} requests, ${countText(report.requestsPerSecond)}/s`,
    '',
    table(edgeTable(report)),
    '',
    'Hit ratio by cache size (* as configured)',
    table(curveTable(report)),
    '',
    ...(report.bill === null ? [] : [billTitle(report.bill), table(billTable(report.bill))]),
    ...report.notes.map((note) => `\n${note}`),
  ].join('\n');
}

export function planPage(report: PlanReport): string {
  const title = report.title === '' ? 'edgefront simulate' : report.title;
  const said = `${countText(report.requests)} requests, ${countText(report.requestsPerSecond)} a second simulated`;
  const body = [
    `<h1>${escapeText(title)}</h1><p>${said}</p>`,
    chartSvg(curveChart('Hit ratio by cache size, %', report, ({ hits, requests }) => ratio(hits, requests))),
    chartSvg(
      curveChart('Byte hit ratio by cache size, %', report, ({ hitBytes, bytes }) => ratio(hitBytes, bytes)),
    ),
    `<h2>Edge locations as configured</h2>${htmlTable(edgeTable(report))}`,
    `<h2>By cache size</h2>${htmlTable(curveTable(report))}`,
    report.bill === null
      ? ''
      : `<h2>${escapeText(billTitle(report.bill))}</h2>${htmlTable(billTable(report.bill))}`,
    ...report.notes.map((note) => `<p>${escapeText(note)}</p>`),
  ];
  return page(title, body.join('\n'));
}

function edgeTable({ edges, upper }: PlanReport): string[][] {
  const head = 'edge,region,cache,requests,hit,byte hit,refresh,miss,error,origin asked,origin saved'.split(
    ',',
  );
  const rows = edges
    .slice(0, SHOWN_EDGES)
    .map(({ pop, region, own, curve, results, requests, ...one }) => [
      pop,
      region,
      bytesText(curve[own]!.capacityBytes),
      countText(requests),
      percent(results.Hit, requests),
      percent(one.hitBytes, one.bytes),
      ...[results.RefreshHit, results.Miss, results.Error].map((count) => countText(count)),
      countText(one.originRequests),
      percent(requests - one.originRequests, requests),
    ]);
  const point = upper.curve[upper.own]!;
  const all = edges.reduce((sum, one) => sum + one.requests, 0);
  const asked = edges.reduce((sum, one) => sum + one.originRequests, 0);
  const hits = edges.reduce((sum, one) => sum + one.results.Hit, 0);
  const hitBytes = edges.reduce((sum, one) => sum + one.hitBytes, 0);
  const bytes = edges.reduce((sum, one) => sum + one.bytes, 0);
  const blank = ['', '', ''];
  const total = ['all', '', '', countText(all), percent(hits, all), percent(hitBytes, bytes), ...blank];
  const behind = ['with upper tier', '', bytesText(point.capacityBytes), countText(point.requests)];
  return [
    head,
    ...rows,
    [...total, countText(asked), percent(all - asked, all)],
    [
      ...behind,
      percent(point.hits, point.requests),
      percent(point.hitBytes, point.bytes),
      ...blank,
      countText(point.originRequests),
      percent(all - point.originRequests, all),
    ],
  ];
}

function curveTable({ edges, upper }: PlanReport): string[][] {
  const rows = [...edges.slice(0, SHOWN_EDGES), { pop: 'upper tier', ...upper }].flatMap(
    ({ pop, own, curve }) =>
      curve.map((point, k) => [
        k === 0 ? pop : '',
        `${k === own ? '* ' : ''}${bytesText(point.capacityBytes)}`,
        percent(point.hits, point.requests),
        percent(point.hitBytes, point.bytes),
        countText(point.originRequests),
      ]),
  );
  return [['edge', 'cache', 'hit', 'byte hit', 'origin asked'], ...rows];
}

function billTitle({ prices }: NonNullable<PlanReport['bill']>): string {
  return prices === '' ? 'Bill' : `Bill by ${prices}`;
}

function billTable({ asIs, month }: NonNullable<PlanReport['bill']>): string[][] {
  const money = (cost: number) => cost.toFixed(2);
  const rows = month.lines.map(({ what, quantity, unit, cost }, at) => [
    what,
    `${quantity >= 100 ? countText(quantity) : quantity.toFixed(2)} ${unit}`,
    money(cost),
    money(asIs.lines[at]!.cost),
  ]);
  const head = ['what', 'in 30 days', month.currency, 'as simulated'];
  return [head, ...rows, ['total', '', money(month.total), money(asIs.total)]];
}

function curveChart(title: string, report: PlanReport, of: (point: CurvePoint) => number): Chart {
  const { edges, upper } = report;
  const all = [...edges.slice(0, SHOWN_EDGES), { pop: 'upper tier', ...upper }];
  const configured = edges
    .slice(0, 1)
    .map(({ own, curve }) => ({ at: curve[own]!.capacityBytes, name: 'configured' }));
  return {
    title,
    series: all.map(({ pop, curve }) => ({
      name: pop,
      points: curve.map((point) => [point.capacityBytes, of(point)] as const),
    })),
    x: { name: 'cache size', text: bytesText, isLogarithmic: true, ticks: everyOther(edges[0]?.curve ?? []) },
    y: { name: '%', text: (value) => String(Math.round(value)), max: 100 },
    marks: configured,
  };
}

/** Sizes are even steps of a factor; every one of them written would be too many. */
function everyOther(curve: readonly CurvePoint[]): number[] {
  return curve.filter((_, at) => curve.length < 8 || at % 2 === 0).map(({ capacityBytes }) => capacityBytes);
}

function ratio(part: number, whole: number): number {
  return whole === 0 ? 0 : (100 * part) / whole;
}

function percent(part: number, whole: number): string {
  return whole === 0 ? '-' : shareText(part / whole);
}
