/** An origin in trouble keeps to the conversation: nothing before fetch has returned, nothing after abort. */
import { beforeEach, expect, test } from 'vitest';
import type { Origin, OriginReader } from '../../src/origin/origin.ts';
import { OriginTroubles, TroubledOrigins } from '../../src/origin/troubled-origins.ts';
import type { OriginTarget } from '../../src/routing/origin-target.ts';
import { ManualClock } from '../harness/manual-clock.ts';

const TARGET = { domainName: 'www.example.com' } as OriginTarget;
const REQUEST = { method: 'GET', path: '/', headers: [], isSecure: false };

let heard: string[];
let clock: ManualClock;
let troubles: OriginTroubles;
let isClosed: boolean;
let roundTripMs: number;

const note = (what: string) => () => void heard.push(what);
const READER: OriginReader = {
  onHead: note('head'),
  onBytes: note('bytes'),
  onEnd: note('end'),
  onFault: (kind) => void heard.push(`fault ${kind}`),
};
const REAL: Origin = {
  fetch: () => {
    heard.push('fetched');
    return { abort: note('abort'), pause: note('pause'), resume: note('resume') };
  },
};

beforeEach(() => {
  heard = [];
  clock = new ManualClock();
  troubles = new OriginTroubles();
  isClosed = false;
  roundTripMs = 0;
});

function origins(): TroubledOrigins {
  const close = async () => {
    isClosed = true;
  };
  return new TroubledOrigins({
    origins: { for: () => REAL, close },
    troubles,
    clock,
    roundTripMs: () => roundTripMs,
  });
}

test('an origin that nothing is done to is handed out as it is, and closed with the rest', async () => {
  troubles.set('other.example.com', { isDown: true, delayMs: 0 });
  expect(origins().for(TARGET)).toBe(REAL);
  await origins().close();
  expect(isClosed).toBe(true);
});

test('one that is down turns every fetch away, by whatever case its name is written in', () => {
  troubles.set('WWW.example.com', { isDown: true, delayMs: 0 });
  origins().for(TARGET).fetch(REQUEST, READER);
  expect(heard).toEqual([]);
  clock.tick(0);
  expect(heard).toEqual(['fault refused']);
});

test('delay and distance add up', () => {
  troubles.set('www.example.com', { isDown: false, delayMs: 100 });
  roundTripMs = 50;
  origins().for(TARGET).fetch(REQUEST, READER);
  clock.tick(149);
  expect(heard).toEqual([]);
  clock.tick(1);
  expect(heard).toEqual(['fetched']);
});

test('an abort on the way means that nothing begins, and one later goes through', () => {
  roundTripMs = 50;
  origins().for(TARGET).fetch(REQUEST, READER).abort();
  clock.tick(100);
  expect([heard, clock.pendingTimers]).toEqual([[], 0]);
  const fetch = origins().for(TARGET).fetch(REQUEST, READER);
  clock.tick(50);
  fetch.abort();
  expect(heard).toEqual(['fetched', 'abort']);
});

test('a pause on the way holds once it begins, unless it was taken back', () => {
  roundTripMs = 50;
  const [held, free] = [0, 1].map(() => origins().for(TARGET).fetch(REQUEST, READER));
  held!.pause();
  free!.pause();
  free!.resume();
  clock.tick(50);
  expect(heard).toEqual(['fetched', 'pause', 'fetched']);
  held!.resume();
  expect(heard.at(-1)).toBe('resume');
});

test('putting it right forgets it', () => {
  troubles.set('www.example.com', { isDown: true, delayMs: 0 });
  troubles.set('www.example.com', { isDown: false, delayMs: 0 });
  expect(origins().for(TARGET)).toBe(REAL);
  expect(troubles.of('www.example.com')).toEqual({ isDown: false, delayMs: 0 });
});
