/** The page put together: pictures come in on the feed and go to whoever shows them. */
import { Bench } from './bench.js';
import { History, LocationCard } from './charts.js';
import { byId, make } from './dom.js';
import { Feed } from './feed.js';
import { distanceKm } from './globe.js';
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
  counts: new Map(),
  histories: new Map(),
  cards: new Map(),
};

const map = new WorldMap(byId('map'), select);
const bench = new Bench(map, select);
const lesson = new LessonPanel(bench);
const objects = new ObjectTable(byId('objects'));
const switches = new Switches(byId('switches'));
const feed = new Feed({ stage: onStage, state: onState, objects: onObjects, line: onLine });

setInterval(tick, 1000);

function select(pop) {
  page.selected = pop;
  feed.watch(pop);
  redraw();
}

function onStage(stage) {
  page.edges = stage.edges.map((edge) => ({ ...edge, name: cityName(stage.cities, edge.place) }));
  const named = { ...stage, edges: page.edges };
  map.place(named);
  bench.offer(named);
  switches.offer(named);
  byId('network').textContent = stage.isNetworkSimulated ? 'distances are felt' : '';
  placeCards();
  if (stage.hasLesson) void lesson.show();
  if (!page.edges.some(({ pop }) => pop === page.selected)) select(page.edges[0].pop);
}

function onState(state) {
  if (state.run !== page.run) page.histories.clear();
  page.run = state.run;
  page.clockOffset = state.now - performance.now();
  for (const edge of state.edges) {
    const history = page.histories.get(edge.pop) ?? new History();
    history.take(edge, state.realNow);
    page.histories.set(edge.pop, history);
    page.counts.set(edge.pop, edge.storedObjects);
    history.isBehind = edge.generation < state.generation;
  }
  redraw();
  tick();
}

function onObjects(picture) {
  if (picture.pop !== page.selected) return;
  objects.show(picture, page.counts.get(picture.pop) ?? picture.objects.length);
  tick();
}

function onLine(state) {
  const line = byId('line');
  line.dataset.state = state;
  line.textContent = state === 'live' ? 'live' : 'waiting for edgefront';
}

function tick() {
  if (page.clockOffset === null) return;
  const now = performance.now() + page.clockOffset;
  byId('now').textContent = new Date(now).toISOString().slice(0, 19).replace('T', ' ');
  objects.count(now);
}

function placeCards() {
  page.cards = new Map(page.edges.map((edge) => [edge.pop, new LocationCard(edge, select)]));
  byId('locations').replaceChildren(...[...page.cards.values()].map(({ element }) => element));
  if (page.edges.length === 0) byId('locations').append(make('p', {}, 'no edge locations'));
}

function redraw() {
  const rows = page.edges.flatMap(({ pop }) => {
    const history = page.histories.get(pop);
    if (history === undefined) return [];
    const { ratePerSecond, isBehind } = history;
    return [{ pop, ratePerSecond, isBehind, isSelected: pop === page.selected }];
  });
  map.update(rows);
  switches.progress(rows);
  for (const row of rows) page.cards.get(row.pop)?.update(page.histories.get(row.pop), row);
}

/** The city an edge location stands in, or the one it is nearest to. */
function cityName(cities, place) {
  if (place === null) return '';
  const nearest = cities.reduce((best, city) =>
    distanceKm(city, place) < distanceKm(best, place) ? city : best,
  );
  return distanceKm(nearest, place) < 1 ? nearest.name : `near ${nearest.name}`;
}
