import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { SLAB_BYTES } from '../../src/cache/bytes.ts';
import { REFUSALS } from '../../src/policy/refusal.ts';
import { answer, looseObject, place } from './objects.ts';
import { ScriptedFill, type ScriptedReader } from './scripted-fill.ts';

const WINDOW = 4 * SLAB_BYTES;

function begun({ isKept = true, windowBytes = WINDOW } = {}) {
  const scripted = new ScriptedFill(windowBytes);
  const reader = scripted.join();
  scripted.stream(isKept);
  return { scripted, reader };
}

describe('readers', () => {
  test('RG-18: see bytes as they come, and the end', () => {
    const { scripted, reader } = begun();
    scripted.write(10);
    expect([reader.isAnswered, reader.position]).toEqual([true, 10]);
    scripted.write(5);
    scripted.fill.complete();
    expect([reader.position, reader.verdict]).toEqual([15, 'complete']);
  });

  test('RG-18: of an answer that its body follows at once they hear when there is something to read', () => {
    const scripted = new ScriptedFill(WINDOW);
    const [one, other] = [scripted.join(), scripted.join()];
    scripted.fill.answer({ kind: 'stream', answer: answer(), ttlSeconds: 60 }, false, true);
    expect([one.isAnswered, other.isAnswered]).toEqual([false, false]);
    scripted.write(10);
    expect([one.isAnswered, one.position, other.position]).toEqual([true, 10, 10]);
    scripted.write(5);
    scripted.fill.complete();
    expect([one.position, one.verdict, other.verdict]).toEqual([15, 'complete', 'complete']);
  });

  test('OR-46: of an answer whose body breaks off before its first byte they hear with the cut', () => {
    const scripted = new ScriptedFill(WINDOW);
    const reader = scripted.join();
    scripted.fill.answer({ kind: 'stream', answer: answer(), ttlSeconds: 60 }, false, true);
    scripted.fill.cut();
    expect([reader.isAnswered, scripted.fill.state]).toEqual([true, 'cut']);
  });

  test('who joins late reads from the beginning', () => {
    const { scripted } = begun();
    scripted.write(10);
    const late = scripted.join();
    late.take(100);
    scripted.fill.complete();
    expect([late.position, late.verdict]).toEqual([10, 'complete']);
  });

  test('OR-46: a cut shows as a cut, also to a reader that only then comes to the last byte', () => {
    const { scripted, reader } = begun();
    const slow = scripted.join(Number.POSITIVE_INFINITY, false);
    scripted.write(10);
    scripted.fill.cut();
    slow.take(100);
    expect([reader.verdict, slow.verdict, slow.position]).toEqual(['cut', 'cut', 10]);
  });

  test('who left hears nothing more', () => {
    const { scripted, reader } = begun();
    const other = scripted.join();
    reader.leave();
    scripted.write(10);
    scripted.fill.complete();
    expect([reader.position, other.verdict]).toEqual([0, 'complete']);
  });
});

describe('the fetch goes on or stops', () => {
  test('OR-47: the only reader leaves before the answer: stopped', () => {
    const scripted = new ScriptedFill(WINDOW);
    scripted.join().leave();
    expect([scripted.fill.state, scripted.timesAborted, scripted.timesGone]).toEqual(['abandoned', 1, 1]);
  });

  test('OR-47: the last of several leaves within the body: stopped, and nothing is held', () => {
    const { scripted, reader } = begun();
    const other = scripted.join(Number.POSITIVE_INFINITY, false);
    scripted.write(10);
    reader.leave();
    expect(scripted.fill.state).toBe('streaming');
    other.leave();
    expect([scripted.fill.state, scripted.timesAborted, scripted.countedBytes]).toEqual(['abandoned', 1, 0]);
  });

  test('RG-2: a reader that has its part has finished: what is kept goes on without readers', () => {
    const scripted = new ScriptedFill(WINDOW);
    const part = scripted.join(4);
    scripted.stream(true);
    scripted.write(10);
    scripted.write(10);
    expect([part.verdict, scripted.fill.state, scripted.fill.bytes.sizeBytes]).toEqual([
      'has its part',
      'streaming',
      20,
    ]);
    scripted.fill.complete();
    expect([scripted.timesAborted, scripted.timesGone, scripted.countedBytes]).toEqual([0, 1, 0]);
  });

  test('a reader that has its part of what is not kept: stopped, nothing held', () => {
    const scripted = new ScriptedFill(WINDOW);
    scripted.join(4);
    scripted.stream(false);
    scripted.write(10);
    expect([scripted.fill.state, scripted.timesAborted, scripted.countedBytes]).toEqual(['abandoned', 1, 0]);
  });

  test('kept for nobody, then not to be kept: stopped', () => {
    const scripted = new ScriptedFill(WINDOW);
    scripted.join(4);
    scripted.stream(true);
    scripted.write(10);
    scripted.fill.stopKeeping();
    scripted.fill.stopKeeping();
    expect([scripted.fill.state, scripted.timesAborted, scripted.countedBytes]).toEqual(['abandoned', 1, 0]);
  });

  test('what the origin still says after that is not heard', () => {
    const { scripted, reader } = begun();
    reader.leave();
    scripted.write(10);
    scripted.fill.complete();
    expect([scripted.fill.state, scripted.countedBytes, scripted.timesGone]).toEqual(['abandoned', 0, 1]);
  });

  test('an answer in hand ends it, with readers or without', () => {
    for (const readers of [0, 2]) {
      const scripted = new ScriptedFill(WINDOW);
      const joined = Array.from({ length: readers }, () => scripted.join());
      scripted.fill.answer({ kind: 'refusal', refusal: REFUSALS.internalError }, false);
      expect(joined.every((reader) => reader.isAnswered)).toBe(true);
      for (const reader of joined) scripted.fill.finish(reader);
      expect([scripted.fill.state, scripted.timesGone, scripted.timesAborted]).toEqual(['complete', 1, 0]);
    }
  });

  test('an object in hand needs no bytes of the fill', () => {
    const scripted = new ScriptedFill(WINDOW);
    const object = looseObject(place('/a'), 10);
    scripted.fill.answer({ kind: 'object', object, delivery: 'RefreshHit' }, false);
    expect([scripted.fill.isEnded, scripted.countedBytes]).toEqual([true, 0]);
  });
});

describe('pace', () => {
  test('a kept fill never holds the origin back', () => {
    const scripted = new ScriptedFill(WINDOW);
    const slow = scripted.join(Number.POSITIVE_INFINITY, false);
    scripted.stream(true);
    for (let i = 0; i < 20; i++) scripted.write(SLAB_BYTES);
    expect([scripted.isPaused, scripted.fill.bytes.startBytes]).toEqual([false, 0]);
    slow.take(Number.POSITIVE_INFINITY);
    scripted.fill.complete();
    slow.take(0);
    expect(slow.verdict).toBe('complete');
  });

  test('D-7: a passing fill runs at the pace of the fastest reader', () => {
    const scripted = new ScriptedFill(WINDOW);
    const fast = scripted.join(Number.POSITIVE_INFINITY, false);
    scripted.stream(false);
    scripted.write(WINDOW / 2 - 1);
    expect(scripted.isPaused).toBe(false);
    scripted.write(1);
    expect(scripted.isPaused).toBe(true);
    fast.take(1);
    expect(scripted.isPaused).toBe(false);
  });

  test('D-7: a reader further behind than the window falls out, the fast one never', () => {
    const { scripted, reader } = begun({ isKept: false });
    const slow = scripted.join(Number.POSITIVE_INFINITY, false);
    slow.take(0);
    for (let i = 0; i < 5; i++) scripted.write(SLAB_BYTES);
    slow.take(1);
    expect([slow.verdict, reader.position]).toEqual(['fallen out', 5 * SLAB_BYTES]);
  });

  test('D-7: a reader to whom bytes are on their way is waited for, and left behind once it is slow', () => {
    const { scripted } = begun({ isKept: false });
    const distant = { position: 0, isInTransit: true, onFillAnswered() {}, onFillMoved() {} };
    scripted.fill.join(distant);
    for (let written = 0; written < 2 * WINDOW; written += WINDOW / 2) scripted.write(WINDOW / 2);
    expect({ isPaused: scripted.isPaused, start: scripted.fill.bytes.startBytes }).toEqual({
      isPaused: true,
      start: 0,
    });
    distant.isInTransit = false;
    scripted.fill.pace();
    expect(scripted.isPaused).toBe(false);
    expect(scripted.fill.bytes.startBytes).toBeGreaterThan(0);
  });

  test('one reader alone never falls out, however small the window and large the pieces', () => {
    const scripted = new ScriptedFill(10);
    const only = scripted.join(Number.POSITIVE_INFINITY, false);
    scripted.stream(false);
    scripted.write(5 * SLAB_BYTES);
    only.take(3 * SLAB_BYTES);
    only.take(3 * SLAB_BYTES);
    expect(only.position).toBe(5 * SLAB_BYTES);
  });

  test('D-7: nobody falls out before being told, however large a piece', () => {
    const scripted = new ScriptedFill(10);
    const readers = [scripted.join(), scripted.join(), scripted.join()];
    scripted.stream(false);
    scripted.write(5 * SLAB_BYTES);
    expect(readers.map(({ position }) => position)).toEqual(Array(3).fill(5 * SLAB_BYTES));
    expect(scripted.fill.bytes.heldBytes).toBe(0);
  });

  test('what nobody needs any more is let go', () => {
    const { scripted } = begun({ isKept: false });
    scripted.write(3 * SLAB_BYTES);
    expect([scripted.fill.bytes.heldBytes, scripted.countedBytes]).toEqual([0, 0]);
  });

  test('a body that is whole takes no more room than its bytes', () => {
    const { scripted } = begun();
    scripted.join(Number.POSITIVE_INFINITY, false);
    scripted.write(10);
    expect(scripted.countedBytes).toBeGreaterThan(10);
    scripted.fill.complete();
    expect(scripted.countedBytes).toBe(10);
  });

  test('whoever comes after the beginning was let go cannot join', () => {
    const { scripted } = begun({ isKept: false });
    expect(scripted.fill.isWhole).toBe(true);
    scripted.write(1);
    expect(scripted.fill.isWhole).toBe(false);
  });

  test('too large after all: from then on only a window is held', () => {
    const { scripted } = begun();
    scripted.join(Number.POSITIVE_INFINITY, false);
    scripted.write(10 * SLAB_BYTES);
    expect(scripted.fill.bytes.heldBytes).toBe(10 * SLAB_BYTES);
    scripted.fill.stopKeeping();
    expect([scripted.fill.bytes.heldBytes, scripted.countedBytes]).toEqual([WINDOW, WINDOW]);
  });
});

type Deed =
  | { do: 'write'; length: number }
  | { do: 'join'; until: number; isGreedy: boolean }
  | { do: 'take'; who: number; length: number }
  | { do: 'leave'; who: number }
  | { do: 'stopKeeping' };

const length = fc.oneof(fc.nat(300), fc.nat(3 * SLAB_BYTES));
const deed: fc.Arbitrary<Deed> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ do: fc.constant('write' as const), length }) },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant('join' as const),
      until: fc.oneof(fc.constant(Number.POSITIVE_INFINITY), length),
      isGreedy: fc.boolean(),
    }),
  },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('take' as const), who: fc.nat(9), length }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('leave' as const), who: fc.nat(9) }) },
  { weight: 1, arbitrary: fc.constant({ do: 'stopKeeping' as const }) },
);
const story = fc.record({
  windowBytes: fc.constantFrom(100, SLAB_BYTES, WINDOW),
  isKept: fc.boolean(),
  answeredAfter: fc.nat(4),
  deeds: fc.array(deed, { maxLength: 25 }),
  ending: fc.constantFrom('complete' as const, 'cut' as const),
  /** How much of the body comes with the head; null: nothing. */
  followedBy: fc.option(length),
});

test('random work: exact bytes or a cut, all bytes counted, the writer held back just when it must be', () => {
  fc.assert(
    fc.property(story, ({ windowBytes, isKept, answeredAfter, deeds, ending, followedBy }) => {
      const scripted = new ScriptedFill(windowBytes);
      const readers: ScriptedReader[] = [scripted.join()];
      deeds.forEach((one, at) => {
        if (at === answeredAfter && !scripted.fill.isEnded) {
          if (followedBy === null) scripted.stream(isKept);
          else scripted.streamWith(isKept, followedBy);
        }
        perform(scripted, readers, one);
        checkInvariants(scripted, readers);
      });
      if (scripted.fill.state === 'waiting') scripted.stream(isKept);
      scripted.fill[ending]();
      for (const reader of readers) if (reader.isReading) reader.take(Number.POSITIVE_INFINITY);
      checkInvariants(scripted, readers);
      checkEnd(scripted, readers);
    }),
    { numRuns: 500 },
  );
});

function perform(scripted: ScriptedFill, readers: ScriptedReader[], one: Deed): void {
  const { fill } = scripted;
  const reader = 'who' in one ? readers[one.who] : undefined;
  if (one.do === 'write' && fill.state === 'streaming') scripted.write(one.length);
  else if (one.do === 'join' && !fill.isEnded && fill.isWhole)
    readers.push(scripted.join(one.until, one.isGreedy));
  else if (one.do === 'take' && fill.state === 'streaming' && reader?.isReading) reader.take(one.length);
  else if (one.do === 'leave' && reader?.isReading) reader.leave();
  else if (one.do === 'stopKeeping' && fill.state === 'streaming') fill.stopKeeping();
}

function checkInvariants(scripted: ScriptedFill, readers: readonly ScriptedReader[]): void {
  const { fill } = scripted;
  const reading = readers.filter((reader) => reader.isReading);
  expect(fill.readerCount).toBe(reading.length);
  const isGone = scripted.timesGone > 0;
  expect(scripted.countedBytes).toBe(isGone ? 0 : fill.bytes.allocatedBytes);
  expect(scripted.timesGone).toBe(fill.isEnded && reading.length === 0 ? 1 : 0);
  expect(scripted.timesAborted).toBe(fill.state === 'abandoned' ? 1 : 0);
  if (fill.state !== 'streaming') return;
  const hasServed = readers.some(({ verdict }) => verdict === 'has its part');
  expect(reading.length > 0 || (hasServed && fill.isKept)).toBe(true);
  if (fill.isKept) {
    expect([fill.bytes.startBytes, scripted.isPaused]).toEqual([0, false]);
    return;
  }
  const fastest = Math.max(fill.bytes.startBytes, ...reading.map(({ position }) => position));
  const unread = fill.bytes.sizeBytes - fastest;
  expect(scripted.isPaused).toBe(unread >= scripted.windowBytes / 2);
  expect(fill.bytes.heldBytes).toBeLessThanOrEqual(Math.max(scripted.windowBytes, unread));
}

function checkEnd({ fill, countedBytes, timesGone }: ScriptedFill, readers: readonly ScriptedReader[]): void {
  expect([countedBytes, timesGone]).toEqual([0, 1]);
  for (const { verdict, position } of readers) {
    expect(verdict).not.toBe('reading');
    if (verdict !== 'complete' && verdict !== 'cut') continue;
    expect([fill.state, position]).toEqual([verdict, fill.bytes.sizeBytes]);
  }
}
