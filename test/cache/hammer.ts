/** A thread that hammers a store which others hammer, too, and says what it saw: run by store-workers.test.ts. */
import { parentPort, workerData } from 'node:worker_threads';
import { Bytes } from '../../src/cache/bytes.ts';
import { InvalidationLog } from '../../src/cache/invalidation-log.ts';
import { ObjectStore } from '../../src/cache/object-store.ts';
import type { StoreLimits, StoreMemory } from '../../src/cache/store-memory.ts';
import type { StoredObject } from '../../src/cache/stored-object.ts';
import { answer, bodyOf, pattern, place } from './objects.ts';

export interface HammerOrder {
  readonly memory: StoreMemory;
  readonly limits: StoreLimits;
  readonly worker: number;
  readonly deeds: number;
}

export interface HammerReport {
  readonly hits: number;
  readonly puts: number;
  /** Objects whose bytes were not their own. */
  readonly broken: number;
}

const PATHS = 300;
const HELD = 20;
/** Most are small; some fill pages. */
const SIZES = [0, 100, 500, 1000, 3000, 10_000, 40_000, 70_000, 150_000];

class Hammer {
  readonly #store: ObjectStore;
  readonly #held: StoredObject[] = [];
  #random: number;
  readonly report = { hits: 0, puts: 0, broken: 0 };

  constructor({ memory, limits, worker }: HammerOrder) {
    this.#store = new ObjectStore({ memory, limits, worker, invalidations: new InvalidationLog() });
    this.#random = worker + 1;
  }

  strike(): void {
    const at = place(`/${this.#next(PATHS)}`);
    const object = this.#store.get(at.key);
    if (object === null) return this.#put(at);
    this.report.hits += 1;
    this.#check(object);
    const lot = this.#next(20);
    if (lot === 0) this.#store.drop(object);
    if (lot === 1) this.#refresh(object);
    if (lot === 2 && this.#store.claim(at.key, this.report.hits) === null)
      this.#store.unclaim(at.key, this.report.hits);
    if (lot < 5) this.#held.push(object);
    else object.release();
    if (this.#held.length > HELD) this.#letGo(this.#next(HELD));
  }

  letGoOfAll(): void {
    while (this.#held.length > 0) this.#letGo(0);
  }

  #put(at: StoredObject['place']): void {
    const salt = this.#next(1000);
    const bodyBytes = SIZES[this.#next(SIZES.length)]!;
    const body = new Bytes(bodyBytes);
    body.append(pattern(salt, bodyBytes));
    const keeping = { storedAt: salt, ttlSeconds: 60, servesStale: true, revalidates: true };
    this.#store.put({ place: at, answer: answer({ bodyBytes }), body, keeping, refusal: null })?.release();
    this.report.puts += 1;
  }

  #refresh({ place: at, body, keeping, bodyBytes }: StoredObject): void {
    this.#store.put({ place: at, answer: answer({ bodyBytes }), body, keeping, refusal: null })?.release();
  }

  #letGo(at: number): void {
    const [object] = this.#held.splice(at, 1);
    this.#check(object!);
    object!.release();
  }

  #check(object: StoredObject): void {
    const { body, bodyBytes, keeping } = object;
    const isWhole =
      body.sizeBytes === bodyBytes && bodyOf(object).equals(pattern(keeping.storedAt, bodyBytes));
    if (!isWhole) this.report.broken += 1;
  }

  /** xorshift: the same for every run. */
  #next(end: number): number {
    this.#random ^= this.#random << 13;
    this.#random ^= this.#random >>> 17;
    this.#random ^= this.#random << 5;
    return (this.#random >>> 0) % end;
  }
}

const order = workerData as HammerOrder;
const hammer = new Hammer(order);
for (let at = 0; at < order.deeds; at++) hammer.strike();
hammer.letGoOfAll();
parentPort!.postMessage(hammer.report satisfies HammerReport);
