/** Runs in the page before its own scripts: lets a test push pictures into it as fast as it takes them. */
const listeners = new Map();

globalThis.EventSource = class extends EventSource {
  addEventListener(name, listener) {
    listeners.set(name, listener);
    super.addEventListener(name, listener);
  }
};

const push = (name, data) => listeners.get(name)({ data: JSON.stringify(data) });

globalThis.longDay = (pictures) => {
  const pops = [...document.querySelectorAll('.location .pick')].map((one) => one.textContent.split(' ')[0]);
  for (let at = 0; at < pictures; at++) {
    const requests = { Hit: at * 90, RefreshHit: 0, Miss: at * 10, Error: 0, LimitExceeded: 0, CapacityExceeded: 0 };
    const counts = { generation: 1, requests, originBytes: at * 1e6, evictions: at, storedBytes: at, storedObjects: 40 };
    const now = Date.now() + at * 1000;
    const edges = pops.map((pop) => ({ pop, ...counts }));
    push('state', { run: 'day', generation: 1, now, realNow: now, edges });
    const object = { variant: '', status: 200, storedBytes: 1, ttlSeconds: 9, freshUntil: now + 5000, isInvalidated: false };
    const objects = Array.from({ length: 40 }, (_, each) => ({ ...object, path: `/${at}-${each}` }));
    push('objects', { pop: pops[0], objects });
  }
};
