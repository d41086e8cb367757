/** The request bench: a request is explained, sent, and its answer shown beside the story of why. */
import { attempt, byId, bytesText, make, offer, post } from './dom.js';

/** As the DNS of a CDN would choose. */
const NEAREST = 'nearest';
const LONG_CHAPTER = 5;

export class Bench {
  #form = byId('bench-form');
  #summary = byId('summary');
  #answer = byId('answer');
  #stage = null;
  #map;
  #onAnswered;

  constructor(map, onAnswered) {
    this.#map = map;
    this.#onAnswered = onAnswered;
    this.#form.addEventListener('submit', (event) => this.#submit(event));
    this.#form.elements.viewer.addEventListener('change', () => this.#nameNearest());
  }

  /** What can be chosen. */
  offer(stage) {
    this.#stage = stage;
    const { viewer, pop, url } = this.#form.elements;
    const cities = [...stage.cities].sort((one, other) => one.name.localeCompare(other.name));
    offer(viewer, [['', 'beside the edge location'], ...cities.map(({ code, name }) => [code, name])]);
    const named = stage.edges.map((edge) => [edge.pop, `${edge.pop} ${edge.name}`.trim()]);
    offer(pop, [[NEAREST, 'the nearest'], ...named]);
    this.#nameNearest();
    const [first] = stage.behaviors;
    if (url.value === '' && first !== undefined) url.value = `http://${first.domainName}/`;
  }

  /** Shows a request that came from elsewhere, as from a lesson, and what came of it. */
  show(request, result) {
    const { viewer, pop, url, method, range, cookie, headers } = this.#form.elements;
    const given = Object.entries(request.headers);
    const named = (wanted) => given.find(([name]) => name.toLowerCase() === wanted)?.[1] ?? '';
    url.value = request.url;
    method.value = request.method;
    viewer.value = request.viewer ?? '';
    pop.value = request.pop ?? NEAREST;
    this.#nameNearest();
    range.value = named('range');
    cookie.value = named('cookie');
    headers.value = given
      .filter(([name]) => !['range', 'cookie'].includes(name.toLowerCase()))
      .map(([name, value]) => `${name}: ${value}`)
      .join('\n');
    this.#tell(request, result);
  }

  #submit(event) {
    event.preventDefault();
    const isExplained = event.submitter?.name === 'explain';
    void attempt(event.submitter ?? this.#form.querySelector('.main'), async () => {
      const request = this.#read();
      this.#summary.replaceChildren(isExplained ? '' : 'on its way …');
      this.#answer.replaceChildren();
      const result = await post('/requests', { ...request, sends: !isExplained }).catch((error) => {
        this.#summary.replaceChildren();
        throw error;
      });
      this.#tell(request, result);
    });
  }

  #read() {
    const { viewer, pop, url, method, range, cookie, headers } = this.#form.elements;
    const given = Object.fromEntries(
      headers.value
        .split('\n')
        .filter((line) => line.trim() !== '')
        .map(headerOf),
    );
    if (range.value.trim() !== '') given.Range = range.value.trim();
    if (cookie.value.trim() !== '') given.Cookie = cookie.value.trim();
    return {
      url: url.value.trim(),
      method: method.value,
      headers: given,
      viewer: viewer.value === '' ? null : viewer.value,
      pop: pop.value,
    };
  }

  /** Who does not say where it is has none that is nearest. */
  #nameNearest() {
    const { viewer, pop } = this.#form.elements;
    const [first] = pop.options;
    if (first !== undefined)
      first.textContent = viewer.value === '' ? 'the first that serves' : 'the nearest';
  }

  #tell(request, result) {
    const { pop, answer, chapters, says } = result;
    this.#summary.replaceChildren(...(answer === null ? [] : summaryOf(answer, pop)));
    const title = make('h3', { class: 'says' }, answer === null ? 'What would happen now' : 'Why');
    const parts = [title, make('p', {}, says), storyOf(chapters, pop)];
    this.#answer.replaceChildren(...(answer === null ? [] : [detailsOf(answer)]), ...parts);
    if (answer === null) return;
    this.#travel(request, result);
    if (pop !== null) this.#onAnswered(pop);
  }

  #travel({ viewer, url }, { pop, answer }) {
    const edge = this.#stage.edges.find((one) => one.pop === pop)?.place ?? null;
    const city = this.#stage.cities.find((one) => one.code === viewer) ?? edge;
    const host = /^https?:\/\/([^/:]+)/i.exec(url)?.[1];
    const asked = /^(Miss|RefreshHit)/.test(cacheOf(answer));
    const origin = asked ? (this.#stage.origins.find((one) => one.domainName !== host)?.place ?? null) : null;
    this.#map.travel({ viewer: city, edge, origin, tookMs: answer.totalMs });
  }
}

function headerOf(line) {
  const colon = line.indexOf(':');
  if (colon < 1) throw new Error(`“${line}” is no header; write Name: value`);
  return [line.slice(0, colon).trim(), line.slice(colon + 1).trim()];
}

function headerValue({ headers }, wanted) {
  return headers.find(([name]) => name.toLowerCase() === wanted)?.[1] ?? '';
}

function cacheOf(answer) {
  return headerValue(answer, 'x-cache').split(' ')[0] ?? '';
}

function summaryOf(answer, pop) {
  const cache = cacheOf(answer);
  const age = headerValue(answer, 'age');
  const kind = answer.status >= 400 ? 'Error' : cache;
  return [
    make('strong', { class: 'code' }, String(answer.status)),
    ...(cache === '' ? [] : [make('span', { class: 'chip', 'data-kind': kind }, cache)]),
    make('span', {}, `${headerValue(answer, 'x-amz-cf-pop') || (pop ?? '')}`),
    make('span', {}, `${answer.totalMs} ms`),
    make('span', {}, bytesText(answer.bodyBytes)),
    ...(age === '' ? [] : [make('span', {}, `Age ${age}`)]),
    ...(answer.isCut ? [make('span', { class: 'chip', 'data-kind': 'Error' }, 'cut off')] : []),
  ];
}

function detailsOf(answer) {
  const rows = answer.headers.map(([name, value]) =>
    make('tr', {}, make('th', { scope: 'row' }, name), make('td', {}, value)),
  );
  const body =
    answer.preview === null || answer.preview === '' ? null : make('pre', { tabindex: '0' }, answer.preview);
  const title = make('summary', {}, 'Headers and body');
  return make('details', {}, title, make('table', { class: 'headers' }, make('tbody', {}, ...rows)), body);
}

/** The chapters of the location that answers stand open; what the others hold is folded away. */
function storyOf(chapters, pop) {
  const isOther = ({ title }) =>
    title.startsWith('Edge location ') && !title.startsWith(`Edge location ${pop} `);
  const others = chapters.filter(isOther);
  const own = chapters.filter((chapter) => !isOther(chapter));
  const list = make('ol', { class: 'story' }, ...own.map(chapterOf));
  if (others.length === 0) return list;
  const folded = make('ol', { class: 'story' }, ...others.map(chapterOf));
  return make(
    'div',
    {},
    list,
    make('details', {}, make('summary', {}, `At the other ${others.length} locations`), folded),
  );
}

/** A long chapter is folded to its first line. */
function chapterOf({ title, lines, rules }) {
  const [first, ...rest] = lines.map((line) => make('p', {}, line.trim()));
  const cited = rules.length === 0 ? null : make('ul', { class: 'rules' }, ...rules.map(ruleOf));
  const isLong = rest.length >= LONG_CHAPTER;
  const others = isLong
    ? [make('details', {}, make('summary', {}, `${rest.length} more lines`), ...rest)]
    : rest;
  return make('li', {}, make('h4', {}, title), first ?? null, ...others, cited);
}

function ruleOf({ id, sentence }) {
  return make('li', {}, make('code', {}, id), ` ${sentence}`);
}
