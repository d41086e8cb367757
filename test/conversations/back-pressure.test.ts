/** Slow viewers beside fast ones: nobody is held up by another, and nobody costs memory without bound. */
import { describe, expect, test } from 'vitest';
import { glance } from '../harness/glance.ts';
import { partReply, rangeReply, wholeReply } from '../harness/range-origin.ts';
import {
  gate,
  type RecordedRequest,
  type Reply,
  received,
  reply,
  scriptedOrigin,
} from '../harness/scripted-origin.ts';
import {
  ask,
  expectBody,
  KIB,
  LARGE,
  MIB,
  MINUTE,
  PASSING,
  untilStuck,
  WINDOW,
} from '../harness/slow-viewing.ts';
import { type TestEdgeOptions, testEdge } from '../harness/test-edge.ts';

/** A slow and a fast viewer of what `script` answers, asked for once; the fast one has it all. */
async function slowBesideFast(
  script: (request: RecordedRequest, index: number) => Reply,
  options: Partial<TestEdgeOptions> = {},
) {
  const head = gate();
  const origin = await scriptedOrigin((request, index) =>
    index === 0 ? [head, ...script(request, index)] : script(request, index),
  );
  const edge = await testEdge({ origin, limits: WINDOW, ...options });
  const slow = await ask(edge);
  await origin.received(1);
  const fast = await ask(edge);
  await edge.until(() => edge.location.totals.followers === 1);
  head.open();
  await expectBody(fast, LARGE);
  return { edge, origin, slow };
}

describe('what is not kept (D-7)', () => {
  test('one slow viewer holds the origin back, and has it all in the end', async () => {
    const origin = await scriptedOrigin([wholeReply(LARGE, PASSING)]);
    const edge = await testEdge({ origin, limits: WINDOW });
    const slow = await ask(edge);
    await slow.readHead();
    await untilStuck(edge);
    expect(edge.location.totals.originBytes).toBeLessThan(LARGE.length);
    expect(edge.location.fills.pinnedBytes).toBeLessThanOrEqual(2 * WINDOW.fillWindowBytes);
    expect((await slow.read(LARGE.length)).equals(LARGE)).toBe(true);
    await edge.until(() => edge.records.length === 1);
    expect([edge.location.fills.count, edge.location.fills.pinnedBytes]).toEqual([0, 0]);
  });

  test('D-7: a viewer too slow for the window goes on with a ranged fetch of its own', async () => {
    const { edge, origin, slow } = await slowBesideFast((request) => rangeReply(request, LARGE, PASSING));
    await edge.until(() => edge.records.length === 1);
    expect(edge.location.fills.pinnedBytes).toBeLessThanOrEqual(2 * WINDOW.fillWindowBytes);
    await expectBody(slow, LARGE);
    expect(origin.requests).toHaveLength(2);
    const [rest] = received(origin.requests[1], 'range');
    expect(rest).toMatch(new RegExp(`^bytes=[1-9]\\d+-${LARGE.length - 1}$`));
    expect(received(origin.requests[1], 'if-range')).toEqual(['"1"']);
    await edge.until(() => edge.records.length === 2);
    expect(edge.records[1]).toMatchObject({ status: 200, resultType: 'Miss' });
    expect([edge.location.fills.count, edge.location.fills.pinnedBytes, edge.mistakes]).toEqual([0, 0, []]);
  });

  test('D-7: by its date where there is no tag', async () => {
    const headers = { 'Cache-Control': 'no-store', 'Last-Modified': 'Fri, 31 May 2013 00:00:00 GMT' };
    const { origin, slow } = await slowBesideFast((request) => {
      const range = /^bytes=(\d+)-/.exec(received(request, 'range')[0] ?? '');
      return range === null
        ? wholeReply(LARGE, headers)
        : partReply(LARGE, Number(range[1]), LARGE.length - 1, headers);
    });
    await expectBody(slow, LARGE);
    expect(received(origin.requests[1], 'if-range')).toEqual([headers['Last-Modified']]);
  });

  /** What the origin says to the ranged fetch; null: it must not be asked. */
  const CUTS: [
    why: string,
    headers: Readonly<Record<string, string>>,
    rest: ((from: number) => Reply) | null,
  ][] = [
    ['there is nothing to tell versions by', { 'Cache-Control': 'no-store' }, null],
    ['the tag is weak', { 'Cache-Control': 'no-store', ETag: 'W/"1"' }, null],
    [
      'the date is too young to tell versions by',
      {
        'Cache-Control': 'no-store',
        'Last-Modified': 'Sat, 01 Jun 2013 00:00:00 GMT',
        Date: 'Sat, 01 Jun 2013 00:00:00 GMT',
      },
      null,
    ],
    ['the object has changed', PASSING, () => wholeReply(LARGE, { ...PASSING, ETag: '"2"' })],
    ['the range is ignored', PASSING, () => wholeReply(LARGE, PASSING)],
    ['another part comes', PASSING, (from) => partReply(LARGE, from + 1, LARGE.length - 1, PASSING)],
    [
      'the part is of another version',
      PASSING,
      (from) => partReply(LARGE, from, LARGE.length - 1, { ...PASSING, ETag: '"2"' }),
    ],
    ['the part is shorter', PASSING, (from) => partReply(LARGE, from, LARGE.length - 2, PASSING)],
    [
      'the object is longer now',
      PASSING,
      (from) => partReply(Buffer.concat([LARGE, LARGE]), from, LARGE.length - 1, PASSING),
    ],
    ['the origin has gone wrong', PASSING, () => reply(500, {}, 'oops')],
  ];

  test.each(CUTS)('D-7: cut when %s', async (_why, headers, rest) => {
    const { edge, origin, slow } = await slowBesideFast((request, index) => {
      const [range] = received(request, 'range');
      if (index === 0) return wholeReply(LARGE, headers);
      return rest!(Number(/^bytes=(\d+)-/.exec(range!)![1]));
    });
    // Said in a word: a body of megabytes is nothing to print.
    const outcome = slow.readResponse().then(
      () => 'whole',
      () => 'broken',
    );
    expect(await outcome).toBe('broken');
    await edge.until(() => edge.records.length === 2);
    expect(edge.records.map(({ resultType }) => resultType).sort()).toEqual(['Error', 'Hit']);
    expect(origin.requests).toHaveLength(rest === null ? 1 : 2);
    expect([edge.location.fills.count, edge.location.fills.pinnedBytes, edge.mistakes]).toEqual([0, 0, []]);
  });

  test('D-7: a range viewer that falls out goes on with the rest of its own part', async () => {
    const script = (request: RecordedRequest) => rangeReply(request, LARGE, PASSING);
    const head = gate();
    const origin = await scriptedOrigin((request, index) =>
      index === 0 ? [head, ...script(request)] : script(request),
    );
    const edge = await testEdge({ origin, limits: WINDOW });
    const slow = await ask(edge, { Range: 'bytes=0-8000000' });
    await origin.received(1);
    const fast = await ask(edge);
    await edge.until(() => edge.location.totals.followers === 1);
    head.open();
    await expectBody(fast, LARGE);
    const answer = await slow.readResponse();
    expect([answer.status, answer.body.equals(LARGE.subarray(0, 8_000_001))]).toEqual([206, true]);
    expect(received(origin.requests[1], 'range')[0]).toMatch(/^bytes=[1-9]\d+-8000000$/);
  });

  test('a later part passes at its viewer’s pace, and whole', async () => {
    const origin = await scriptedOrigin((request) => rangeReply(request, LARGE, MINUTE));
    const edge = await testEdge({ origin, limits: { fillWindowBytes: 16 * KIB } });
    const slow = await ask(edge, { Range: 'bytes=1-' });
    await slow.readHead();
    await untilStuck(edge);
    expect(edge.location.fills.pinnedBytes).toBeLessThanOrEqual(4 * 64 * KIB);
    expect((await slow.read(LARGE.length - 1)).equals(LARGE.subarray(1))).toBe(true);
    expect(origin.requests).toHaveLength(1);
  });
});

describe('what is kept', () => {
  const ROOM = { edges: [{ cacheBytes: 20 * MIB }] };

  test('a slow viewer holds up neither the origin nor the others, and has it all from the same fetch', async () => {
    const { edge, origin, slow } = await slowBesideFast(() => wholeReply(LARGE, MINUTE), ROOM);
    await edge.until(() => edge.location.store.count === 1);
    expect(glance(await edge.get('/a', { Range: 'bytes=0-0' }))).toMatch(/^206 Hit 0s/);
    await expectBody(slow, LARGE);
    expect(origin.requests).toHaveLength(1);
    await edge.until(() => edge.records.length === 3);
    expect([edge.location.fills.count, edge.location.fills.pinnedBytes]).toEqual([0, 0]);
  });

  test('TTL-31: what a slow viewer reads is in use: others go before it', async () => {
    const origin = await scriptedOrigin((request) =>
      request.target === '/a' ? wholeReply(LARGE, MINUTE) : reply(200, MINUTE, Buffer.alloc(8 * MIB)),
    );
    const edge = await testEdge({ origin, edges: [{ cacheBytes: 20 * MIB }] });
    const { store } = edge.location;
    await edge.get('/a');
    const slow = await ask(edge);
    await slow.readHead();
    await edge.get('/b');
    await edge.get('/c');
    expect([store.evictions, store.pinnedBytes, store.bytes <= 20 * MIB]).toEqual([1, 0, true]);
    expect(store.places().map(({ invalidationPath }) => invalidationPath)).toEqual(['/c', '/a']);
    expect((await slow.read(LARGE.length)).equals(LARGE)).toBe(true);
  });

  test('a viewer that leaves a stored object half read is forgotten', async () => {
    const origin = await scriptedOrigin(() => wholeReply(LARGE, MINUTE));
    const edge = await testEdge({ origin, edges: [{ cacheBytes: 20 * MIB }] });
    const { store } = edge.location;
    await edge.get('/a');
    const slow = await ask(edge);
    await slow.readHead();
    await edge.invalidate(['/a']);
    await edge.get('/a');
    expect(store.pinnedBytes).toBeGreaterThan(LARGE.length);
    slow.abort();
    await edge.until(() => store.pinnedBytes === 0);
  });
});
