/**
 * The line to the server: server-sent events, each a whole picture. The browser reconnects by itself when the line
 * breaks; when the server refuses (it is only just starting, or knows no such edge location) we ask again ourselves.
 * A page that nobody looks at lets the line go.
 */
const RETRY_MS = 2000;

/** Why a line is refused, by the status of whatever else is asked. */
const REASONS = {
  401: 'the token is wanted: open /?token=TOKEN',
  403: 'this name is refused: see trust.adminHosts',
  200: 'too many pages are open',
};
const EVENTS = ['stage', 'state', 'objects'];

export class Feed {
  #source = null;
  #timer = 0;
  #pop = null;
  #listeners;

  /** `listeners`: a function by event name, and `line` for how the line stands. */
  constructor(listeners) {
    this.#listeners = listeners;
    document.addEventListener('visibilitychange', () => (document.hidden ? this.#close() : this.#open()));
    this.#open();
  }

  /** The edge location whose objects are told of. */
  watch(pop) {
    if (pop === this.#pop) return;
    this.#pop = pop;
    this.#open();
  }

  #open() {
    this.#close();
    const query = this.#pop === null ? '' : `?pop=${encodeURIComponent(this.#pop)}`;
    const source = new EventSource(`/live${query}`);
    this.#source = source;
    source.onopen = () => this.#listeners.line('live');
    source.onerror = () => this.#broke(source);
    for (const name of EVENTS) {
      source.addEventListener(name, (event) => this.#listeners[name](JSON.parse(event.data)));
    }
  }

  #broke(source) {
    this.#listeners.line('waiting');
    if (source.readyState !== EventSource.CLOSED || source !== this.#source) return;
    this.#pop = null;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#open(), RETRY_MS);
    void this.#explain(source);
  }

  async #explain(source) {
    const answer = await fetch('/health').catch(() => null);
    if (source !== this.#source) return;
    const reason = REASONS[answer?.status];
    if (reason !== undefined) this.#listeners.line('waiting', reason);
  }

  #close() {
    clearTimeout(this.#timer);
    this.#source?.close();
    this.#source = null;
  }
}
