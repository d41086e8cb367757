/** The stack of all sizes against real caches, one of each size. */
import fc from 'fast-check';
import { LRUCache } from 'lru-cache';
import { expect, test } from 'vitest';
import { type OrderedCache, RecencyOrder } from '../../src/planning/recency-order.ts';

interface Step {
  readonly object: number;
  /** A part passed through where the whole is absent. */
  readonly isPart: boolean;
}

const steps = fc.array(
  fc.record({ object: fc.nat({ max: 40 }), isPart: fc.boolean() }) as fc.Arbitrary<Step>,
  { minLength: 1, maxLength: 400 },
);
const sizes = fc.array(fc.integer({ min: 1, max: 60 }), { minLength: 41, maxLength: 41 });
const capacities = fc.uniqueArray(fc.integer({ min: 1, max: 400 }), { minLength: 1, maxLength: 8 });

/** What real caches hold, as bits. */
class Reality {
  readonly #caches: { readonly store: LRUCache<number, object>; readonly largest: number }[];

  constructor(caches: readonly OrderedCache[], sizeOf: (object: number) => number) {
    this.#caches = caches.map(({ capacityBytes, maxObjectBytes }) => ({
      store: new LRUCache<number, object>({
        maxSize: capacityBytes,
        sizeCalculation: (_value, object) => sizeOf(object),
      }),
      largest: maxObjectBytes,
    }));
  }

  ask({ object, isPart }: Step, bytes: number): number {
    let held = 0;
    for (const [k, { store, largest }] of this.#caches.entries()) {
      if (store.get(object) !== undefined) held |= 1 << k;
      else if (!isPart && bytes <= largest) store.set(object, {});
    }
    return held;
  }
}

function replay(asked: readonly Step[], sizeOf: (object: number) => number, caches: readonly OrderedCache[]) {
  const reality = new Reality(caches, sizeOf);
  const slots = new Map<number, number>();
  const names = new Map<number, number>();
  const stack = new RecencyOrder(caches, (slot) => slots.delete(names.get(slot)!));
  return asked.map((step) => {
    const bytes = sizeOf(step.object);
    const known = slots.get(step.object);
    const held = known === undefined ? 0 : stack.holders(known);
    if (!step.isPart || held !== 0) {
      const slot = known ?? stack.slot();
      slots.set(step.object, slot);
      names.set(slot, step.object);
      stack.touch(slot, bytes, step.isPart ? held : stack.all);
    }
    return [held, reality.ask(step, bytes)];
  });
}

test('holds what caches of every size hold, objects too large for some among them', () => {
  fc.assert(
    fc.property(
      steps,
      sizes,
      capacities,
      fc.double({ min: 0.2, max: 1, noNaN: true }),
      (all, bytes, room, share) => {
        const caches = room
          .sort((a, b) => a - b)
          .map((capacityBytes) => ({ capacityBytes, maxObjectBytes: Math.floor(capacityBytes * share) }));
        const whole = all.map((step) => ({ ...step, isPart: false }));
        for (const [held, real] of replay(whole, (object) => bytes[object]!, caches)) expect(held).toBe(real);
      },
    ),
    { numRuns: Number(process.env.FUZZ_RUNS ?? 150) },
  );
});

test('holds what caches of every size hold where parts pass through those that have nothing', () => {
  fc.assert(
    fc.property(steps, sizes, capacities, (all, bytes, room) => {
      const caches = room
        .sort((a, b) => a - b)
        .map((capacityBytes) => ({ capacityBytes, maxObjectBytes: 1000 }))
        .filter(({ capacityBytes }) => capacityBytes >= 60);
      if (caches.length === 0) return;
      for (const [held, real] of replay(all, (object) => bytes[object]!, caches)) expect(held).toBe(real);
    }),
    { numRuns: Number(process.env.FUZZ_RUNS ?? 150) },
  );
});

test('stays exact, and small, over many times the positions it begins with', () => {
  const random = (at: number) => ((at * 2654435761) >>> 0) % 3000;
  const asked = Array.from({ length: 40_000 }, (_, at) => ({
    object: random(at) % (1 + (at % 3000)),
    isPart: at % 17 === 0,
  }));
  const caches = [500, 5000, 20_000].map((capacityBytes) => ({ capacityBytes, maxObjectBytes: 400 }));
  const pairs = replay(asked, (object) => 1 + (object % 50), caches);
  expect(pairs.filter(([held, real]) => held !== real)).toEqual([]);
  expect(pairs.some(([held]) => held === 7)).toBe(true);
});
