/**
 * `node bench/micro/store.ts`: what the object store promises beyond nanoseconds: that a million objects are found
 * almost as fast as a thousand, how much is kept beside headers and bodies, and that nobody ever waits for it
 * to make room. Times are of this thread's processor, so that neighbours do not show.
 */
import { InvalidationLog } from '../../src/cache/invalidation-log.ts';
import { ObjectStore } from '../../src/cache/object-store.ts';
import type { ObjectParts } from '../../src/cache/stored-object.ts';
import { looseObject, place } from '../../test/cache/objects.ts';

const OBJECTS = [1000, 1_000_000];
const BODY_BYTES = 1024;
const HEADERS = ['Content-Type', 'image/jpeg', 'Cache-Control', 'max-age=600', 'ETag', '"5f3a-1b2c"'];
/** Of one object, and some to spare, so that filling evicts nothing. */
const ROOM_BYTES = 1500;
const LOOK_UPS = 200_000;
const ROUNDS = 10;
const PUTS = 300_000;

const pattern = looseObject(place('/'), BODY_BYTES);
const { body, keeping, refusal } = pattern;
const validators = { etag: '"5f3a-1b2c"', lastModified: null };
const answer = { ...pattern.answer, headers: HEADERS, validators };

for (const objects of OBJECTS) measure(objects);

function measure(objects: number): void {
  const before = process.memoryUsage.rss();
  const store = filled(objects);
  const kept = process.memoryUsage.rss() - before;
  const lines = store.get(place(pathOf(0)).key)!.lines.length;
  say(objects, 'look-up, random', `${lookUps(store, objects).toFixed(0)} ns`);
  const content = BODY_BYTES + lines;
  say(
    objects,
    'accounted beside headers and body',
    `${(store.bytes / objects - content).toFixed(0)} bytes each`,
  );
  say(objects, 'resident beside headers and body', `${(kept / objects - content).toFixed(0)} bytes each`);
  say(objects, 'longest put or get while evicting', `${longestPause(store, objects).toFixed(2)} ms`);
}

function filled(objects: number): ObjectStore {
  const limits = { capacityBytes: objects * ROOM_BYTES, maxObjectBytes: 2 ** 20 };
  const store = new ObjectStore({ limits, invalidations: new InvalidationLog() });
  for (let at = 0; at < objects; at++) store.put(partsOf(at))?.release();
  return store;
}

/** Flat keys, as a request's is when it is looked up, of objects at random, so that no cache helps. */
function lookUps(store: ObjectStore, objects: number): number {
  const keys = Array.from({ length: LOOK_UPS }, () => {
    const { key } = place(pathOf(Math.floor(Math.random() * objects)));
    return Buffer.from(key, 'latin1').toString('latin1');
  });
  const start = process.cpuUsage();
  let total = 0;
  for (let round = 0; round < ROUNDS; round++) for (const key of keys) total += lookUp(store, key);
  const { user, system } = process.cpuUsage(start);
  if (total < 0) throw new Error('counted wrongly');
  return ((user + system) * 1000) / LOOK_UPS / ROUNDS;
}

function lookUp(store: ObjectStore, key: string): number {
  const object = store.get(key)!;
  const told = object.status + object.freshUntil;
  object.release();
  return told;
}

/** A put of a new object and a look-up of one that is there, in turn, with the store full. */
function longestPause(store: ObjectStore, objects: number): number {
  let longest = 0;
  for (let at = objects; at < objects + PUTS; at++) {
    const parts = partsOf(at);
    const { key } = place(pathOf(at - Math.floor((Math.random() * objects) / 2)));
    const start = performance.now();
    store.put(parts)?.release();
    store.get(key)?.release();
    longest = Math.max(longest, performance.now() - start);
  }
  return longest;
}

function partsOf(at: number): ObjectParts {
  return { place: place(pathOf(at)), answer, body, keeping, refusal };
}

function pathOf(at: number): string {
  return `/images/${at}/picture.jpg`;
}

function say(objects: number, what: string, value: string): void {
  process.stdout.write(`${String(objects).padStart(9)} objects  ${what.padEnd(36)} ${value}\n`);
}
