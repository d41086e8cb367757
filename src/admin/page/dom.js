/** Elements made of data. Text becomes text and never markup, whatever a viewer once asked for. */

/** `make('p', { class: 'note', hidden: true }, 'text', child)`; functions become listeners: `onclick`. */
export function make(tag, attributes = {}, ...children) {
  return dress(document.createElement(tag), attributes, children);
}

/** The same for SVG. */
export function draw(tag, attributes = {}, ...children) {
  return dress(document.createElementNS('http://www.w3.org/2000/svg', tag), attributes, children);
}

function dress(element, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === 'function') element.addEventListener(name.slice(2), value);
    else if (value === true) element.setAttribute(name, '');
    else if (value !== false && value !== null) element.setAttribute(name, value);
  }
  element.append(...children.filter((child) => child !== null));
  return element;
}

export function byId(id) {
  return document.getElementById(id);
}

/** Replaces options, keeping what was chosen where it is still there. */
export function offer(select, options) {
  const texts = options.map(([value, text]) => `${value}\n${text}`).join('\n');
  if (select.dataset.options === texts) return;
  const chosen = select.value;
  select.dataset.options = texts;
  select.replaceChildren(...options.map(([value, text]) => make('option', { value }, text)));
  if (options.some(([value]) => value === chosen)) select.value = chosen;
}

/**
 * Rows by key in one element. A row is made anew only when its data changes, in its old place and with the focus
 * where it was: whoever types in another row, or has just pressed a button of this one, is not disturbed.
 */
export class Rows {
  #root;
  #make;
  #rows = new Map();

  constructor(root, makeRow) {
    this.#root = root;
    this.#make = makeRow;
  }

  /** `entries`: keys and their data. */
  show(entries) {
    const before = this.#rows;
    this.#rows = new Map(entries.map(([key, data]) => [key, this.#row(before.get(key), data)]));
    const elements = [...this.#rows.values()].map(({ element }) => element);
    const isAsBefore =
      elements.length === this.#root.children.length &&
      elements.every((element, at) => element === this.#root.children[at]);
    if (!isAsBefore) this.#root.replaceChildren(...elements);
  }

  #row(known, data) {
    const text = JSON.stringify(data);
    if (known?.text === text) return known;
    const element = this.#make(data);
    if (known !== undefined) swap(known.element, element);
    return { text, element };
  }
}

const FOCUSABLE = 'button, input, select, textarea, a[href]';

function swap(old, element) {
  const at = [...old.querySelectorAll(FOCUSABLE)].indexOf(document.activeElement);
  old.replaceWith(element);
  if (at >= 0) element.querySelectorAll(FOCUSABLE)[at]?.focus();
}

/** Says that something was done. */
export function tell(message) {
  announce(message, 'done');
}

function announce(message, kind) {
  const notice = byId('notice');
  notice.setAttribute('role', kind === 'done' ? 'status' : 'alert');
  notice.dataset.kind = kind;
  notice.textContent = message;
  notice.hidden = false;
  clearTimeout(Number(notice.dataset.timer));
  notice.dataset.timer = String(setTimeout(() => (notice.hidden = true), 8000));
}

/** Sends JSON to the window; what it refuses is thrown in its own words. */
export async function post(path, body) {
  const headers = { 'Content-Type': 'application/json' };
  const request = { method: 'POST', headers, body: JSON.stringify(body) };
  const answer = await fetch(path, request).catch(() => {
    throw new Error('edgefront does not answer');
  });
  const value = await answer.json();
  if (!answer.ok) throw new Error(value.error);
  return value;
}

/**
 * Runs a task that may fail, with its button at rest meanwhile. The button is not disabled, which would take the
 * focus away from it.
 */
export async function attempt(button, task) {
  if (button.ariaBusy === 'true') return;
  button.ariaBusy = 'true';
  try {
    await task();
  } catch (error) {
    announce(error.message, 'failed');
  } finally {
    button.ariaBusy = 'false';
  }
}

export function bytesText(bytes) {
  const units = ['B', 'KiB', 'MiB', 'GiB'];
  let [value, unit] = [bytes, 0];
  while (value >= 1024 && unit < units.length - 1) [value, unit] = [value / 1024, unit + 1];
  return `${value >= 100 || Number.isInteger(value) || unit === 0 ? Math.round(value) : value.toFixed(1)} ${units[unit]}`;
}

/** `59 s`, `2 min 5 s`, `3 h 20 min`, `4 d 2 h`. */
export function secondsText(seconds) {
  const whole = Math.max(0, Math.floor(seconds));
  const [d, h, m, s] = [
    Math.floor(whole / 86400),
    Math.floor(whole / 3600) % 24,
    Math.floor(whole / 60) % 60,
    whole % 60,
  ];
  if (d > 0) return h > 0 ? `${d} d ${h} h` : `${d} d`;
  if (h > 0) return m > 0 ? `${h} h ${m} min` : `${h} h`;
  if (m > 0) return s > 0 ? `${m} min ${s} s` : `${m} min`;
  return `${s} s`;
}
