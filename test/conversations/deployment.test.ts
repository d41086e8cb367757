/** A configuration on its way to the edge locations: each serves what it holds until it has the new one. */
import { expect, test } from 'vitest';
import { gate, partial, reply, scriptedOrigin } from '../harness/scripted-origin.ts';
import { DISTRIBUTION_ID, documentOf, testEdge } from '../harness/test-edge.ts';

const DELAY_SECONDS = 6;
const DELAY = { delaySeconds: DELAY_SECONDS, onDone: () => undefined };

async function twoEdges() {
  const origin = await scriptedOrigin(() => reply(200, {}, 'OLD ROOT'));
  const edge = await testEdge({ origin, edges: [{}, {}] });
  const disabled = { documents: [documentOf({ config: { Enabled: false } })], settings: edge.settings };
  return { edge, disabled };
}

test('VR-9 D-15 D-16: while a change is under way every edge location serves the configuration it holds', async () => {
  const { edge, disabled } = await twoEdges();
  edge.fleet.deploy(disabled, DELAY);
  const seen: number[][] = [];
  for (let second = 0; second <= DELAY_SECONDS; second += 3) {
    seen.push([(await edge.get('/')).status, (await edge.get('/', {}, 1)).status]);
    await edge.advance(3);
  }
  expect(seen).toEqual([
    [200, 200],
    [403, 200],
    [403, 403],
  ]);
  expect(edge.fleet.edges.map(({ generation }) => generation)).toEqual([2, 2]);
});

test('D-16: a change that overtakes another is the one that arrives', async () => {
  const { edge, disabled } = await twoEdges();
  edge.fleet.deploy(disabled, DELAY);
  edge.fleet.deploy({ documents: [documentOf({})], settings: edge.settings }, DELAY);
  await edge.advance(DELAY_SECONDS);
  expect([(await edge.get('/')).status, (await edge.get('/', {}, 1)).status]).toEqual([200, 200]);
});

test('D-16: a deployment that is slower than a later one is passed over', async () => {
  const { edge, disabled } = await twoEdges();
  edge.fleet.deploy(disabled, { ...DELAY, delaySeconds: 60 });
  edge.fleet.deploy({ documents: [documentOf({})], settings: edge.settings }, DELAY);
  await edge.advance(60);
  expect([(await edge.get('/')).status, (await edge.get('/', {}, 1)).status]).toEqual([200, 200]);
  expect(edge.fleet.edges.map(({ generation }) => generation)).toEqual([3, 3]);
});

test('what is forgotten is stored no more, and not again by a fetch under way', async () => {
  const hold = gate();
  const origin = await scriptedOrigin([
    reply(200, {}, 'ONE'),
    partial(200, { 'Content-Length': '4' }, 'LO', hold, 'GO'),
  ]);
  const edge = await testEdge({ origin });
  await edge.get('/one');
  const slow = edge.get('/slow');
  await origin.received(2);
  edge.fleet.forget(DISTRIBUTION_ID);
  await edge.advance(0);
  expect(edge.location.store.count).toBe(0);
  hold.open();
  expect((await slow).text).toBe('LOGO');
  expect(edge.location.store.count).toBe(0);
});
