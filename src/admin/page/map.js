/** The map: land as dots, edge locations as buttons on it, and the way of the last request. */
import { draw, make, Rows } from './dom.js';
import { HEIGHT, project, WIDTH } from './globe.js';
import { landPoints } from './land.js';
import { placeLabels } from './map-labels.js';

/** Which way the arrow keys go among the edge locations, from west to east. */
const STEPS = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 };

/** An origin that stands where an edge location stands is drawn beside it, so far off in map units. */
const BESIDE = { x: 13, y: -9 };

export class WorldMap {
  #root;
  #ways = draw('g', { class: 'ways' });
  #viewer = make('span', { class: 'mark viewer', hidden: true });
  #buttons = new Map();
  #origins;
  #edges;
  #places = [];
  #onSelect;

  constructor(root, onSelect) {
    this.#root = root;
    this.#onSelect = onSelect;
    const [origins, edges] = [make('div', {}), make('div', { role: 'group', 'aria-label': 'On the map' })];
    this.#origins = new Rows(origins, (origin) => this.#origin(origin));
    this.#edges = new Rows(edges, (edge) => this.#button(edge));
    edges.addEventListener('keydown', (event) => this.#step(event));
    const picture = draw('svg', { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, 'aria-hidden': 'true' });
    picture.append(landPicture(), this.#ways);
    root.append(picture, origins, edges, this.#viewer);
    new ResizeObserver(() => placeLabels(this.#buttons, root)).observe(root);
  }

  /** What stands where. */
  place({ edges, origins }) {
    const placed = edges.filter(({ place }) => place !== null);
    placed.sort((one, other) => one.place.longitude - other.place.longitude);
    this.#places = placed.map(({ place }) => project(place));
    this.#buttons.clear();
    this.#edges.show(placed.map((edge) => [edge.pop, edge]));
    for (const button of this.#root.querySelectorAll('.mark.edge'))
      this.#buttons.set(button.dataset.pop, button);
    this.#origins.show(origins.map((origin) => [origin.domainName, origin]));
    placeLabels(this.#buttons, this.#root);
  }

  /** How much each edge location has to do, and whether it has the latest configuration. */
  update(rows) {
    const entry = rows.find(({ pop, isSelected }) => isSelected && this.#buttons.has(pop))?.pop;
    const [first] = this.#buttons.keys();
    for (const { pop, ratePerSecond, isBehind, isSelected } of rows) {
      const button = this.#buttons.get(pop);
      if (button === undefined) continue;
      button.style.setProperty('--load', String(Math.min(1, Math.log10(1 + ratePerSecond) / 3)));
      button.dataset.behind = String(isBehind);
      button.setAttribute('aria-pressed', String(isSelected));
      // One stop for Tab; arrow keys go on from there.
      button.tabIndex = pop === (entry ?? first) ? 0 : -1;
    }
  }

  /** Shows a request's way: from the viewer to the edge location, and on to the origin if that was asked. */
  travel({ viewer, edge, origin, tookMs }) {
    const legs = [];
    if (viewer !== null && edge !== null) legs.push(['viewer-way', project(viewer), project(edge)]);
    if (origin !== null && edge !== null) legs.push(['origin-way', project(edge), this.#whereOrigin(origin)]);
    const lines = legs.map(([kind, from, to]) =>
      draw('path', { class: kind, pathLength: '1', d: arc(from, to) }),
    );
    for (const line of lines) line.style.setProperty('--took', `${Math.min(4000, Math.max(400, tookMs))}ms`);
    this.#ways.replaceChildren(...lines);
    this.#viewer.hidden = viewer === null;
    if (viewer !== null) put(this.#viewer, project(viewer));
  }

  #step(event) {
    const buttons = [...this.#buttons.values()];
    const step = STEPS[event.key];
    if (step === undefined || buttons.length === 0) return;
    event.preventDefault();
    const at = buttons.indexOf(document.activeElement);
    buttons[(at + step + buttons.length) % buttons.length].focus();
  }

  #button({ pop, place, name }) {
    const attributes = {
      type: 'button',
      class: 'mark edge',
      'data-pop': pop,
      'aria-label': `${pop}, ${name}`,
      'aria-pressed': 'false',
      onclick: () => this.#onSelect(pop),
    };
    return put(make('button', attributes, make('span', { class: 'label' }, pop)), project(place));
  }

  #origin({ domainName, place, isDown, delayMs }) {
    const state = isDown ? 'down' : delayMs > 0 ? 'slow' : 'well';
    const title = `origin ${domainName}${state === 'well' ? '' : `, ${state}`}`;
    const mark = make('span', {
      ...{ class: 'mark origin', 'data-state': state, role: 'img', 'aria-label': title, title },
    });
    return put(mark, this.#whereOrigin(place));
  }

  #whereOrigin(place) {
    const { x, y } = project(place);
    const isHidden = this.#places.some((edge) => Math.hypot(edge.x - x, edge.y - y) < 12);
    return isHidden ? { x: x + BESIDE.x, y: y + BESIDE.y } : { x, y };
  }
}

function landPicture() {
  const dots = landPoints().map(([latitude, longitude]) => {
    const { x, y } = project({ latitude, longitude });
    return `M${x} ${y}h0`;
  });
  return draw('path', { class: 'land', d: dots.join('') });
}

function put(element, { x, y }) {
  element.style.left = `${(x / WIDTH) * 100}%`;
  element.style.top = `${(y / HEIGHT) * 100}%`;
  return element;
}

/** Bent towards the pole, as great circles look on a flat map. */
function arc(a, b) {
  const rise = Math.min(60, Math.hypot(b.x - a.x, b.y - a.y) * 0.3);
  return `M${a.x} ${a.y}Q${(a.x + b.x) / 2} ${(a.y + b.y) / 2 - rise} ${b.x} ${b.y}`;
}
