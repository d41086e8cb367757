/** The switches: the clock, invalidations, origins, and cache behaviors with their way to the edge locations. */
import { attempt, make, offer, post, Rows, secondsText, tell } from './dom.js';

const MOVES = [60, 600, 3600, 86400];
const SLOW_MS = 3000;

export class Switches {
  #origins;
  #behaviors;
  #more = make('p', { class: 'note' });
  #distribution = make('select', { name: 'distribution' });
  #progress = make('ol', { class: 'progress', 'aria-label': 'Where the latest configuration has arrived' });
  #shown = '';

  constructor(root) {
    const [origins, behaviors] = [make('div', { class: 'rows' }), make('div', { class: 'rows' })];
    this.#origins = new Rows(origins, originRow);
    this.#behaviors = new Rows(behaviors, behaviorForm);
    root.append(
      group('Clock', this.#clock()),
      group('Invalidate', this.#invalidation()),
      group('Origins', origins),
      group('Cache behaviors', behaviors, this.#more, this.#progress),
    );
  }

  offer({ origins, behaviors, moreBehaviors }) {
    const ids = [
      ...new Map(behaviors.map((one) => [one.distribution, `${one.distribution} ${one.domainName}`])),
    ];
    offer(this.#distribution, ids);
    this.#origins.show(origins.map((origin) => [origin.domainName, origin]));
    this.#behaviors.show(behaviors.map((one) => [`${one.distribution} ${one.pathPattern}`, one]));
    this.#more.textContent = moreBehaviors === 0 ? '' : `and ${moreBehaviors} more`;
  }

  /** InProgress becomes Deployed, location by location. */
  progress(rows) {
    const shown = rows.map(({ pop, isBehind }) => `${pop} ${isBehind}`).join();
    if (shown === this.#shown) return;
    this.#shown = shown;
    const items = rows.map(({ pop, isBehind }) => {
      const state = isBehind ? 'InProgress' : 'Deployed';
      return make('li', { 'data-state': state }, make('span', {}, pop), make('small', {}, state));
    });
    this.#progress.replaceChildren(...items);
  }

  #clock() {
    const move = async (seconds) => {
      const { now } = await post('/clock', { advanceSeconds: seconds });
      tell(`The clock is moved by ${secondsText(seconds)}, to ${now.slice(0, 19).replace('T', ' ')}`);
    };
    const buttons = MOVES.map((seconds) => {
      const onclick = (event) => attempt(event.currentTarget, () => move(seconds));
      return make('button', { type: 'button', onclick }, `+ ${secondsText(seconds)}`);
    });
    const field = make('input', {
      name: 'seconds',
      type: 'number',
      min: '0',
      step: '1',
      placeholder: 'seconds',
      required: true,
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
    return form(fields, async () => {
      const asked = { distribution: this.#distribution.value, paths: [path.value] };
      const { edges } = await post('/invalidations', asked);
      tell(
        `${path.value} is invalidated at ${edges.length === 1 ? edges[0] : `all ${edges.length} edge locations`}`,
      );
    });
  }
}

function originRow({ domainName, isDown, delayMs }) {
  const states = [
    ['up', { isDown: false, delayMs: 0 }, !isDown && delayMs === 0],
    ['slow', { isDown: false, delayMs: delayMs || SLOW_MS }, !isDown && delayMs > 0],
    ['down', { isDown: true, delayMs: 0 }, isDown],
  ];
  const buttons = states.map(([word, trouble, isChosen]) => {
    const onclick = (event) =>
      attempt(event.currentTarget, async () => {
        await post('/origins', { origin: domainName, ...trouble });
        tell(`${domainName} is ${word}`);
      });
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
    hidden: cookies !== 'whitelist',
  });
  choice.addEventListener('change', () => {
    names.hidden = choice.value !== 'whitelist';
  });
  const fields = [
    title,
    make('label', {}, 'MinTTL', ttl, 's'),
    make('label', { class: 'check' }, query, 'query string'),
    make('label', {}, 'cookies', choice),
    names,
    make('button', { type: 'submit' }, 'Deploy'),
  ];
  const task = async () => {
    // The field keeps its names while another choice hides it; they go with a whitelist alone.
    const named = choice.value === 'whitelist' ? names.value : '';
    await post('/behaviors', {
      ...{
        distribution,
        pathPattern,
        minTTL: Number(ttl.value),
        queryString: query.checked,
        cookies: choice.value,
      },
      cookieNames: named.split(/[\s,]+/).filter((name) => name !== ''),
    });
    tell(`${pathPattern} of ${distribution} is on its way to the edge locations`);
  };
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
