/** What the worker that fetches is told by one that reads along: how much was taken, and who is slow (D-7). */
import { expect, test } from 'vitest';
import type { FillOutcome, FillState } from '../../src/cache/fill.ts';
import type { EdgeLocation } from '../../src/edge/edge-location.ts';
import { Mirror } from '../../src/edge/mirror.ts';
import type { Unnumbered, WriterMessage } from '../../src/edge/mirror-messages.ts';
import { REFUSALS } from '../../src/policy/refusal.ts';
import { answer, pattern, place } from '../cache/objects.ts';
import { ScriptedFill } from '../cache/scripted-fill.ts';

const WINDOW = 100;

/** An edge location that keeps nothing. */
class PlayedEdge {
  /** Nobody finds the fill any more. */
  isClosed = false;
  isShort = false;
  /** Of the latest invalidation. */
  stamp = 0;
  readonly fills = {
    close: () => {
      this.isClosed = true;
    },
  };
  readonly store = { get: () => null };
  readonly invalidations = { covers: (_place: unknown, stamp: number) => stamp < this.stamp };
  isMemoryShort = () => this.isShort;
}

/** A mirror whose viewers are scripted, and what it says. */
function mirror() {
  const scripted = new ScriptedFill(WINDOW);
  const said: string[] = [];
  const edge = new PlayedEdge();
  const writer = new Mirror({
    ...{ edge: edge as unknown as EdgeLocation, fill: scripted.fill },
    send: (message) => void said.push(message.kind === 'taken' ? `taken ${message.bytes}` : message.kind),
    onOver: () => void said.push('over'),
  });
  writer.letGo = () => scripted.letGo();
  const hear = (message: Unnumbered<WriterMessage>) => writer.take({ ...message, mirror: 1 });
  const take = (length: number, isKept = false) => {
    const chunk = new Uint8Array(pattern(scripted.fill.bytes.sizeBytes, length));
    hear({ kind: 'bytes', isKept, chunk });
  };
  return { scripted, said, edge, writer, hear, take };
}

test('D-7: more is asked for as it is taken, and not while nobody takes it', () => {
  const { scripted, said, take } = mirror();
  const reader = scripted.join(Number.POSITIVE_INFINITY, false);
  scripted.stream(false);
  take(10);
  take(WINDOW);
  expect(said).toEqual(['taken 10', 'slow']);
  reader.take(WINDOW);
  expect(said.slice(2)).toEqual([`taken ${WINDOW}`]);
  take(10);
  expect(said.slice(3)).toEqual(['taken 10']);
});

test('D-7: that its viewers are slow no more is told, also where nothing came meanwhile', () => {
  const { scripted, said, take } = mirror();
  const fast = scripted.join();
  const slow = scripted.join(Number.POSITIVE_INFINITY, false);
  scripted.stream(false);
  take(WINDOW);
  fast.leave();
  expect(said).toEqual([`taken ${WINDOW}`, 'slow']);
  slow.take(WINDOW);
  expect(said).toEqual([`taken ${WINDOW}`, 'slow', 'taken 0']);
});

test('OR-47 D-5: when the last viewer leaves that is told, and it is over', () => {
  const { scripted, said, take } = mirror();
  const reader = scripted.join(Number.POSITIVE_INFINITY, false);
  scripted.stream(false);
  take(WINDOW);
  reader.leave();
  expect(said).toEqual(['slow', 'left', 'over']);
});

const ENDS: readonly [Unnumbered<WriterMessage>, state: FillState, outcome: FillOutcome['kind']][] = [
  [{ kind: 'ended', how: 'complete' }, 'complete', 'stream'],
  [{ kind: 'ended', how: 'cut' }, 'cut', 'stream'],
  [{ kind: 'ended', how: 'outrun' }, 'outrun', 'stream'],
  [{ kind: 'gone' }, 'cut', 'stream'],
  [{ kind: 'stored', delivery: 'Hit', stamp: 0 }, 'complete', 'gone'],
  [{ kind: 'refused', refusal: REFUSALS.internalError }, 'complete', 'refusal'],
  [{ kind: 'gone' }, 'complete', 'gone'],
];

test.each(ENDS)('OR-46: what %o means to those who read along: %s, %s', (end, state, outcome) => {
  const { scripted, said, edge, writer, hear } = mirror();
  const reader = scripted.join(Number.POSITIVE_INFINITY, false);
  if (outcome === 'stream') scripted.stream(false);
  hear(end);
  expect([scripted.fill.state, scripted.fill.outcome?.kind, said]).toEqual([state, outcome, ['over']]);
  expect(edge.isClosed).toBe(end.kind !== 'refused');
  writer.lose();
  reader.leave();
  expect([said, scripted.timesGone]).toEqual([['over'], 1]);
});

const BEGINS: Unnumbered<WriterMessage> = {
  ...{ kind: 'begins', answer: answer(), ttlSeconds: 60, stamp: 0, isKept: true },
};

test('OR-51: whoever comes later finds what is to be kept, and nothing else', () => {
  for (const ttlSeconds of [60, 0]) {
    const { scripted, edge, hear } = mirror();
    hear({ ...BEGINS, ttlSeconds });
    expect([scripted.fill.state, edge.isClosed]).toEqual(['streaming', ttlSeconds === 0]);
  }
});

test('IN-19: a fetch that began before an invalidation that viewers here came after is not theirs', () => {
  const { scripted, said, edge, hear } = mirror();
  edge.stamp = 1;
  Object.assign(scripted.fill, { place: place('/a', 1) });
  hear(BEGINS);
  expect([scripted.fill.outcome?.kind, said, edge.isClosed]).toEqual(['gone', ['left', 'over'], true]);
});

test('IN-19: one that came after them takes nothing from them', () => {
  const { scripted, said, edge, hear } = mirror();
  edge.stamp = 1;
  hear(BEGINS);
  expect([scripted.fill.outcome?.kind, said]).toEqual(['stream', []]);
});

test('D-12: bytes are kept as long as the other worker keeps them and there is memory here', () => {
  const { scripted, edge, hear, take } = mirror();
  scripted.join();
  hear(BEGINS);
  take(10, true);
  expect(scripted.fill.isKept).toBe(true);
  edge.isShort = true;
  take(10, true);
  expect(scripted.fill.isKept).toBe(false);
  const other = mirror();
  other.scripted.join();
  other.hear(BEGINS);
  other.take(10, false);
  expect(other.scripted.fill.isKept).toBe(false);
});
