/**
 * Small charts of the last two minutes: a row for each edge location, a column for each thing that is measured. A
 * column has one scale for all rows, so that locations can be compared by looking down it.
 */
import { bytesText, draw, make } from './dom.js';
import { SAMPLES } from './history.js';

/** The lower edge of a chart, and where its highest value is drawn, in its own units. */
const [FLOOR, CEILING] = [29, 2];

/** What is charted: which series, its name, the words of a value, and the top of a scale that holds the largest. */
const CHARTS = [
  ['requests', 'requests', (value) => `${rounded(value)}/s`, roundTop],
  ['ratio', 'hit ratio', (value) => (value === null ? '–' : `${Math.round(value * 100)} %`), () => 1],
  ['originBytes', 'from origins', (value) => `${bytesText(value)}/s`, binaryTop],
  ['stored', 'stored', bytesText, binaryTop],
  ['evictions', 'evictions', (value) => `${rounded(value)}/s`, roundTop],
];

/** The heads of the columns, with their scales; for eyes only, since every row names its charts. */
export class ChartHeads {
  element;
  axis;
  #scales = CHARTS.map(() => make('small', {}));

  constructor() {
    const heads = CHARTS.map(([, title], at) => make('span', {}, title, this.#scales[at]));
    const attributes = { class: 'heads', 'aria-hidden': 'true' };
    this.element = make('div', attributes, make('span', {}), ...heads);
    const ends = CHARTS.map(() => make('span', {}, make('span', {}, '−2 min'), make('span', {}, 'now')));
    this.axis = make('div', { class: 'heads times', 'aria-hidden': 'true' }, make('span', {}), ...ends);
  }

  /** The tops of all scales, so that every history fits. */
  update(histories) {
    return CHARTS.map(([series, , textOf, topOf], at) => {
      const top = topOf(Math.max(0, ...histories.flatMap((history) => history[series])));
      this.#scales[at].textContent = `0 – ${textOf(top)}`;
      return top;
    });
  }
}

export class LocationRow {
  element;
  #values = [];
  #lines = [];
  #areas = [];
  #scales = [];
  #status = make('span', { class: 'status' });
  #select;

  constructor({ pop, name, region }, onSelect) {
    const charts = CHARTS.map(([, title]) => this.#chart(title));
    const attributes = { type: 'button', class: 'pick', onclick: () => onSelect(pop) };
    this.#select = make('button', attributes, make('strong', {}, pop), ` ${name}`);
    const state = make('p', { class: 'state' }, this.#status, make('small', {}, region));
    const head = make('div', { class: 'head' }, make('h3', {}, this.#select), state);
    this.element = make('article', { class: 'location' }, head, make('dl', { class: 'charts' }, ...charts));
  }

  update(history, { isBehind, isSelected, tops }) {
    this.element.dataset.selected = String(isSelected);
    this.#select.setAttribute('aria-pressed', String(isSelected));
    this.#status.textContent = isBehind ? 'InProgress' : 'Deployed';
    this.#status.dataset.state = isBehind ? 'waiting' : 'done';
    for (const [at, [name, , textOf]] of CHARTS.entries()) {
      const series = history[name];
      this.#values[at].textContent = textOf(series.at(-1));
      this.#scales[at].textContent = `0 – ${textOf(tops[at])}`;
      const runs = runsOf(series, tops[at]);
      this.#lines[at].setAttribute('d', lineOf(runs));
      this.#areas[at].setAttribute('d', areaOf(runs));
    }
  }

  #chart(title) {
    const [value, scale] = [make('dd', {}), make('small', {})];
    const [line, area] = [draw('path', { class: 'spark' }), draw('path', { class: 'area' })];
    this.#values.push(value);
    this.#scales.push(scale);
    this.#lines.push(line);
    this.#areas.push(area);
    const axis = draw('path', { class: 'axis', d: `M0 ${FLOOR}H120M60 ${FLOOR}v-4` });
    const picture = draw(
      'svg',
      { viewBox: '0 0 120 30', preserveAspectRatio: 'none', 'aria-hidden': 'true' },
      ...[area, axis, line],
    );
    return make('div', {}, make('dt', {}, title, ' ', scale), value, picture);
  }
}

/** Newest at the right, in runs without gaps. */
function runsOf(series, top) {
  const runs = [];
  for (const [at, value] of series.entries()) {
    if (value === null) continue;
    if (at === 0 || series[at - 1] === null) runs.push([]);
    const height = FLOOR - (value / top) * (FLOOR - CEILING);
    runs.at(-1).push(`${SAMPLES - series.length + at + 1} ${height.toFixed(1)}`);
  }
  return runs;
}

/** A run of one sample is as long as its second. */
function lineOf(runs) {
  return runs.map((points) => `M${points.join('L')}${points.length === 1 ? 'h-1' : ''}`).join('');
}

/** What is under the line. */
function areaOf(runs) {
  const columnOf = (point) => point.split(' ')[0];
  return runs.map((points) => `M${columnOf(points[0])} ${FLOOR}L${points.join('L')}V${FLOOR}Z`).join('');
}

/** 1, 2, 5, 10, 20 … */
function roundTop(largest) {
  const power = 10 ** Math.floor(Math.log10(Math.max(1, largest)));
  return [1, 2, 5, 10].map((step) => step * power).find((top) => top >= largest);
}

/** 1, 4, 16, 64, 256 KiB, 1 MiB … */
function binaryTop(largest) {
  return 1024 * 4 ** Math.max(0, Math.ceil(Math.log2(Math.max(1, largest / 1024)) / 2));
}

function rounded(value) {
  return value >= 9.95 || Number.isInteger(value) ? String(Math.round(value)) : value.toFixed(1);
}
