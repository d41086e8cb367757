/** A card for each edge location: five small charts of the last two minutes. */
import { bytesText, draw, make } from './dom.js';

const SAMPLES = 120;
const RATIO_WINDOW = 60;

/** The lower edge of a chart, in its own units. */
const FLOOR = 28;

/** Which chart has a top of its own: a ratio's is 1. */
const RATIO = 1;

/** What is charted: its name, its value from two pictures of an edge location, and its words. */
const CHARTS = [
  ['requests', (rate) => rate('total'), (value) => `${rounded(value)}/s`],
  [
    'hit ratio',
    (_rate, history) => history.hitRatio,
    (value) => (value === null ? '–' : `${Math.round(value * 100)} %`),
  ],
  ['from origins', (rate) => rate('originBytes'), (value) => `${bytesText(value)}/s`],
  ['stored', (_rate, history) => history.latest.storedBytes, bytesText],
  ['evictions', (rate) => rate('evictions'), (value) => `${rounded(value)}/s`],
];

/** The last two minutes of one edge location; never more. */
export class History {
  latest = null;
  series = CHARTS.map(() => []);
  #totals = [];

  take(edge, realNow) {
    const total = Object.values(edge.requests).reduce((sum, count) => sum + count, 0);
    const hits = edge.requests.Hit + edge.requests.RefreshHit;
    const before = this.latest;
    this.latest = { ...edge, total, hits, realNow };
    this.#totals.push({ total, hits });
    if (this.#totals.length > RATIO_WINDOW) this.#totals.shift();
    const seconds = before === null ? 1 : Math.max(0.2, (realNow - before.realNow) / 1000);
    const rate = (name) => (before === null ? 0 : Math.max(0, this.latest[name] - before[name]) / seconds);
    for (const [at, [, measure]] of CHARTS.entries()) {
      this.series[at].push(measure(rate, this));
      if (this.series[at].length > SAMPLES) this.series[at].shift();
    }
  }

  get ratePerSecond() {
    return this.series[0].at(-1) ?? 0;
  }

  /** Of the last minute; of all since the start while that was quiet; null before the first request. */
  get hitRatio() {
    const { total, hits } = this.latest;
    const first = this.#totals[0];
    if (total > first.total) return (hits - first.hits) / (total - first.total);
    return total === 0 ? null : hits / total;
  }
}

export class LocationCard {
  element;
  #values = [];
  #lines = [];
  #areas = [];
  #status = make('span', { class: 'status' });
  #select;

  constructor({ pop, name, region }, onSelect) {
    const charts = CHARTS.map(([title]) => this.#chart(title));
    const label = `${pop} ${name}`.trim();
    this.#select = make('button', { type: 'button', class: 'pick', onclick: () => onSelect(pop) }, label);
    const head = make('h3', {}, this.#select, make('small', {}, region));
    this.element = make(
      'article',
      { class: 'card location' },
      head,
      this.#status,
      make('dl', { class: 'charts' }, ...charts),
    );
  }

  update(history, { isBehind, isSelected }) {
    this.element.dataset.selected = String(isSelected);
    this.#select.setAttribute('aria-pressed', String(isSelected));
    this.#status.textContent = isBehind ? 'InProgress' : 'Deployed';
    this.#status.dataset.state = isBehind ? 'waiting' : 'done';
    for (const [at, [, , textOf]] of CHARTS.entries()) {
      const series = history.series[at];
      this.#values[at].textContent = textOf(series.at(-1));
      const runs = runsOf(series, at === RATIO ? 1 : null);
      this.#lines[at].setAttribute('d', lineOf(runs));
      this.#areas[at].setAttribute('d', areaOf(runs));
    }
  }

  #chart(title) {
    const value = make('dd', {});
    const line = draw('path', { class: 'spark' });
    this.#values.push(value);
    const area = draw('path', { class: 'area' });
    this.#lines.push(line);
    this.#areas.push(area);
    const picture = draw(
      'svg',
      { viewBox: '0 0 120 28', preserveAspectRatio: 'none', 'aria-hidden': 'true' },
      area,
      line,
    );
    return make('div', {}, make('dt', {}, title), value, picture);
  }
}

/** Newest at the right, in runs without gaps; `most` is what reaches the top, or null for the largest value there is. */
function runsOf(series, most) {
  const top = most ?? Math.max(1, ...series.map((value) => value ?? 0));
  const runs = [];
  for (const [at, value] of series.entries()) {
    if (value === null) continue;
    if (at === 0 || series[at - 1] === null) runs.push([]);
    runs
      .at(-1)
      .push(`${SAMPLES - series.length + at} ${(FLOOR - 1 - (value / top) * (FLOOR - 3)).toFixed(1)}`);
  }
  return runs;
}

function lineOf(runs) {
  return runs.map((points) => `M${points.join('L')}`).join('');
}

/** What is under the line. */
function areaOf(runs) {
  const columnOf = (point) => point.split(' ')[0];
  return runs.map((points) => `M${columnOf(points[0])} ${FLOOR}L${points.join('L')}V${FLOOR}Z`).join('');
}

function rounded(value) {
  return value >= 10 || Number.isInteger(value) ? String(Math.round(value)) : value.toFixed(1);
}
