/** The viewers of another worker as readers of a fill here: waited for, but not where they are slow (D-7). */
import { expect, test } from 'vitest';
import { SLAB_BYTES } from '../../src/cache/bytes.ts';
import type { FillOutcome } from '../../src/cache/fill.ts';
import type { EdgeLocation } from '../../src/edge/edge-location.ts';
import type { Unnumbered, WriterMessage } from '../../src/edge/mirror-messages.ts';
import { RemoteReader } from '../../src/edge/remote-reader.ts';
import { REFUSALS } from '../../src/policy/refusal.ts';
import { looseObject, place } from '../cache/objects.ts';
import { ScriptedFill } from '../cache/scripted-fill.ts';

const WINDOW = 4 * SLAB_BYTES;

function said(message: Unnumbered<WriterMessage>): string | number {
  if (message.kind === 'bytes') return message.chunk.length;
  return message.kind === 'ended' ? `ended ${message.how}` : message.kind;
}

/** A fill that is read from another worker, which has room for half a window. */
function remoteReader() {
  const scripted = new ScriptedFill(WINDOW);
  const sent: (string | number)[] = [];
  const reader = new RemoteReader({
    ...{ edge: {} as EdgeLocation, fill: scripted.fill, roomBytes: WINDOW / 2 },
    send: (message) => void sent.push(said(message)),
    onOver: () => void sent.push('over'),
  });
  reader.start();
  return { scripted, reader, sent };
}

/** The same with a viewer here, who has all there is of an answer on its way. */
function streaming() {
  const { scripted, reader, sent } = remoteReader();
  scripted.join();
  scripted.stream(false);
  return { scripted, reader, sent };
}

test('D-7: the origin waits for those who are told of so much as they have room for', () => {
  const { scripted, reader, sent } = streaming();
  scripted.write(WINDOW / 2);
  expect([reader.isInTransit, scripted.isPaused]).toEqual([true, false]);
  scripted.write(WINDOW / 2);
  expect([reader.position, scripted.isPaused]).toEqual([WINDOW / 2, true]);
  reader.taken(WINDOW / 2);
  expect([reader.position, scripted.isPaused]).toEqual([WINDOW, false]);
  const told = sent.filter((one) => typeof one === 'number');
  expect([sent[0], told.reduce((sum, bytes) => sum + bytes, 0)]).toEqual(['begins', WINDOW]);
});

test('D-7: nobody waits for those who are slow, from the moment that they say so', () => {
  const { scripted, reader, sent } = streaming();
  scripted.write(WINDOW);
  expect(scripted.isPaused).toBe(true);
  reader.slow();
  expect([reader.isInTransit, scripted.isPaused]).toEqual([false, false]);
  scripted.write(WINDOW);
  scripted.write(1);
  expect(sent.slice(-2)).toEqual(['ended outrun', 'over']);
});

test('D-7: who was slow and takes something again is waited for as before', () => {
  const { scripted, reader } = streaming();
  scripted.write(WINDOW / 2);
  reader.slow();
  reader.taken(0);
  expect(reader.isInTransit).toBe(true);
  scripted.write(WINDOW / 2);
  expect(scripted.isPaused).toBe(true);
});

test.each(['complete', 'cut'] as const)('OR-46: a body that is %s is so for readers elsewhere', (end) => {
  const { scripted, sent } = streaming();
  scripted.write(10);
  scripted.fill[end]();
  scripted.fill.pace();
  expect(sent).toEqual(['begins', 10, `ended ${end}`, 'over']);
});

const OUTCOMES: readonly [FillOutcome, string][] = [
  [{ kind: 'refusal', refusal: REFUSALS.internalError }, 'refused'],
  [{ kind: 'gone' }, 'gone'],
  // The store does not have it.
  [{ kind: 'object', object: looseObject(place('/a'), 10), delivery: 'Hit' }, 'gone'],
];

test.each(OUTCOMES)('what came of a fetch is told, and that is all: %o', (outcome, told) => {
  const { scripted, reader, sent } = remoteReader();
  scripted.fill.answer(outcome, false);
  reader.taken(10);
  expect([sent, scripted.timesGone]).toEqual([[told, 'over'], 1]);
});
