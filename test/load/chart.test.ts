/** Charts of long runs, and text in them. */
import { expect, test } from 'vitest';
import { type Chart, chartSvg } from '../../src/load/chart.ts';

const AXIS = { name: 'x', text: String };
const chart = (points: Chart['series'][number]['points'], name = 'one'): Chart => ({
  title: name,
  series: [{ name, points }],
  x: AXIS,
  y: AXIS,
});

test('as many points as seconds of days are drawn', () => {
  const points = Array.from({ length: 200_000 }, (_, at) => [at, at % 7] as const);
  expect(chartSvg(chart(points))).toContain('L736 ');
});

test('no points are a chart with nothing in it', () => {
  expect(chartSvg(chart([]))).not.toMatch(/NaN|Infinity/);
});

test('names are text, whatever is in them', () => {
  expect(chartSvg(chart([[0, 1]], '<b>"&'))).toContain('<figcaption>&lt;b&gt;&quot;&amp;</figcaption>');
});
