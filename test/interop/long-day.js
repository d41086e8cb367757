/**
 * Runs in the page before its own scripts: lets a test push a day's pictures into it, an hour at a time and as fast as
 * frames come. Each hour has everything that happens to a page: other charts and objects every second, origins and
 * behaviors that change, a request from the bench, another edge location looked at, and nobody looking for a moment.
 */
const listeners = new Map();
/** What the server last told of places; from the first hour on nothing more of its is heard. */
let stage = null;
let isPlayed = false;

globalThis.EventSource = class extends EventSource {
  addEventListener(name, listener) {
    listeners.set(name, listener);
    super.addEventListener(name, (event) => {
      if (isPlayed) return;
      if (name === 'stage') stage = JSON.parse(event.data);
      listener(event);
    });
  }
};

const push = (name, data) => listeners.get(name)({ data: JSON.stringify(data) });
const frame = () => new Promise((go) => requestAnimationFrame(go));
const SECONDS_A_FRAME = 200;

function pushSecond(at, pops) {
  const requests = { Hit: at * 90, RefreshHit: 0, Miss: at * 10, Error: 0, LimitExceeded: 0, CapacityExceeded: 0 };
  const counts = { requests, originBytes: at * 1e6, evictions: at, storedBytes: at, storedObjects: 10 };
  const generation = 2 + Math.floor(at / 600);
  const edges = pops.map((pop, each) => ({ pop, generation: generation - (at % 600 < 30 * each ? 1 : 0), ...counts }));
  const now = Date.UTC(2030, 0, 1) + at * 1000;
  push('state', { run: stage.run, generation, now, realNow: now, edges });
  const object = { variant: '', status: 200, storedBytes: 1, ttlSeconds: 9, freshUntil: now + 5000, isInvalidated: false };
  const objects = Array.from({ length: 10 }, (_, each) => ({ ...object, path: `/${at}-${each}` }));
  push('objects', { pop: document.querySelector('.location[data-selected=true] .pick strong').textContent, objects });
}

function pushChange(at) {
  const [delayMs, minTTL] = [at % 1000, at];
  const origins = stage.origins.map((origin) => ({ ...origin, delayMs }));
  const behaviors = stage.behaviors.map((behavior) => ({ ...behavior, minTTL, isChanged: true }));
  push('stage', { ...stage, origins, behaviors });
}

function lookAway(isHidden) {
  Object.defineProperty(document, 'hidden', { configurable: true, value: isHidden });
  document.dispatchEvent(new Event('visibilitychange'));
}

globalThis.longHour = async (hour) => {
  const picks = [...document.querySelectorAll('.location .pick')];
  const pops = picks.map((one) => one.querySelector('strong').textContent);
  isPlayed = true;
  for (let second = 0; second < 3600; second += SECONDS_A_FRAME) {
    for (let at = 0; at < SECONDS_A_FRAME; at++) pushSecond(hour * 3600 + second + at, pops);
    pushChange(hour * 3600 + second);
    await frame();
  }
  picks[hour % picks.length].click();
  document.querySelector('#bench-form .main').click();
  lookAway(true);
  lookAway(false);
};
