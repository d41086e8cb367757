/** Charts as SVG, drawn here so that a report needs nothing from anywhere. Colours come from the page's style. */
import { escapeText } from '../schema/write-xml.ts';

export interface Series {
  readonly name: string;
  /** Number of its colour, where it has one in every chart; else its place. */
  readonly colour?: number;
  readonly points: readonly (readonly [x: number, y: number])[];
}

export interface Chart {
  readonly title: string;
  readonly series: readonly Series[];
  readonly x: Axis;
  readonly y: Axis;
  /** Series stand on one another, and the room between is filled. */
  readonly isStacked?: boolean;
  /** Upright lines with a word: phases, the size there is. */
  readonly marks?: readonly { readonly at: number; readonly name: string }[];
}

export interface Axis {
  readonly name: string;
  readonly text: (value: number) => string;
  readonly isLogarithmic?: boolean;
  /** The far end, where it is known. */
  readonly max?: number;
  /** Where to write values; else at even ones. */
  readonly ticks?: readonly number[];
  /** Even values are those of 1024 times 1024. */
  readonly isBinary?: boolean;
}

const [WIDTH, HEIGHT, LEFT, RIGHT, TOP, BOTTOM] = [760, 300, 64, 24, 24, 40];
const TICKS = 5;
const COLOURS = 8;

export function chartSvg(chart: Chart): string {
  const series = chart.isStacked === true ? stacked(chart.series) : chart.series;
  const points = series.flatMap((one) => one.points);
  const x = scale(
    points.map((point) => point[0]),
    chart.x,
    [LEFT, WIDTH - RIGHT],
  );
  const y = scale([...points.map((point) => point[1]), chart.y.isLogarithmic === true ? 1 : 0], chart.y, [
    HEIGHT - BOTTOM,
    TOP,
  ]);
  const drawn = chart.isStacked === true ? series.toReversed() : series;
  const lines = drawn.map((one) => {
    const colour = colourOf(one, series.indexOf(one));
    return chart.isStacked === true ? area(one, colour, [x, y]) : line(one, colour, [x, y]);
  });
  return `<figure><figcaption>${escapeText(chart.title)}</figcaption><svg viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="${escapeText(chart.title)}">${yTicks(chart, y)}${xTicks(chart, x)}${marks(chart, x)}${lines.join('')}</svg>${legend(chart.series)}</figure>`;
}

interface Scale {
  readonly ticks: readonly number[];
  place(value: number): number;
}

function scale(values: readonly number[], axis: Axis, [from, to]: readonly [number, number]): Scale {
  const usable = axis.isLogarithmic === true ? values.filter((value) => value > 0) : values;
  // One by one: as arguments of Math.min, those of a long run are more than a call can take.
  const low = usable.reduce(
    (least, value) => Math.min(least, value),
    axis.isLogarithmic === true ? 1e15 : Number.MAX_VALUE,
  );
  const high = usable.reduce((most, value) => Math.max(most, value), axis.max ?? Number.NEGATIVE_INFINITY);
  if (axis.isLogarithmic === true) return logarithmic(low, Math.max(high, low * 2), { axis, from, to });
  const span = high > low ? high - low : 1;
  const ticks =
    axis.ticks ?? evenTicks(low, high, axis.isBinary === true ? binaryStep(span) : niceStep(span / TICKS));
  return { ticks, place: (value) => from + ((value - low) / span) * (to - from) };
}

function evenTicks(low: number, high: number, step: number): number[] {
  const ticks: number[] = [];
  for (let at = Math.ceil(low / step) * step; at <= high + step / 1e6; at += step) ticks.push(at);
  return ticks;
}

function binaryStep(span: number): number {
  const unit = 1024 ** Math.floor(Math.log(Math.max(span, 1)) / Math.log(1024));
  return niceStep(span / unit / TICKS) * unit;
}

interface Room {
  readonly axis: Axis;
  readonly from: number;
  readonly to: number;
}

function logarithmic(low: number, high: number, { axis, from, to }: Room): Scale {
  const span = Math.log(high / low);
  const place = (value: number) => from + (Math.log(Math.max(value, low) / low) / span) * (to - from);
  const ticks = axis.ticks ?? decades(low, high, span > DENSE ? [1] : [1, 2, 5]);
  return { ticks, place };
}

/** Beyond three powers of ten only those are written. */
const DENSE = Math.log(1000);

function decades(low: number, high: number, leads: readonly number[]): number[] {
  const first = Math.floor(Math.log10(low));
  const powers = Array.from(
    { length: Math.ceil(Math.log10(high)) - first + 1 },
    (_, at) => 10 ** (first + at),
  );
  return powers.flatMap((power) => leads.map((lead) => lead * power)).filter((at) => at >= low && at <= high);
}

function niceStep(rough: number): number {
  const power = 10 ** Math.floor(Math.log10(rough));
  const lead = rough / power;
  return (lead <= 1 ? 1 : lead <= 2 ? 2 : lead <= 5 ? 5 : 10) * power;
}

function stacked(series: readonly Series[]): Series[] {
  const below = new Map<number, number>();
  return series.map((one) => ({
    ...one,
    points: one.points.map(([x, y]) => {
      const top = (below.get(x) ?? 0) + y;
      below.set(x, top);
      return [x, top] as const;
    }),
  }));
}

function path({ points }: Series, [x, y]: readonly [Scale, Scale]): string {
  return points
    .map(([px, py], at) => `${at === 0 ? 'M' : 'L'}${round(x.place(px))} ${round(y.place(py))}`)
    .join('');
}

function line(series: Series, colour: number, scales: readonly [Scale, Scale]): string {
  return `<path class="line c${colour}" d="${path(series, scales)}"/>`;
}

function area(series: Series, colour: number, [x, y]: readonly [Scale, Scale]): string {
  const first = series.points[0];
  const last = series.points.at(-1);
  if (first === undefined || last === undefined) return '';
  const floor = HEIGHT - BOTTOM;
  return `<path class="area f${colour}" d="${path(series, [x, y])}L${round(x.place(last[0]))} ${floor}L${round(x.place(first[0]))} ${floor}Z"/>`;
}

function yTicks({ y: axis }: Chart, y: Scale): string {
  return y.ticks
    .map((tick) => {
      const at = round(y.place(tick));
      return `<path class="grid" d="M${LEFT} ${at}H${WIDTH - RIGHT}"/><text x="${LEFT - 6}" y="${at + 4}" text-anchor="end">${escapeText(axis.text(tick))}</text>`;
    })
    .join('');
}

function xTicks({ x: axis }: Chart, x: Scale): string {
  const ticks = x.ticks.map((tick) => {
    return `<text x="${round(x.place(tick))}" y="${HEIGHT - BOTTOM + 16}" text-anchor="middle">${escapeText(axis.text(tick))}</text>`;
  });
  const name = `<text x="${(LEFT + WIDTH - RIGHT) / 2}" y="${HEIGHT - 6}" text-anchor="middle">${escapeText(axis.name)}</text>`;
  return ticks.join('') + name;
}

function marks({ marks: all = [] }: Chart, x: Scale): string {
  return all
    .map(({ at, name }) => {
      const left = round(x.place(at));
      return `<path class="mark" d="M${left} ${TOP - 4}V${HEIGHT - BOTTOM}"/><text class="mark" x="${left}" y="${TOP - 6}">${escapeText(name)}</text>`;
    })
    .join('');
}

function legend(series: readonly Series[]): string {
  const items = series.map(
    (one, at) => `<li><i class="b${colourOf(one, at)}"></i>${escapeText(one.name)}</li>`,
  );
  return `<ul class="legend">${items.join('')}</ul>`;
}

function colourOf({ colour }: Series, place: number): number {
  return (colour ?? place) % COLOURS;
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
