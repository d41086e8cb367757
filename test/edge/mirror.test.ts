/** What the worker that fetches is told by one that reads along: how much was taken, and who is slow (D-7). */
import { expect, test } from 'vitest';
import type { EdgeLocation } from '../../src/edge/edge-location.ts';
import { Mirror } from '../../src/edge/mirror.ts';
import { pattern } from '../cache/objects.ts';
import { ScriptedFill } from '../cache/scripted-fill.ts';

const WINDOW = 100;

/** A mirror whose viewers are scripted, and what it says. */
function mirror() {
  const scripted = new ScriptedFill(WINDOW);
  const said: string[] = [];
  const writer = new Mirror({
    ...{ edge: { isMemoryShort: () => false } as EdgeLocation, fill: scripted.fill },
    send: (message) => void said.push(message.kind === 'taken' ? `taken ${message.bytes}` : message.kind),
    onOver: () => void said.push('over'),
  });
  const take = (length: number) =>
    writer.take({
      ...{ kind: 'bytes', mirror: 1, isKept: false },
      chunk: new Uint8Array(pattern(scripted.fill.bytes.sizeBytes, length)),
    });
  return { scripted, said, take };
}

test('D-7: more is asked for as it is taken, and not while nobody takes it', () => {
  const { scripted, said, take } = mirror();
  const reader = scripted.join(Number.POSITIVE_INFINITY, false);
  scripted.stream(false);
  take(10);
  take(WINDOW);
  expect(said).toEqual(['taken 10', 'slow']);
  reader.take(WINDOW);
  expect(said).toEqual(['taken 10', 'slow', `taken ${WINDOW}`]);
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
