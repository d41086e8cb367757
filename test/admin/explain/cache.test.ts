import { describe, expect, test } from 'vitest';
import { ttlSource } from '../../../src/admin/explain/ttl-facts.ts';
import { LooseObject, noBody } from '../../../src/cache/loose-object.ts';
import { compileFreshness, decideKeep } from '../../../src/policy/freshness.ts';
import { REFUSALS } from '../../../src/policy/refusal.ts';
import { validatorsOf } from '../../../src/policy/revalidation.ts';
import { relayedHeaders } from '../../../src/policy/viewer-response.ts';
import { DOMAIN, ID, Setting } from '../setting.ts';
import { ask, explained, ids } from './explained.ts';

describe('the key, taken apart', () => {
  const KEYS: [url: string, headers: Record<string, string>, key: string, rules: string[]][] = [
    ['/a?x=1', {}, '/a\n\n', ['CK-16']],
    ['/images/a?x=1&b', {}, '/images/a?x=1&b\n\n', ['CK-11']],
    ['/images/a?', {}, '/images/a\n\n', ['CK-13']],
    ['/a', { 'Accept-Encoding': 'br, gzip' }, '/a\ngzip\n', ['CK-9']],
    ['/app/a', { Cookie: 'b=2; session=1' }, '/app/a\n\nsession=1', ['CK-18', 'CK-22']],
    ['/a', { Cookie: 'session=1' }, '/a\n\n', ['OR-19']],
  ];

  test.each(KEYS)('%s with %j', (path, headers, key, rules) => {
    const { cacheKey } = explained({ url: `http://${DOMAIN}${path}`, headers });
    expect(cacheKey!.key).toBe(`${ID}\n${key}`);
    expect(ids(cacheKey!.rules)).toEqual(expect.arrayContaining(rules));
  });
});

describe('what is held', () => {
  const url = `http://${DOMAIN}/images/a?x=1`;
  const MINUTE = 60;

  test('fresh: for how long, and since when', () => {
    const setting = new Setting();
    const [iad] = setting.edges;
    iad!.keep(iad!.placeOf('/images/a?x=1'), ['Cache-Control', 'max-age=10', 'ETag', '"v1"']);
    setting.clock.advance(45);
    const [here, there] = ask(setting, { url }).edges;
    expect(here).toMatchObject({
      cached: 'fresh',
      next: { step: 'deliver', resultType: 'Hit', status: 200 },
    });
    expect(here!.object).toMatchObject({
      storedAt: '2013-06-01T00:00:00Z',
      ageSeconds: 45,
      ttlSeconds: 60,
      minSeconds: 60,
      ttlFrom: 'Cache-Control: max-age=10',
      freshForSeconds: 15,
      freshUntil: '2013-06-01T00:01:00Z',
      etag: '"v1"',
      isStandingIn: false,
    });
    expect(there).toMatchObject({
      cached: 'absent',
      object: null,
      next: { step: 'fetch', resultType: 'Miss' },
    });
  });

  test('stale: which validators go along, and what each answer would make of it', () => {
    const setting = new Setting();
    const [iad] = setting.edges;
    const lastModified = 'Sat, 01 Jun 2013 00:00:00 GMT';
    iad!.keep(iad!.placeOf('/images/a?x=1'), ['ETag', '"v1"', 'Last-Modified', lastModified]);
    setting.clock.advance(MINUTE);
    const { edges, originRequest } = ask(setting, { url });
    expect(edges[0]).toMatchObject({ cached: 'stale', object: { freshForSeconds: 0 } });
    const { step, resultType, says, outcomes } = edges[0]!.next;
    expect([step, resultType]).toEqual(['revalidate', 'RefreshHit']);
    expect(says).toContain(`If-None-Match: "v1" and If-Modified-Since: ${lastModified}`);
    expect(outcomes.map(({ originStatus, says: becomes }) => [originStatus, becomes.split(':')[0]])).toEqual([
      [304, 'RefreshHit'],
      [200, 'the answer takes its place, as far as it may be kept'],
      [404, 'the answer takes its place, as far as it may be kept'],
      [410, 'the answer is passed on, and the stale object dropped'],
      [503, 'Hit'],
    ]);
    expect(originRequest!.headers.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['If-None-Match', 'If-Modified-Since']),
    );
  });

  test('stale without anything to ask with, or not to be asked: the plain object is asked for', () => {
    const setting = new Setting();
    const [iad, nrt] = setting.edges;
    iad!.keep(iad!.placeOf('/images/a?x=1'), [], {});
    nrt!.keep(nrt!.placeOf('/images/a?x=1'), ['ETag', '"v1"'], { revalidates: false });
    setting.clock.advance(MINUTE);
    for (const { next } of ask(setting, { url }).edges) {
      expect(next).toMatchObject({
        step: 'revalidate',
        resultType: 'Miss',
        says: expect.stringMatching(/without conditions/),
      });
      expect(next.outcomes.map(({ originStatus }) => originStatus)).not.toContain(304);
    }
  });

  test('standing in for an origin that failed', () => {
    const setting = new Setting();
    const [iad] = setting.edges;
    const place = iad!.placeOf('/images/a?x=1');
    iad!.keep(place);
    const object = iad!.store.get(place.key)!;
    setting.clock.advance(2 * MINUTE);
    object.freshUntil = setting.clock.now() + 300_000;
    object.release();
    expect(ask(setting, { url }).edges[0]!.object).toMatchObject({
      isStandingIn: true,
      freshForSeconds: 300,
    });
  });

  test('invalidated, although it is still there', () => {
    const setting = new Setting();
    const [iad] = setting.edges;
    iad!.keep(iad!.placeOf('/images/a?x=1'));
    iad!.invalidate({ distributionId: ID, paths: ['/images/*'], expandsWildcards: true });
    const [here] = ask(setting, { url }).edges;
    expect(here).toMatchObject({ cached: 'invalidated', object: null, next: { step: 'fetch' } });
    expect(ids(here!.next.rules)).toContain('IN-18');
  });

  test('in flight: the fetch of another viewer is read', () => {
    const setting = new Setting();
    const [iad] = setting.edges;
    iad!.fills.claim(iad!.placeOf('/images/a?x=1'));
    expect(ask(setting, { url }).edges[0]).toMatchObject({
      cached: 'in flight',
      fill: { state: 'waiting', readers: 0, bytesSoFar: 0 },
      next: { step: 'join', resultType: 'Hit' },
    });
  });

  test('a full edge location refuses what it would have to fetch, not what it holds', () => {
    const setting = new Setting();
    const [iad, nrt] = setting.edges;
    iad!.isShort = true;
    nrt!.isShort = true;
    iad!.keep(iad!.placeOf('/images/a?x=1'));
    const results = ask(setting, { url }).edges.map(({ next }) => [next.status, next.resultType]);
    expect(results).toEqual([
      [200, 'Hit'],
      [503, 'CapacityExceeded'],
    ]);
  });

  test('looking changes nothing: not even which object goes first', () => {
    const setting = new Setting();
    const [iad] = setting.edges;
    for (const path of ['/old', '/new']) iad!.keep(iad!.placeOf(path));
    const order = () => [...iad!.store.places()].map(({ invalidationPath }) => invalidationPath);
    const before = order();
    ask(setting, { url: `http://${DOMAIN}/old` });
    expect(order()).toEqual(before);
    expect([iad!.fills.count, iad!.store.count, iad!.invalidations.stamp]).toEqual([0, 2, 0]);
  });
});

describe('what a stored object answers', () => {
  const url = `http://${DOMAIN}/a`;
  const ANSWERS: [name: string, headers: Record<string, string>, status: number, rule: string][] = [
    ['the whole', {}, 200, 'TTL-19'],
    ['the version the viewer has', { 'If-None-Match': '"v1"' }, 304, 'TTL-34'],
    ['another version', { 'If-Match': '"v2"' }, 412, 'TTL-34'],
    ['a part', { Range: 'bytes=0-99' }, 206, 'RG-1'],
    ['several parts', { Range: 'bytes=0-9,20-29' }, 206, 'RG-6'],
    ['a part of another version', { Range: 'bytes=0-99', 'If-Range': '"v2"' }, 200, 'TTL-19'],
    ['a part beyond the end', { Range: 'bytes=5000-' }, 416, 'RG-11'],
  ];

  test.each(ANSWERS)('%s', (_name, headers, status, rule) => {
    const setting = new Setting();
    const [iad] = setting.edges;
    iad!.keep(iad!.placeOf('/a'), ['ETag', '"v1"']);
    const { outcome } = ask(setting, { url, headers });
    expect([outcome.status, ids(outcome.rules)]).toEqual([status, [rule]]);
  });

  test('where cookies are forwarded, no condition is answered', () => {
    const setting = new Setting();
    const [iad] = setting.edges;
    iad!.keep(iad!.placeOf('/app/a'), ['ETag', '"v1"']);
    const headers = { 'If-None-Match': '"v1"' };
    expect(ask(setting, { url: `http://${DOMAIN}/app/a`, headers }).outcome.status).toBe(200);
  });

  test.each([
    ['of the origin', 404, null],
    ['of the edge itself', 503, REFUSALS.capacityExceeded],
  ])('a kept error %s', (_name, status, refusal) => {
    const setting = new Setting();
    const [iad] = setting.edges;
    const answer = { status, reason: '', headers: [], validators: validatorsOf([]), bodyBytes: null };
    const keeping = {
      storedAt: setting.clock.now(),
      ttlSeconds: 300,
      servesStale: false,
      revalidates: false,
    };
    iad!.store.put({ place: iad!.placeOf('/a'), answer, body: noBody(), keeping, refusal })?.release();
    const { outcome, edges } = ask(setting, { url });
    expect(outcome.status).toBe(status);
    expect(outcome.resultType).toBe(refusal?.resultType ?? 'Error');
    expect(ids(edges[0]!.object!.rules)).toContain('ER-7');
  });
});

describe('what is asked of the origin when nothing is held', () => {
  const FETCHES: [name: string, request: object, rule: string, says: RegExp][] = [
    ['the whole object', {}, 'OR-49', /whole object/],
    ['the whole, for its first part', { headers: { Range: 'bytes=0-9' } }, 'OR-49', /whole object/],
    ['a later part alone', { headers: { Range: 'bytes=10-19' } }, 'RG-3', /this part alone/],
    ['the last bytes alone', { headers: { Range: 'bytes=-5' } }, 'RG-3', /this part alone/],
    ['headers', { method: 'HEAD' }, 'OR-49', /for the headers/],
    ['one of its own, with cookies', { url: `http://${DOMAIN}/app/a` }, 'OR-53', /this viewer alone/],
  ];

  test.each(FETCHES)('%s', (_name, request, rule, says) => {
    const { outcome, originRequest } = explained({ url: `http://${DOMAIN}/a`, ...request });
    expect(outcome).toMatchObject({ step: 'fetch', resultType: 'Miss', says: expect.stringMatching(says) });
    expect(ids(outcome.rules)).toContain(rule);
    expect(originRequest!.method).toBe('method' in request ? 'HEAD' : 'GET');
    const asksPart = originRequest!.headers.some(({ name }) => name === 'Range');
    expect(asksPart).toBe(rule === 'RG-3');
  });

  test('a HEAD is answered from what a GET stored, and from what a HEAD stored', () => {
    const setting = new Setting();
    const [iad, nrt] = setting.edges;
    iad!.keep(iad!.placeOf('/a'));
    const place = nrt!.placeOf('/a');
    nrt!.keep({ ...place, key: `HEAD ${place.key}` });
    const { edges } = ask(setting, { url: `http://${DOMAIN}/a`, method: 'HEAD' });
    expect(edges.map(({ cached }) => cached)).toEqual(['fresh', 'fresh']);
    expect(ask(setting, { url: `http://${DOMAIN}/a` }).edges[1]!.cached).toBe('absent');
  });

  test('a later part joins the whole that is on its way', () => {
    const setting = new Setting();
    const [iad] = setting.edges;
    iad!.fills.claim(iad!.placeOf('/a'));
    const headers = { Range: 'bytes=10-19' };
    const { edges, originRequest } = ask(setting, { url: `http://${DOMAIN}/a`, headers });
    expect(edges.map(({ next }) => next.step)).toEqual(['join', 'fetch']);
    expect(originRequest!.headers.map(({ name }) => name)).not.toContain('Range');
  });
});

describe('where a TTL came from', () => {
  const NOW = Date.UTC(2013, 5, 1);
  const SOURCES: [min: number, status: number, headers: string[], statement: string][] = [
    [0, 200, [], 'TTL-9'],
    [0, 200, ['Cache-Control', 'public'], 'TTL-9'],
    [0, 200, ['Cache-Control', 'max-age=60'], 'TTL-6'],
    [0, 200, ['Cache-Control', 'max-age=60, s-maxage=5'], 'TTL-7'],
    [0, 200, ['Cache-Control', 'max-age=60', 'Expires', '0'], 'TTL-6'],
    [0, 200, ['Expires', 'Sat, 01 Jun 2013 01:00:00 GMT'], 'TTL-8'],
    [0, 200, ['Cache-Control', 'no-cache, max-age=60'], 'TTL-10'],
    [60, 200, ['Cache-Control', 'no-store'], 'TTL-10'],
    [60, 200, ['Cache-Control', 'private'], 'TTL-10'],
    [0, 200, ['Vary', '*'], 'TTL-32'],
    [60, 200, ['Vary', '*'], 'TTL-9'],
    [60, 404, ['Cache-Control', 'no-store'], 'ER-7'],
    [60, 503, ['Cache-Control', 'max-age=900'], 'ER-9'],
  ];

  test.each(SOURCES)('MinTTL %i, %i %j: %s', (minTTL, status, headers, statement) => {
    const rule = compileFreshness(minTTL, '12');
    const keep = decideKeep(rule, { status, headers, receivedAt: NOW });
    if (!keep.keep) throw new Error('not kept');
    const kept = relayedHeaders({ passesSetCookie: false }, { headers }, NOW);
    const answer = { status, reason: '', headers: kept, validators: validatorsOf(kept), bodyBytes: 0 };
    const place = { key: 'k', distributionId: ID, invalidationPath: '/', invalidationStamp: 0 };
    const object = new LooseObject({
      place,
      answer,
      body: noBody(),
      keeping: { ...keep, storedAt: NOW },
      refusal: null,
    });
    expect(ttlSource(object, rule).statement).toBe(statement);
  });

  test('what typical answers would come to is the rule’s own verdict', () => {
    const ttls = (path: string) =>
      explained({ url: `http://${DOMAIN}${path}` }).ttl!.samples.map(({ ttlSeconds }) => ttlSeconds);
    expect(ttls('/a')).toEqual([86_400, 60, 0, null, 300, null]);
    expect(ttls('/images/a')).toEqual([86_400, 60, 60, 60, 300, null]);
  });
});
