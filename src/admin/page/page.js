/** The page put together: pictures come in on the feed, and are drawn at most once a frame. */
import { Bench } from './bench.js';
import { ChartHeads, LocationRow } from './charts.js';
import { byId, make, Rows } from './dom.js';
import { Feed } from './feed.js';
import { distanceKm } from './globe.js';
import { History } from './history.js';
import { LessonPanel } from './lesson.js';
import { WorldMap } from './map.js';
import { ObjectTable } from './objects.js';
import { Switches } from './switches.js';

const page = {
  run: null,
  selected: null,
  /** Simulated minus the browser's own running time, in ms; null before the first picture. */
  clockOffset: null,
  edges: [],
  histories: new Map(),
  rows: new Map(),
  /** The last picture of stored objects; null: it is drawn. */
  objects: null,
  isDrawingDue: false,
};

const map = new WorldMap(byId('map'), select);
const bench = new Bench(map, select);
const lesson = new LessonPanel(bench);
const objects = new ObjectTable(byId('objects'));
const switches = new Switches(byId('switches'));
const heads = new ChartHeads();
const body = make('div', {});
byId('locations').append(heads.element, body, heads.axis);
const locations = new Rows(body, (edge) => {
  const row = new LocationRow(edge, select);
  page.rows.set(edge.pop, row);
  return row.element;
});
const feed = new Feed({ stage: onStage, state: onState, objects: onObjects, line: onLine });

setInterval(tick, 1000);

function select(pop) {
  page.selected = pop;
  feed.watch(pop);
  drawSoon();
}

function onStage(stage) {
  page.edges = stage.edges.map((edge) => ({ ...edge, name: cityName(stage.cities, edge.place) }));
  const named = { ...stage, edges: page.edges };
  map.place(named);
  bench.offer(named);
  switches.offer(named);
  byId('network').textContent = stage.isNetworkSimulated ? 'distances are felt' : '';
  locations.show(page.edges.map((edge) => [edge.pop, edge]));
  void lesson.show(stage);
  const pops = page.edges.map(({ pop }) => pop);
  select(pops.includes(page.selected) ? page.selected : (pops[0] ?? null));
}

function onState(state) {
  if (state.run !== page.run) page.histories.clear();
  page.run = state.run;
  page.clockOffset = state.now - performance.now();
  for (const edge of state.edges) {
    const history = page.histories.get(edge.pop) ?? new History();
    history.take(edge, state.realNow);
    history.isBehind = edge.generation < state.generation;
    page.histories.set(edge.pop, history);
  }
  drawSoon();
}

function onObjects(picture) {
  if (picture.pop !== page.selected) return;
  page.objects = picture;
  drawSoon();
}

function onLine(state, reason = 'waiting for edgefront') {
  const line = byId('line');
  line.dataset.state = state;
  line.textContent = state === 'live' ? 'live' : reason;
}

function drawSoon() {
  if (page.isDrawingDue) return;
  page.isDrawingDue = true;
  requestAnimationFrame(() => {
    page.isDrawingDue = false;
    drawAll();
  });
}

function drawAll() {
  const known = page.edges.filter(({ pop }) => page.histories.has(pop));
  const tops = heads.update(known.map(({ pop }) => page.histories.get(pop)));
  const rows = known.map(({ pop }) => {
    const { ratePerSecond, isBehind } = page.histories.get(pop);
    return { pop, ratePerSecond, isBehind, isSelected: pop === page.selected, tops };
  });
  map.update(rows);
  switches.progress(rows);
  for (const row of rows) page.rows.get(row.pop)?.update(page.histories.get(row.pop), row);
  drawObjects();
  tick();
}

function drawObjects() {
  if (page.objects === null) return;
  const { pop } = page.objects;
  const count = page.histories.get(pop)?.latest.storedObjects ?? page.objects.objects.length;
  objects.show(page.objects, count);
  page.objects = null;
}

function tick() {
  if (page.clockOffset === null) return;
  const now = performance.now() + page.clockOffset;
  byId('now').textContent = new Date(now).toISOString().slice(0, 19).replace('T', ' ');
  objects.count(now);
}

/** The city an edge location stands in, or the one it is nearest to. */
function cityName(cities, place) {
  if (place === null) return '';
  const nearest = cities.reduce((best, city) =>
    distanceKm(city, place) < distanceKm(best, place) ? city : best,
  );
  return distanceKm(nearest, place) < 1 ? nearest.name : `near ${nearest.name}`;
}
