/** Whoever reads, the first of them kept apart from the others: what is said of all is true of each. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type FillReader, Readers } from '../../src/cache/readers.ts';

const READERS = 4;

class PlayedReader implements FillReader {
  position = 0;
  isInTransit = false;
  timesAnswered = 0;
  timesMoved = 0;

  onFillAnswered(): void {
    this.timesAnswered += 1;
  }

  onFillMoved(): void {
    this.timesMoved += 1;
  }
}

const deed = fc.record({
  who: fc.nat(READERS - 1),
  does: fc.constantFrom('add' as const, 'delete' as const),
  position: fc.nat(10),
  isInTransit: fc.boolean(),
});

test('they are a set, told of everything once', () => {
  fc.assert(
    fc.property(fc.array(deed, { maxLength: 12 }), (deeds) => {
      const readers = new Readers();
      const all = Array.from({ length: READERS }, () => new PlayedReader());
      const here = new Set<PlayedReader>();
      for (const { who, does, position, isInTransit } of deeds) {
        const reader = Object.assign(all[who]!, { position, isInTransit });
        if (does === 'add') {
          readers.add(reader);
          here.add(reader);
        } else expect(readers.delete(reader)).toBe(here.delete(reader));
        expectSame(readers, here);
      }
      readers.tellAnswered();
      for (let time = 0; time < 2; time++) readers.tellMoved();
      for (const reader of all) {
        const times = here.has(reader) ? 1 : 0;
        expect([reader.timesAnswered, reader.timesMoved]).toEqual([times, 2 * times]);
      }
    }),
  );
});

function expectSame(readers: Readers, here: ReadonlySet<PlayedReader>): void {
  const positions = (ones: readonly PlayedReader[]) => ones.map(({ position }) => position);
  const awaited = [...here].filter(({ isInTransit }) => isInTransit);
  expect(readers.count).toBe(here.size);
  for (const bound of [0, 5, 10]) {
    expect(readers.slowest(bound)).toBe(Math.min(bound, ...positions([...here])));
    expect(readers.fastest(bound)).toBe(Math.max(bound, ...positions([...here])));
    expect(readers.slowestInTransit(bound)).toBe(Math.min(bound, ...positions(awaited)));
  }
}
