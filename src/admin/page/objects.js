/** What the chosen edge location has stored, with the freshness that is left counting down. */
import { bytesText, make, secondsText } from './dom.js';

export class ObjectTable {
  #root;
  #rows = [];
  #shown = '';

  constructor(root) {
    this.#root = root;
  }

  /** Made anew only when it says something else: whoever reads or marks text in it is not disturbed. */
  show({ pop, objects }, count) {
    const shown = JSON.stringify([pop, objects, count]);
    if (shown === this.#shown) return;
    this.#shown = shown;
    if (objects.length === 0) {
      this.#rows = [];
      return this.#root.replaceChildren(
        make('p', { class: 'note' }, `${pop} has nothing stored. Ask it for something.`),
      );
    }
    const rows = objects.map((object) => this.#row(object));
    const head = ['Path', 'Status', 'Size', 'Fresh for'].map((text) => make('th', { scope: 'col' }, text));
    const more = count > objects.length ? `, the ${objects.length} asked for last` : '';
    const caption = make('caption', {}, `${pop}: ${count} stored${more}`);
    this.#rows = rows;
    const body = make('tbody', {}, ...rows.map(({ element }) => element));
    const table = make('table', {}, caption, make('thead', {}, make('tr', {}, ...head)), body);
    this.#table(table);
  }

  /** It may scroll, which the keyboard can do only where it has the focus; a scrolled list stays where it is. */
  #table(table) {
    const known = this.#root.querySelector('.listed');
    if (known !== null) return known.replaceChildren(table);
    const attributes = { class: 'listed', tabindex: '0', role: 'region', 'aria-labelledby': 'objects-title' };
    this.#root.replaceChildren(make('div', attributes, table));
  }

  /** Once a second, and when a picture comes: `now` is simulated time. */
  count(now) {
    for (const { object, bar, left, element } of this.#rows) {
      const seconds = (object.freshUntil - now) / 1000;
      const share = object.ttlSeconds === 0 ? 0 : Math.max(0, Math.min(1, seconds / object.ttlSeconds));
      const state = object.isInvalidated ? 'invalidated' : seconds > 0 ? 'fresh' : 'stale';
      element.dataset.state = state;
      bar.style.setProperty('--left', String(state === 'fresh' ? share : 0));
      left.textContent = state === 'fresh' ? secondsText(seconds) : state;
    }
  }

  #row(object) {
    const left = make('span', {});
    const bar = make('span', { class: 'freshness' });
    const variant = object.variant === '' ? null : make('small', { class: 'variant' }, object.variant);
    const element = make(
      'tr',
      {},
      make('td', { class: 'path' }, object.path, variant),
      make('td', {}, String(object.status)),
      make('td', {}, bytesText(object.storedBytes)),
      make('td', { class: 'left' }, left, bar),
    );
    return { object, left, bar, element };
  }
}
