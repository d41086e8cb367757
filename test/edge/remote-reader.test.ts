/** The viewers of another worker as readers of a fill here: waited for, but not where they are slow (D-7). */
import { expect, test } from 'vitest';
import { SLAB_BYTES } from '../../src/cache/bytes.ts';
import type { EdgeLocation } from '../../src/edge/edge-location.ts';
import { RemoteReader } from '../../src/edge/remote-reader.ts';
import { ScriptedFill } from '../cache/scripted-fill.ts';

const WINDOW = 4 * SLAB_BYTES;

/** A fill with a viewer here, who has all there is, and one reader in another worker, with room for half a window. */
function remoteReader() {
  const scripted = new ScriptedFill(WINDOW);
  const sent: (string | number)[] = [];
  const reader = new RemoteReader({
    ...{ edge: {} as EdgeLocation, fill: scripted.fill, roomBytes: WINDOW / 2 },
    send: (message) => void sent.push(message.kind === 'bytes' ? message.chunk.length : message.kind),
    onOver: () => void sent.push('over'),
  });
  reader.start();
  scripted.join();
  scripted.stream(false);
  return { scripted, reader, sent };
}

test('D-7: the origin waits for those who are told of so much as they have room for', () => {
  const { scripted, reader, sent } = remoteReader();
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
  const { scripted, reader, sent } = remoteReader();
  scripted.write(WINDOW);
  expect(scripted.isPaused).toBe(true);
  reader.slow();
  expect([reader.isInTransit, scripted.isPaused]).toEqual([false, false]);
  scripted.write(WINDOW);
  scripted.write(1);
  expect(sent.slice(-2)).toEqual(['ended', 'over']);
});

test('D-7: who was slow and takes something again is waited for as before', () => {
  const { scripted, reader } = remoteReader();
  scripted.write(WINDOW / 2);
  reader.slow();
  reader.taken(0);
  expect(reader.isInTransit).toBe(true);
  scripted.write(WINDOW / 2);
  expect(scripted.isPaused).toBe(true);
});
