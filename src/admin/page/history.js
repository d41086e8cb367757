/** What one edge location did in the last two minutes; never more is kept. */

/** One sample a second. */
export const SAMPLES = 120;

/** Samples that a hit ratio is of. */
const RATIO_SAMPLES = 60;

/** Between two pictures, in seconds, beyond which nothing is known of the time between. */
const GAP_SECONDS = 2.5;

/** The last values of what is charted; null where nothing is known. */
export class History {
  latest = null;
  requests = [];
  ratio = [];
  originBytes = [];
  stored = [];
  evictions = [];
  isBehind = false;
  #totals = [];

  take(edge, realNow) {
    const before = this.latest;
    const total = Object.values(edge.requests).reduce((sum, count) => sum + count, 0);
    const hits = edge.requests.Hit + edge.requests.RefreshHit;
    this.latest = { ...edge, total, hits, realNow };
    const seconds = before === null ? 1 : Math.max(0.2, (realNow - before.realNow) / 1000);
    this.#skip(seconds);
    keep(this.#totals, { total, hits }, RATIO_SAMPLES);
    const rate = (name) => (before === null ? 0 : Math.max(0, this.latest[name] - before[name]) / seconds);
    keep(this.requests, rate('total'), SAMPLES);
    keep(this.ratio, this.#hitRatio(), SAMPLES);
    keep(this.originBytes, rate('originBytes'), SAMPLES);
    keep(this.stored, edge.storedBytes, SAMPLES);
    keep(this.evictions, rate('evictions'), SAMPLES);
  }

  get ratePerSecond() {
    return this.requests.at(-1) ?? 0;
  }

  /** A page that nobody looked at has seen nothing. */
  #skip(seconds) {
    if (seconds < GAP_SECONDS) return;
    const missed = Math.min(SAMPLES, Math.round(seconds) - 1);
    const all = [this.requests, this.ratio, this.originBytes, this.stored, this.evictions];
    for (const series of all) for (let at = 0; at < missed; at++) keep(series, null, SAMPLES);
    this.#totals.splice(0, missed);
  }

  /** Of the last minute; of all since the start while that was quiet; null before the first request. */
  #hitRatio() {
    const { total, hits } = this.latest;
    const first = this.#totals[0];
    if (total > first.total) return (hits - first.hits) / (total - first.total);
    return total === 0 ? null : hits / total;
  }
}

function keep(series, value, most) {
  series.push(value);
  if (series.length > most) series.shift();
}
