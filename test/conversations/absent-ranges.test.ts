/** Parts of objects on their way, and of ones nobody has asked for yet. */
import { describe, expect, test } from 'vitest';
import type { Gate } from '../harness/gate.ts';
import { glance } from '../harness/glance.ts';
import { BODY, begun, HEADERS, ignoring, knowing, see } from '../harness/range-talk.ts';
import {
  chunked,
  gate,
  partial,
  type RecordedRequest,
  type Reply,
  received,
  reply,
} from '../harness/scripted-origin.ts';

/** An origin that has sent five bytes, and sends the others when it may. */
const slowly = (rest: Gate) =>
  partial(200, { 'Content-Length': '20', ...HEADERS }, BODY.subarray(0, 5), rest, BODY.subarray(5));

describe('of an absent object, the first part', () => {
  test.each(['08', '10', '12'])('RG-2 RG-9: era %s asks for the whole and keeps it', async (era) => {
    const version = { '08': '2008-06-30', '10': '2010-11-01', '12': '2013-05-12' }[era] as '2013-05-12';
    const { asked, part, stored } = await begun(knowing, { version });
    expect(see(await part('bytes=0-4'))).toBe('206 Miss bytes 0-4/20 01234');
    await stored();
    expect(see(await part('bytes=5-6'))).toBe('206 Hit bytes 5-6/20 56');
    expect(asked()).toEqual(['whole']);
  });

  test('RG-2 RG-18 D-5: the viewer has its part before the origin sent the rest, and the fill goes on', async () => {
    const rest = gate();
    const { edge, origin, part, stored } = await begun([slowly(rest)]);
    expect(see(await part('bytes=0-4'))).toBe('206 Miss bytes 0-4/20 01234');
    await edge.until(() => edge.records.length === 1);
    expect(edge.records[0]).toMatchObject({ status: 206, resultType: 'Miss' });
    rest.open();
    await stored();
    expect(see(await part('bytes=5-'))).toBe('206 Hit bytes 5-19/20 56789ABCDEFGHIJ');
    expect(origin.requests).toHaveLength(1);
  });

  test('D-6: a later part asked meanwhile is served from that fill', async () => {
    const rest = gate();
    const { edge, part, asked } = await begun([slowly(rest)]);
    await part('bytes=0-0');
    const later = part('bytes=10-12');
    const here = part('bytes=3-4');
    const several = part('bytes=0-1,18-19');
    expect(see(await here)).toBe('206 Hit bytes 3-4/20 34');
    await edge.until(() => edge.location.totals.followers === 3);
    rest.open();
    expect(see(await later)).toBe('206 Hit bytes 10-12/20 ABC');
    expect((await several).text).toMatch(/bytes 0-1\/20\r\n\r\n01\r\n.*bytes 18-19\/20\r\n\r\nIJ\r\n/s);
    expect(asked()).toEqual(['whole']);
  });

  test('RG-2: what is not kept is not fetched further than the part', async () => {
    const never = gate();
    const endless = { 'Content-Length': '20', 'Cache-Control': 'no-store' };
    const { origin, edge, part } = await begun([partial(200, endless, BODY.subarray(0, 5), never)]);
    expect(see(await part('bytes=0-4'))).toBe('206 Miss bytes 0-4/20 01234');
    await origin.closedTo(0);
    expect([edge.location.fills.count, edge.location.fills.pinnedBytes]).toEqual([0, 0]);
  });

  test('RG-5: an origin that answers in chunks: the viewer gets everything', async () => {
    const { part } = await begun([chunked(200, HEADERS, BODY)]);
    const answer = await part('bytes=0-4');
    expect([answer.status, answer.text, answer.framing]).toEqual([200, String(BODY), 'chunked']);
    expect(see(await part('bytes=0-4'))).toBe('206 Hit bytes 0-4/20 01234');
  });

  test('RG-11: a part beyond the end of the object that then comes', async () => {
    const { edge, part, stored } = await begun(() => reply(200, HEADERS, ''));
    expect((await part('bytes=0-4')).status).toBe(416);
    await stored();
    expect((await edge.get('/a')).status).toBe(200);
  });
});

describe('of an absent object, a later part', () => {
  test('RG-3 RG-7 RG-8: is fetched alone, exactly as asked, and not kept', async () => {
    const { asked, edge, part } = await begun(knowing);
    expect(see(await part('bytes=5-6'))).toBe('206 Miss bytes 5-6/20 56');
    expect(edge.location.store.count).toBe(0);
    expect(see(await part('bytes=5-6'))).toBe('206 Miss bytes 5-6/20 56');
    expect(see(await part('bytes=6-'))).toBe('206 Miss bytes 6-19/20 6789ABCDEFGHIJ');
    expect(asked()).toEqual(['bytes=5-6', 'bytes=5-6', 'bytes=6-']);
    expect(glance(await edge.get('/a'))).toBe(`200 Miss ${BODY}`);
  });

  test('RG-3: a suffix is a later part, asked as it is', async () => {
    const { asked, part } = await begun([
      partial(206, { 'Content-Length': '2', 'Content-Range': 'bytes 18-19/20', ...HEADERS }, 'IJ'),
    ]);
    expect(see(await part('bytes=-2'))).toBe('206 Miss bytes 18-19/20 IJ');
    expect(asked()).toEqual(['bytes=-2']);
  });

  test('RG-3: fetching a part takes nothing away from what was stored meanwhile', async () => {
    const hold = gate();
    const script = (request: RecordedRequest): Reply =>
      received(request, 'range').length > 0 ? [hold, ...knowing(request)] : knowing(request);
    const { edge, origin, part } = await begun(script);
    const later = part('bytes=5-6');
    await origin.received(1);
    await edge.get('/a');
    hold.open();
    expect(see(await later)).toBe('206 Miss bytes 5-6/20 56');
    expect(glance(await edge.get('/a'))).toBe(`200 Hit 0s ${BODY}`);
  });

  test('RG-3 ER-3: nor does an error that a part meets', async () => {
    const hold = gate();
    const script = (request: RecordedRequest): Reply =>
      received(request, 'range').length > 0 ? [hold, ...reply(500, {}, 'BAD')] : knowing(request);
    const { edge, origin, part } = await begun(script);
    const later = part('bytes=5-6');
    await origin.received(1);
    await edge.get('/a');
    hold.open();
    expect(see(await later)).toBe('500 Error BAD');
    expect(glance(await edge.get('/a'))).toBe(`200 Hit 0s ${BODY}`);
    edge.clock.advance(60);
    expect(glance(await edge.get('/a'))).toBe(`200 Miss ${BODY}`);
  });

  test.each([
    [400, [400, 200]],
    [404, [404, 200]],
    [500, [500, 200]],
  ])('RG-3: the %i that a part meets is for nobody else', async (status, statuses) => {
    const script = (request: RecordedRequest): Reply =>
      received(request, 'range').length > 0 ? reply(status, {}, 'BAD') : knowing(request);
    const { edge, part } = await begun(script);
    const answers = [await part('bytes=5-6'), await edge.get('/a')];
    expect(answers.map((answer) => answer.status)).toEqual(statuses);
  });

  test('RG-3 RG-14 ER-12: nor is the 502 of a part that is none', async () => {
    const script = (request: RecordedRequest): Reply =>
      received(request, 'range').length > 0 ? reply(206, HEADERS, 'BAD') : knowing(request);
    const { edge, part } = await begun(script);
    expect(see(await part('bytes=5-6'))).toMatch(/^502 Error/);
    expect(glance(await edge.get('/a'))).toBe(`200 Miss ${BODY}`);
  });

  test("RG-3 D-4: a 304 to the viewer's own condition confirms no error that was stored", async () => {
    const { edge, part } = await begun([reply(404, {}, 'NO'), partial(304, { ETag: '"1"' })]);
    await edge.get('/a');
    edge.clock.advance(300);
    expect(see(await part('bytes=5-6', { 'If-None-Match': '"1"' }))).toBe('304 Miss ');
  });

  test('RG-4: an origin that ignores Range: the whole goes out as 200 and is kept', async () => {
    const { asked, part, stored } = await begun(ignoring);
    expect(see(await part('bytes=5-6'))).toBe(`200 Miss ${BODY}`);
    await stored();
    expect(see(await part('bytes=5-6'))).toBe('206 Hit bytes 5-6/20 56');
    expect(asked()).toEqual(['bytes=5-6']);
  });

  test('RG-5: chunked: everything as 200', async () => {
    const { part } = await begun([chunked(200, HEADERS, BODY)]);
    const answer = await part('bytes=5-6');
    expect([answer.status, answer.text]).toEqual([200, String(BODY)]);
  });

  test('RG-6: several later parts pass as the origin frames them', async () => {
    const body = '--B\r\nContent-Range: bytes 5-5/20\r\n\r\n5\r\n--B--\r\n';
    const type = { 'Content-Type': 'multipart/byteranges; boundary=B' };
    const { asked, part } = await begun([reply(206, { ...HEADERS, ...type }, body)]);
    const answer = await part('bytes=5-5,9-9');
    expect([answer.status, answer.text, answer.header('content-type')]).toEqual([
      206,
      body,
      type['Content-Type'],
    ]);
    expect(asked()).toEqual(['bytes=5-5,9-9']);
  });

  test("RG-11: the origin's 416 passes and is never kept", async () => {
    const refused = reply(416, { 'Content-Range': 'bytes */20' }, 'no');
    const { edge, part } = await begun([refused, reply(200, HEADERS, BODY)]);
    const answer = await part('bytes=99-');
    expect([answer.status, answer.header('content-range'), answer.header('x-cache')]).toEqual([
      416,
      'bytes */20',
      'Error from cloudfront',
    ]);
    expect(edge.location.store.count).toBe(0);
    expect(see(await part('bytes=0-1'))).toBe('206 Miss bytes 0-1/20 01');
  });

  test('RG-12 OR-28 D-4: a fetch that only passes carries If-Range and conditions', async () => {
    const { origin, part } = await begun([...[304, 206].map((status) => answerWith(status))]);
    const answer = await part('bytes=5-6', { 'If-None-Match': '"1"' });
    expect([answer.status, answer.header('x-cache')]).toEqual([304, 'Miss from cloudfront']);
    expect(see(await part('bytes=5-6', { 'If-Range': '"1"' }))).toBe('206 Miss bytes 5-6/20 56');
    expect(origin.requests.map((request) => received(request, 'if-none-match'))).toEqual([['"1"'], []]);
    expect(origin.requests.map((request) => received(request, 'if-range'))).toEqual([[], ['"1"']]);
  });

  test('OR-49: two viewers of the same later part have a fetch each', async () => {
    const hold = gate();
    const { origin, part } = await begun((request) => [hold, ...knowing(request)]);
    const both = [part('bytes=5-6'), part('bytes=5-6')];
    await origin.received(2);
    hold.open();
    for (const answer of both) expect(see(await answer)).toBe('206 Miss bytes 5-6/20 56');
  });

  test.each<[what: string, answer: Reply]>([
    [
      'a length that differs',
      partial(206, { 'Content-Length': '3', 'Content-Range': 'bytes 5-6/20' }, '567'),
    ],
    ['no Content-Range', partial(206, { 'Content-Length': '2' }, '56')],
    [
      'a Content-Range that is none',
      partial(206, { 'Content-Length': '2', 'Content-Range': 'bytes 6-5/20' }, '56'),
    ],
  ])('RG-14: %s is an origin fault', async (_what, answer) => {
    const { part } = await begun([answer]);
    expect((await part('bytes=5-6')).status).toBe(502);
  });

  test('RG-14: a part nobody asked for is an origin fault', async () => {
    const { edge } = await begun([
      partial(206, { 'Content-Length': '2', 'Content-Range': 'bytes 5-6/20' }, '56'),
    ]);
    expect((await edge.get('/a')).status).toBe(502);
  });
});

function answerWith(status: number): Reply {
  if (status === 304) return partial(304, HEADERS);
  return partial(206, { 'Content-Length': '2', 'Content-Range': 'bytes 5-6/20', ...HEADERS }, '56');
}
