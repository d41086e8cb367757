/** The switches: the clock, invalidations, origins, and cache behaviors with their way to the edge locations. */
import { attempt, make, offer, post, secondsText } from './dom.js';

const MOVES = [60, 600, 3600, 86400];
const SLOW_MS = 3000;

export class Switches {
  #origins = make('div', { class: 'rows' });
  #behaviors = make('div', { class: 'rows' });
  #distribution = make('select', { name: 'distribution' });
  #progress = make('ol', { class: 'progress', 'aria-label': 'Where the latest configuration has arrived' });
  #shown = '';

  constructor(root) {
    root.append(
      group('Clock', this.#clock()),
      group('Invalidate', this.#invalidation()),
      group('Origins', this.#origins),
      group('Cache behaviors', this.#behaviors, this.#progress),
    );
  }

  /** Rows are made anew only when they say something else, so that typing is not disturbed. */
  offer({ origins, behaviors, moreBehaviors }) {
    const shown = JSON.stringify([origins, behaviors]);
    if (shown === this.#shown) return;
    this.#shown = shown;
    const ids = [
      ...new Map(behaviors.map((one) => [one.distribution, `${one.distribution} ${one.domainName}`])),
    ];
    offer(this.#distribution, ids);
    this.#origins.replaceChildren(...origins.map((origin) => this.#origin(origin)));
    const more = moreBehaviors === 0 ? null : make('p', { class: 'note' }, `and ${moreBehaviors} more`);
    this.#behaviors.replaceChildren(
      ...behaviors.map((one) => behaviorForm(one)),
      ...(more === null ? [] : [more]),
    );
  }

  /** InProgress becomes Deployed, location by location. */
  progress(rows) {
    const items = rows.map(({ pop, isBehind }) => {
      const state = isBehind ? 'InProgress' : 'Deployed';
      return make('li', { 'data-state': state }, make('span', {}, pop), make('small', {}, state));
    });
    this.#progress.replaceChildren(...items);
  }

  #clock() {
    const move = (seconds) => post('/clock', { advanceSeconds: seconds });
    const buttons = MOVES.map((seconds) => {
      const onclick = (event) => attempt(event.currentTarget, () => move(seconds));
      return make('button', { type: 'button', onclick }, `+ ${secondsText(seconds)}`);
    });
    const field = make('input', {
      name: 'seconds',
      type: 'number',
      min: '0',
      step: '1',
      'aria-label': 'Seconds to advance',
    });
    const custom = form([field, make('button', { type: 'submit' }, 'Advance')], () =>
      move(Number(field.value)),
    );
    return make('div', { class: 'row' }, ...buttons, custom);
  }

  #invalidation() {
    const path = make('input', {
      name: 'path',
      type: 'text',
      value: '/*',
      'aria-label': 'Path, * for anything',
      required: true,
      spellcheck: 'false',
    });
    this.#distribution.setAttribute('aria-label', 'Distribution');
    const fields = [this.#distribution, path, make('button', { type: 'submit' }, 'Invalidate')];
    return form(fields, () =>
      post('/invalidations', { distribution: this.#distribution.value, paths: [path.value] }),
    );
  }

  #origin({ domainName, isDown, delayMs }) {
    const states = [
      ['up', { isDown: false, delayMs: 0 }, !isDown && delayMs === 0],
      ['slow', { isDown: false, delayMs: delayMs || SLOW_MS }, !isDown && delayMs > 0],
      ['down', { isDown: true, delayMs: 0 }, isDown],
    ];
    const buttons = states.map(([word, trouble, isChosen]) => {
      const onclick = (event) =>
        attempt(event.currentTarget, () => post('/origins', { origin: domainName, ...trouble }));
      return make(
        'button',
        { type: 'button', 'aria-pressed': String(isChosen), 'data-state': word, onclick },
        word,
      );
    });
    const note = delayMs > 0 ? make('small', {}, `${delayMs} ms before each answer`) : null;
    return make(
      'div',
      { class: 'row', role: 'group', 'aria-label': domainName },
      make('span', { class: 'name' }, domainName),
      make('span', { class: 'choice' }, ...buttons),
      note,
    );
  }
}

function behaviorForm(behavior) {
  const { distribution, pathPattern, minTTL, queryString, cookies, cookieNames, isChangeable, isChanged } =
    behavior;
  const title = make(
    'span',
    { class: 'name' },
    pathPattern,
    make('small', {}, isChanged ? `${distribution}, changed here` : distribution),
  );
  if (!isChangeable)
    return make('div', { class: 'row' }, title, make('small', {}, 'an older API version: nothing to change'));
  const ttl = make('input', { name: 'minTTL', type: 'number', min: '0', step: '1', value: String(minTTL) });
  const query = make('input', { name: 'queryString', type: 'checkbox', checked: queryString });
  const choice = make(
    'select',
    { name: 'cookies' },
    ...['none', 'whitelist', 'all'].map((word) => make('option', { selected: word === cookies }, word)),
  );
  const names = make('input', {
    name: 'cookieNames',
    type: 'text',
    value: cookieNames.join(' '),
    placeholder: 'names',
    'aria-label': 'Names of cookies',
    spellcheck: 'false',
  });
  const fields = [
    title,
    make('label', {}, 'MinTTL', ttl),
    make('label', { class: 'check' }, query, 'query string'),
    make('label', {}, 'cookies', choice),
    names,
    make('button', { type: 'submit' }, 'Deploy'),
  ];
  const task = () =>
    post('/behaviors', {
      ...{
        distribution,
        pathPattern,
        minTTL: Number(ttl.value),
        queryString: query.checked,
        cookies: choice.value,
      },
      cookieNames: names.value.split(/[\s,]+/).filter((name) => name !== ''),
    });
  return form(fields, task);
}

function group(title, ...children) {
  return make('fieldset', {}, make('legend', {}, title), ...children);
}

function form(fields, task) {
  const onsubmit = (event) => {
    event.preventDefault();
    void attempt(event.currentTarget.querySelector('[type=submit]'), task);
  };
  return make('form', { class: 'row', onsubmit }, ...fields);
}
