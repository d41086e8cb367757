import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { explainOffline } from '../../../src/admin/explain/explain-offline.ts';
import type { Explanation } from '../../../src/admin/explain/explanation.ts';
import { sentenceOf } from '../../../src/statements/statements.ts';
import { ManualClock } from '../../harness/manual-clock.ts';
import { DOMAIN, distribution, ID, jsonOf, Setting, tableOf } from '../setting.ts';
import { ask } from './explained.ts';

const url = `http://${DOMAIN}/images/a?x=1`;

describe('over HTTP', () => {
  test('the facts and the story in one answer', async () => {
    await using setting = await Setting.open();
    const got = await setting.post('/explain', { url, method: 'GET', headers: { Accept: '*/*' } });
    const explanation = jsonOf(got) as Explanation;
    expect(explanation).toEqual(ask(setting, { url, headers: { Accept: '*/*' } }));
    expect(explanation).toMatchObject({ pop: 'IAD2', isLive: true, distribution: { id: ID } });
  });

  const WRONG: [body: unknown, message: RegExp][] = [
    [{}, /url/],
    [{ url: '/a' }, /url must be a whole http or https URL/],
    [{ url: 'ftp://a/' }, /url must be/],
    [{ url: 'http://' }, /url must be/],
    [{ url, headers: { 'a b': '1' } }, /headers.a b/],
    [{ url, headers: { a: '1\r\nb: 2' } }, /headers.a/],
    [{ url, headers: { a: '\u20ac' } }, /headers.a/],
    [{ url, headers: ['a'] }, /headers/],
    [{ url, method: '' }, /method/],
    [{ url, clientAddress: 'here' }, /clientAddress must be an IP address/],
    [{ url, header: {} }, /header /],
    [{ url: 'x', clientAddress: 'y' }, /url.*clientAddress/],
  ];

  test.each(WRONG)('%j: 400 that says why, and what was expected', async (body, message) => {
    await using setting = await Setting.open();
    const got = await setting.post('/explain', body);
    const { error, expected } = jsonOf(got) as { error: string; expected: string };
    expect(got.status).toBe(400);
    expect(error).toMatch(message);
    expect(expected).toContain('"url"');
  });

  test('a viewer may not choose its edge location where that is switched off', async () => {
    await using setting = await Setting.open([distribution()], { viewerChoosesEdge: false });
    const got = await setting.post('/explain', { url, headers: { 'X-Edgefront-Pop': 'NRT4' } });
    expect(jsonOf(got)).toMatchObject({ pop: 'IAD2' });
  });
});

describe('the story', () => {
  test('tells every step, with the rules in words', () => {
    const setting = new Setting();
    const [iad, nrt] = setting.edges;
    iad!.keep(iad!.placeOf('/images/a?x=1'), ['Cache-Control', 'max-age=10', 'ETag', '"v1"']);
    nrt!.fills.claim(nrt!.placeOf('/images/a?x=1'));
    setting.clock.advance(90);
    const { story } = ask(setting, { url, headers: { 'User-Agent': 'curl' } });
    for (const line of [
      `GET ${url}`,
      'Distribution',
      'Cache behavior of /images/a',
      '  images/*: matches',
      '  query    x=1',
      '  GET /images/a?x=1',
      `    User-Agent: curl  [replaced, OR-13: ${sentenceOf('OR-13')}]`,
      '    404 without caching headers: 300 s',
      'Edge location IAD2 (US), configuration 1',
      '  stale: 200, 1000 bytes, "v1"',
      '  TTL 60 s: from Cache-Control: max-age=10, at least 60 s here',
      '  stale for 30 s, since 2013-06-01T00:01:00Z',
      '  → the origin is asked with If-None-Match: "v1"',
      '    if it answers 304: RefreshHit: it is confirmed, and fresh again',
      '  on its way from the origin: waiting, 0 bytes so far, 0 reading',
      `    VR-27    ${sentenceOf('VR-27')}`,
    ]) {
      expect(story).toContain(line);
    }
    expect(story.at(-1)).toMatch(/At IAD2/);
  });

  test('ends where the request is refused', () => {
    const { story } = ask(new Setting(), { url: 'http://nobody.example/' });
    expect(story.join('\n')).toMatch(/Nobody answers to nobody\.example/);
    expect(story).not.toContain('Cache key');
    expect(story.at(-1)).toMatch(/refused with 403: Bad request\./);
  });

  test('is told of any request, and changes nothing', () => {
    const setting = new Setting();
    const [iad] = setting.edges;
    iad!.keep(iad!.placeOf('/images/a?x=1'), ['ETag', '"v1"']);
    const paths = fc.constantFrom('/', '/images/a?x=1', '/members/a?Expires=1&Key-Pair-Id=', '/app/?', '/%');
    const name = fc.constantFrom(
      'Range',
      'If-None-Match',
      'Cookie',
      'Via',
      'Connection',
      'Host',
      '__proto__',
    );
    const value = fc.oneof(fc.string({ unit: 'grapheme-ascii' }), fc.constantFrom('bytes=5-', '"v1"', 'a=1'));
    const headers = fc.dictionary(name, value);
    const method = fc.constantFrom('GET', 'HEAD', 'POST', 'NOPE');
    const state = () => [iad!.store.count, iad!.store.bytes, iad!.fills.count, iad!.invalidations.stamp];
    const before = state();
    fc.assert(
      fc.property(paths, headers, method, (path, given, verb) => {
        const { story } = ask(setting, { url: `http://${DOMAIN}${path}`, headers: given, method: verb });
        expect(story.length).toBeGreaterThan(3);
        expect(state()).toEqual(before);
      }),
    );
  });
});

describe('offline', () => {
  const edges = [
    { pop: 'IAD2', region: 'US', table: tableOf([distribution()], 'US') },
    { pop: 'NRT4', region: 'JP', table: tableOf([distribution()], 'JP') },
  ] as const;
  const limits = { requestHeaderBytes: 20_480, requestUrlBytes: 8192, viaHops: 10, rangeParts: 64 };
  const fleet = { edges, clock: new ManualClock(), limits, viewerChoosesEdge: true };

  test('the same story from the configuration alone, but for what is stored', () => {
    const live = ask(new Setting(), { url });
    const offline = explainOffline(fleet, { url });
    const { distribution: facts, behavior, access, cacheKey, ttl } = live;
    expect(offline).toMatchObject({ distribution: facts, behavior, access, cacheKey, ttl, isLive: false });
    expect(offline.edges.map(({ cached, object }) => [cached, object])).toEqual([
      [null, null],
      [null, null],
    ]);
    expect(offline.story.join('\n')).toMatch(/No running edgefront was asked/);
  });

  test('a request that cannot be understood is told so', () => {
    expect(() => explainOffline(fleet, { url: 'x' })).toThrow(/url must be/);
  });
});
