/** Viewers that already have something: the edge answers their conditions from what it holds. */
import { describe, expect, test } from 'vitest';
import { conversation } from '../harness/conversation.ts';
import { glance } from '../harness/glance.ts';
import { received, reply } from '../harness/scripted-origin.ts';

const MODIFIED = 'Sat, 01 Jun 2013 00:00:00 GMT';
const EARLIER = 'Fri, 31 May 2013 00:00:00 GMT';
const LATER = 'Sun, 02 Jun 2013 00:00:00 GMT';
const BOTH = { ETag: '"1"', 'Last-Modified': MODIFIED, 'Cache-Control': 'max-age=60' };
const LOGO = reply(200, { ...BOTH, 'Content-Type': 'image/png' }, 'LOGO');

describe('a fresh object', () => {
  test.each<[headers: Record<string, string>, expected: string]>([
    [{ 'If-None-Match': '"1"' }, '304 Hit 5s'],
    [{ 'If-None-Match': 'W/"1", "2"' }, '304 Hit 5s'],
    [{ 'If-None-Match': '*' }, '304 Hit 5s'],
    [{ 'If-None-Match': '"2"' }, '200 Hit 5s LOGO'],
    [{ 'If-None-Match': '"2"', 'If-Modified-Since': LATER }, '200 Hit 5s LOGO'],
    [{ 'If-Modified-Since': MODIFIED }, '304 Hit 5s'],
    [{ 'If-Modified-Since': LATER }, '304 Hit 5s'],
    [{ 'If-Modified-Since': EARLIER }, '200 Hit 5s LOGO'],
    [{ 'If-Modified-Since': 'yesterday' }, '200 Hit 5s LOGO'],
    [{ 'If-Match': '"1"' }, '200 Hit 5s LOGO'],
    [{ 'If-Match': '"2"' }, '412 Error (page)'],
    [{ 'If-Unmodified-Since': MODIFIED }, '200 Hit 5s LOGO'],
    [{ 'If-Unmodified-Since': EARLIER }, '412 Error (page)'],
  ])('TTL-34: %j gives %s', async (headers, expected) => {
    const { origin, later } = await conversation([LOGO]);
    await later(0);
    expect(await later(5, headers)).toBe(expected);
    expect(origin.requests).toHaveLength(1);
  });

  test('TTL-34: a 304 has the validators and no word about the body', async () => {
    const { edge, later } = await conversation([LOGO]);
    await later(0);
    const answer = await edge.get('/a', { 'If-None-Match': '"1"' });
    expect(answer.header('etag')).toBe('"1"');
    expect(answer.header('last-modified')).toBe(MODIFIED);
    expect(answer.header('cache-control')).toBe('max-age=60');
    expect(answer.header('content-type')).toBeUndefined();
    expect(answer.header('content-length')).toBeUndefined();
    expect(edge.records.at(-1)).toMatchObject({ status: 304, resultType: 'Hit', bytesSent: answer.rawBytes });
  });

  test('TTL-35: without an ETag, the two conditions that name one mean nothing', async () => {
    const { later } = await conversation([reply(200, { 'Last-Modified': MODIFIED }, 'A')]);
    await later(0);
    expect(await later(0, { 'If-None-Match': '*' })).toBe('200 Hit 0s A');
    expect(await later(0, { 'If-Match': '"1"' })).toBe('200 Hit 0s A');
    expect(await later(0, { 'If-None-Match': '"1"', 'If-Modified-Since': MODIFIED })).toBe('304 Hit 0s');
  });

  test.each([404, 301])('TTL-34: conditions are for content, not for a %i', async (status) => {
    const { later } = await conversation([reply(status, BOTH)]);
    await later(0);
    const kind = status === 404 ? 'Error' : 'Hit';
    expect(await later(0, { 'If-None-Match': '"1"' })).toBe(`${status} ${kind} 0s`);
    expect(await later(0, { 'If-Match': '"2"' })).toBe(`${status} ${kind} 0s`);
  });
});

describe('a viewer that asks again and again with the same headers', () => {
  const conditions = { 'If-None-Match': '"1"' };

  test('TTL-34: hears of another version as soon as there is one', async () => {
    const { later } = await conversation([LOGO, reply(200, { ...BOTH, ETag: '"2"' }, 'NEW')]);
    await later(0);
    for (const seconds of [0, 1]) expect(await later(seconds, conditions)).toBe(`304 Hit ${seconds}s`);
    expect(await later(60, conditions)).toBe('200 Miss NEW');
    expect(await later(1, conditions)).toBe('200 Hit 1s NEW');
  });

  test('TTL-23 TTL-34: and what else the origin says of its own when it confirmed it', async () => {
    const { edge, later } = await conversation([LOGO, reply(304, { 'Cache-Control': 'max-age=61' })]);
    const lifetime = async () => (await edge.get('/a', conditions)).header('cache-control');
    await later(0);
    expect([await lifetime(), await lifetime()]).toEqual(['max-age=60', 'max-age=60']);
    expect(await later(60, conditions)).toBe('304 RefreshHit');
    expect([await lifetime(), await lifetime()]).toEqual(['max-age=61', 'max-age=61']);
  });

  test('TTL-34: for another object it is another question', async () => {
    const { edge } = await conversation([LOGO, reply(200, { ...BOTH, ETag: '"2"' }, 'B')]);
    for (const path of ['/a', '/b']) await edge.get(path);
    const statusOf = async (path: string) => (await edge.get(path, conditions)).status;
    for (let at = 0; at < 2; at++) expect([await statusOf('/a'), await statusOf('/b')]).toEqual([304, 200]);
  });
});

describe('where nothing fresh is in hand', () => {
  test('TTL-36 D-4 OR-28: the conditions stay at the edge, which answers from what it fetches and keeps', async () => {
    const { origin, later } = await conversation([LOGO]);
    const conditions = {
      'If-None-Match': '"1"',
      'If-Modified-Since': MODIFIED,
      'If-Match': '"1"',
      'If-Unmodified-Since': MODIFIED,
      'If-Range': '"1"',
    };
    expect(await later(0, conditions)).toBe('304 Miss');
    expect(origin.requests[0]!.head).not.toMatch(/^if-/im);
    expect(await later(5)).toBe('200 Hit 5s LOGO');
  });

  test('TTL-36: a condition that fails costs the fetch, and keeps it', async () => {
    const { later } = await conversation([LOGO]);
    expect(await later(0, { 'If-Match': '"2"' })).toBe('412 Error (page)');
    expect(await later(5)).toBe('200 Hit 5s LOGO');
  });

  test('TTL-23 TTL-34: after a confirmation the edge answers again', async () => {
    const { later } = await conversation([LOGO, reply(304, {})]);
    await later(0);
    expect(await later(60, { 'If-None-Match': '"1"' })).toBe('304 RefreshHit');
    expect(await later(59, { 'If-None-Match': '"1"' })).toBe('304 Hit 59s');
  });

  test('TTL-25 TTL-34: also from an object that stands in', async () => {
    const { later } = await conversation([LOGO, reply(503)]);
    await later(0);
    expect(await later(60, { 'If-None-Match': '"1"' })).toBe('304 Hit 60s');
  });
});

describe('with cookies forwarded', () => {
  const behavior = {
    ForwardedValues: { QueryString: false, Cookies: { Forward: 'all', WhitelistedNames: [] } },
  } as const;
  const conditions = { 'If-None-Match': '"1"', 'If-Modified-Since': MODIFIED };

  test('CK-26 TTL-34: there is no 304, and no condition reaches the origin', async () => {
    const { origin, later } = await conversation([LOGO], { behavior });
    expect(await later(0, conditions)).toBe('200 Miss LOGO');
    expect(await later(1, conditions)).toBe('200 Hit 1s LOGO');
    expect(origin.requests[0]!.head).not.toMatch(/^if-/im);
  });

  test('CK-26 TTL-22: an expired object is fetched anew', async () => {
    const { origin, later } = await conversation([LOGO, reply(200, {}, 'NEW')], { behavior });
    await later(0);
    expect(await later(60, conditions)).toBe('200 Miss NEW');
    expect(received(origin.requests[1], 'if-none-match')).toEqual([]);
    expect(received(origin.requests[1], 'if-modified-since')).toEqual([]);
  });

  test('CK-26 TTL-23: a 304 all the same is a failure, so the old object stands in', async () => {
    const { later } = await conversation([LOGO, reply(304)], { behavior });
    await later(0);
    expect(await later(60)).toBe('200 Hit 60s LOGO');
  });

  test('CK-26: a precondition makes no difference, either', async () => {
    const { later } = await conversation([LOGO], { behavior });
    expect(await later(0, { 'If-Match': '"2"' })).toBe('200 Miss LOGO');
  });
});

test('TTL-34: HEAD meets the same conditions', async () => {
  const { edge, later } = await conversation([LOGO]);
  await later(0);
  expect(glance(await edge.ask('HEAD', '/a', { 'If-None-Match': '"1"' }))).toBe('304 Hit 0s');
  expect(glance(await edge.ask('HEAD', '/a', { 'If-Match': '"2"' }))).toBe('412 Error');
});
