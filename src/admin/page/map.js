/** The map: land as dots, edge locations as buttons on it, and the way of the last request. */
import { draw, make } from './dom.js';
import { HEIGHT, project, WIDTH } from './globe.js';
import { landPoints } from './land.js';

/** In pixels; a label that would lie on another waits until its mark is pointed at. */
const LABEL_WIDTH = 42;
const LABEL_HEIGHT = 15;

export class WorldMap {
  #root;
  #ways = draw('g', { class: 'ways' });
  #marks = make('div', { class: 'marks' });
  #buttons = new Map();
  #onSelect;

  constructor(root, onSelect) {
    this.#root = root;
    this.#onSelect = onSelect;
    const dots = landPoints().map(([latitude, longitude]) => {
      const { x, y } = project({ latitude, longitude });
      return `M${x} ${y}h0`;
    });
    const land = draw('path', { class: 'land', d: dots.join('') });
    const picture = draw(
      'svg',
      { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, 'aria-hidden': 'true' },
      land,
      this.#ways,
    );
    root.append(picture, this.#marks);
  }

  /** What stands where. */
  place({ edges, origins }) {
    this.#buttons.clear();
    const labelled = [];
    const marks = edges.flatMap((edge) => (edge.place === null ? [] : [this.#button(edge, labelled)]));
    const others = origins.map((origin) => this.#origin(origin));
    this.#marks.replaceChildren(...others, ...marks);
  }

  /** How much each edge location has to do, and whether it has the latest configuration. */
  update(rows) {
    for (const { pop, ratePerSecond, isBehind, isSelected } of rows) {
      const button = this.#buttons.get(pop);
      if (button === undefined) continue;
      button.style.setProperty('--load', String(Math.min(1, Math.log10(1 + ratePerSecond) / 3)));
      button.dataset.behind = String(isBehind);
      button.setAttribute('aria-pressed', String(isSelected));
    }
  }

  /** Shows a request's way: from the viewer to the edge location, and on to the origin if that was asked. */
  travel({ viewer, edge, origin, tookMs }) {
    const legs = [];
    if (viewer !== null && edge !== null) legs.push(['viewer-way', viewer, edge]);
    if (origin !== null && edge !== null) legs.push(['origin-way', edge, origin]);
    const lines = legs.map(([kind, from, to]) =>
      draw('path', { class: kind, pathLength: '1', d: arc(from, to) }),
    );
    for (const line of lines) line.style.setProperty('--took', `${Math.min(4000, Math.max(400, tookMs))}ms`);
    this.#ways.replaceChildren(...lines);
    this.#root.querySelector('.viewer')?.remove();
    if (viewer !== null) this.#marks.append(at(make('span', { class: 'mark viewer' }), viewer));
  }

  #button({ pop, place, name }, labelled) {
    const { x, y } = project(place);
    const unitsPerPixel = WIDTH / Math.max(1, this.#root.clientWidth);
    const isNear = (other) =>
      Math.abs(other.x - x) < LABEL_WIDTH * unitsPerPixel &&
      Math.abs(other.y - y) < LABEL_HEIGHT * unitsPerPixel;
    const isCrowded = labelled.some(isNear);
    if (!isCrowded) labelled.push({ x, y });
    const label = make('span', { class: 'label' }, pop);
    const attributes = {
      type: 'button',
      class: isCrowded ? 'mark edge crowded' : 'mark edge',
      'aria-label': `${pop}, ${name}`,
      'aria-pressed': 'false',
      onclick: () => this.#onSelect(pop),
    };
    const button = at(make('button', attributes, label), place);
    this.#buttons.set(pop, button);
    return button;
  }

  #origin({ domainName, place, isDown, delayMs }) {
    const state = isDown ? 'down' : delayMs > 0 ? 'slow' : 'well';
    const title = `origin ${domainName}${state === 'well' ? '' : `, ${state}`}`;
    return at(
      make('span', { class: 'mark origin', 'data-state': state, role: 'img', 'aria-label': title, title }),
      place,
    );
  }
}

function at(element, place) {
  const { x, y } = project(place);
  element.style.left = `${(x / WIDTH) * 100}%`;
  element.style.top = `${(y / HEIGHT) * 100}%`;
  return element;
}

/** Bent towards the pole, as great circles look on a flat map. */
function arc(from, to) {
  const [a, b] = [project(from), project(to)];
  const rise = Math.min(60, Math.hypot(b.x - a.x, b.y - a.y) * 0.3);
  return `M${a.x} ${a.y}Q${(a.x + b.x) / 2} ${(a.y + b.y) / 2 - rise} ${b.x} ${b.y}`;
}
