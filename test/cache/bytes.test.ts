import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Bytes, SLAB_BYTES } from '../../src/cache/bytes.ts';
import { pattern } from './objects.ts';

function filled(sizeBytes: number, expectedBytes: number | null = null): Bytes {
  const bytes = new Bytes(expectedBytes);
  bytes.append(pattern(0, sizeBytes));
  return bytes;
}

/** Everything from `offset` on, read as a viewer would: until nothing comes. */
function readAll(bytes: Bytes, offset: number, end = Number.POSITIVE_INFINITY): Buffer {
  const parts: Buffer[] = [];
  for (let at = offset; ; at += parts.at(-1)!.length) {
    parts.push(bytes.read(at, end));
    if (parts.at(-1)!.length === 0) return Buffer.concat(parts);
  }
}

describe('reading', () => {
  const READS: [what: string, offset: number, end: number, length: number][] = [
    ['the beginning', 0, 10, 10],
    ['up to the end of a slab', SLAB_BYTES - 3, SLAB_BYTES + 3, 3],
    ['from the second slab on', SLAB_BYTES, SLAB_BYTES + 3, 3],
    ['no further than the bytes in hand', 2 * SLAB_BYTES - 5, Number.POSITIVE_INFINITY, 5],
    ['into the last, short slab', 2 * SLAB_BYTES, Number.POSITIVE_INFINITY, 7],
    ['behind the end', 2 * SLAB_BYTES + 7, Number.POSITIVE_INFINITY, 0],
    ['far behind the end', 9 * SLAB_BYTES, Number.POSITIVE_INFINITY, 0],
    ['nothing when nothing is wanted', 5, 5, 0],
  ];

  test.each(READS)('%s: from %d to %d gives %d bytes', (_what, offset, end, length) => {
    const bytes = filled(2 * SLAB_BYTES + 7);
    expect(bytes.read(offset, end)).toEqual(pattern(offset, length));
  });

  test('hands out views: reading twice copies nothing', () => {
    const bytes = filled(100);
    expect(bytes.read(10, 20).buffer).toBe(bytes.read(30, 40).buffer);
  });

  test('gives nothing of what was dropped, not even of the slab that is still there', () => {
    const bytes = filled(SLAB_BYTES);
    bytes.dropBefore(10);
    expect([bytes.read(9, 20).length, bytes.read(10, 20).length]).toEqual([0, 10]);
  });
});

describe('memory', () => {
  test('what is appended is copied: the chunk may be written to again', () => {
    const bytes = new Bytes(null);
    const chunk = Buffer.from('abc');
    bytes.append(chunk);
    chunk.fill('x');
    expect(bytes.read(0, 3).toString()).toBe('abc');
  });

  const COSTS: [what: string, sizeBytes: number, expectedBytes: number | null, allocatedBytes: number][] = [
    ['an expected length costs itself', 1000, 1000, 1000],
    ['a large expected length costs what is needed so far', 10, 10 * SLAB_BYTES, SLAB_BYTES],
    [
      'the last slab of an expected length is cut to measure',
      SLAB_BYTES + 10,
      SLAB_BYTES + 10,
      SLAB_BYTES + 10,
    ],
    ['a small body of unknown length costs little', 1, null, 4096],
    ['it grows as it must', 4097, null, 8192],
    ['a longer one costs whole slabs', SLAB_BYTES + 1, null, 2 * SLAB_BYTES],
    ['a length that was wrong costs a copy', 11, 10, 20],
    ['nothing costs nothing', 0, 1000, 0],
  ];

  test.each(COSTS)(
    '%s: %d bytes, expected %o, cost %d',
    (_what, sizeBytes, expectedBytes, allocatedBytes) => {
      const bytes = filled(sizeBytes, expectedBytes);
      expect(bytes.allocatedBytes).toBe(allocatedBytes);
      expect(readAll(bytes, 0)).toEqual(pattern(0, sizeBytes));
    },
  );

  test('sealing gives back what was allocated ahead', () => {
    const bytes = filled(SLAB_BYTES + 1);
    bytes.seal();
    expect(bytes.allocatedBytes).toBe(SLAB_BYTES + 1);
    expect(readAll(bytes, 0)).toEqual(pattern(0, SLAB_BYTES + 1));
  });

  test('dropping frees slab by slab', () => {
    const bytes = filled(3 * SLAB_BYTES);
    const costs = [SLAB_BYTES - 1, SLAB_BYTES, 3 * SLAB_BYTES].map((offset) => {
      bytes.dropBefore(offset);
      return [bytes.heldBytes, bytes.allocatedBytes];
    });
    expect(costs).toEqual([
      [2 * SLAB_BYTES + 1, 3 * SLAB_BYTES],
      [2 * SLAB_BYTES, 2 * SLAB_BYTES],
      [0, 0],
    ]);
  });

  test('dropping more than there is drops what there is; dropping less than before does nothing', () => {
    const bytes = filled(10);
    bytes.dropBefore(99);
    bytes.dropBefore(3);
    expect([bytes.startBytes, bytes.sizeBytes]).toEqual([10, 10]);
    bytes.append(pattern(10, 5));
    expect(readAll(bytes, 10)).toEqual(pattern(10, 5));
  });
});

/** Lengths and offsets around the places where slabs meet. */
const length = fc.oneof(
  fc.nat(300),
  fc.nat(3 * SLAB_BYTES),
  fc.constantFrom(SLAB_BYTES - 1, SLAB_BYTES, SLAB_BYTES + 1, 2 * SLAB_BYTES),
);
const deed = fc.oneof(
  fc.record({ do: fc.constant('append' as const), length }),
  fc.record({ do: fc.constant('read' as const), at: fc.double({ min: 0, max: 1.2, noNaN: true }), length }),
  fc.record({ do: fc.constant('drop' as const), at: fc.double({ min: 0, max: 1.2, noNaN: true }) }),
);

test('random work: the same bytes as one plain buffer, at a bounded cost', () => {
  fc.assert(
    fc.property(fc.option(length), fc.array(deed, { maxLength: 12 }), (expectedBytes, deeds) => {
      const bytes = new Bytes(expectedBytes);
      let model = Buffer.alloc(0);
      let start = 0;
      for (const one of deeds) {
        if (one.do === 'append') {
          const chunk = pattern(model.length, one.length);
          bytes.append(chunk);
          model = Buffer.concat([model, chunk]);
        } else if (one.do === 'drop') {
          const offset = Math.floor(one.at * model.length);
          bytes.dropBefore(offset);
          start = Math.max(start, Math.min(offset, model.length));
        } else {
          const offset = Math.floor(one.at * model.length);
          const wanted = offset < start ? Buffer.alloc(0) : model.subarray(offset, offset + one.length);
          expect(readAll(bytes, offset, offset + one.length).equals(wanted)).toBe(true);
        }
        expect([bytes.sizeBytes, bytes.startBytes]).toEqual([model.length, start]);
        expect(bytes.allocatedBytes - bytes.heldBytes).toBeGreaterThanOrEqual(0);
        expect(bytes.allocatedBytes - bytes.heldBytes).toBeLessThan(2 * SLAB_BYTES);
      }
      bytes.seal();
      expect(readAll(bytes, start).equals(model.subarray(start))).toBe(true);
      if (start === 0) expect(bytes.allocatedBytes).toBe(model.length);
    }),
    { numRuns: 200 },
  );
});

test('small bodies that share memory never write into one another', () => {
  const append = fc.record({ body: fc.nat(5), size: fc.integer({ min: 1, max: 900 }) });
  fc.assert(
    fc.property(
      fc.array(append, { maxLength: 40 }),
      fc.array(fc.nat(2500), { minLength: 6, maxLength: 6 }),
      (appends, expected) => {
        const bodies = expected.map((size, at) => ({
          bytes: new Bytes(at % 2 === 0 ? size : null),
          copy: [] as Buffer[],
        }));
        for (const [step, { body, size }] of appends.entries()) {
          const chunk = Buffer.alloc(size, step + 1);
          bodies[body]!.bytes.append(chunk);
          bodies[body]!.copy.push(chunk);
        }
        for (const { bytes, copy } of bodies) {
          bytes.seal();
          expect(readAll(bytes, 0)).toEqual(Buffer.concat(copy));
        }
      },
    ),
  );
});
