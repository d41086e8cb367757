/** How a request finds its distribution, and its edge location. */
import { describe, expect, test } from 'vitest';
import { received, reply, scriptedOrigin } from '../harness/scripted-origin.ts';
import {
  DISTRIBUTION_ID,
  DOMAIN_NAME,
  documentOf,
  type TestEdgeOptions,
  testEdge,
} from '../harness/test-edge.ts';

const OTHER = { ...documentOf({}), id: 'E2', domainName: 'd222.cloudfront.net' };

async function testedEdge(options: Partial<TestEdgeOptions> = {}) {
  const origin = await scriptedOrigin(({ target }) => reply(200, {}, target));
  return { origin, edge: await testEdge({ origin, ...options }) };
}

describe('by Host', () => {
  test.each([
    ['VR-1 VR-2: domain name', DOMAIN_NAME],
    ['VR-1: domain name and port', `${DOMAIN_NAME}:8080`],
    ['VR-1: domain name and an empty port', `${DOMAIN_NAME}:`],
    ['VR-4: domain name in capitals', DOMAIN_NAME.toUpperCase()],
    ['VR-1: domain name with its last dot', `${DOMAIN_NAME}.`],
    ['VR-1 VR-4: alias', 'WWW.example.org:80'],
    ['VR-1: label.localhost', `${DOMAIN_NAME.split('.')[0]}.localhost`],
    ['VR-1: id.localhost', `${DISTRIBUTION_ID}.localhost:8443`],
  ])('%s', async (_, host) => {
    const { edge } = await testedEdge({ config: { Aliases: ['www.example.org'] }, others: [OTHER] });
    expect((await edge.get('/a', { Host: host })).text).toBe('/a');
    expect(edge.records[0]).toMatchObject({ domainName: DOMAIN_NAME, path: '/a' });
  });

  test('VR-1: a bare address means the only distribution', async () => {
    const { edge } = await testedEdge();
    for (const host of ['127.0.0.1:80', 'localhost', '[::1]:80']) {
      expect((await edge.get('/a', { Host: host })).status, host).toBe(200);
    }
  });

  test.each<[string, string, Partial<TestEdgeOptions>]>([
    ['VR-7: an unknown name', 'unknown.example', {}],
    ['VR-7: a name below an alias', 'a.www.example.org', { config: { Aliases: ['www.example.org'] } }],
    ['VR-7: a bare address with two distributions', '127.0.0.1', { others: [OTHER] }],
    ['VR-8: a disabled distribution', DOMAIN_NAME, { config: { Enabled: false } }],
    [
      'VR-8: one outside its price class',
      DOMAIN_NAME,
      { config: { PriceClass: 'PriceClass_100' }, edges: [{ region: 'JP' }] },
    ],
  ])('%s is refused with 403', async (_, host, options) => {
    const { edge, origin } = await testedEdge(options);
    const answer = await edge.get('/a', { Host: host });
    expect([answer.status, answer.header('x-cache')]).toEqual([403, 'Error from cloudfront']);
    expect(answer.text).toContain('\nBad request.\n');
    expect([origin.requests.length, edge.records.length]).toEqual([0, 0]);
    expect(edge.location.totals.requests.Error).toBe(1);
  });
});

describe('VR-9: while a change is on its way', () => {
  test('each edge location serves what it holds, and a request finishes as it began', async () => {
    const { edge } = await testedEdge({ edges: [{}, {}] });
    const disabled = documentOf({ config: { Enabled: false } });
    edge.fleet.deploy(
      { documents: [disabled], settings: edge.settings },
      { delaySeconds: 60, onDone: () => undefined },
    );
    const statuses = async () => [(await edge.get('/a')).status, (await edge.get('/a', {}, 1)).status];
    expect(await statuses()).toEqual([200, 200]);
    await edge.advance(30);
    expect(await statuses()).toEqual([403, 200]);
    await edge.advance(30);
    expect(await statuses()).toEqual([403, 403]);
  });
});

describe('the edge location on a shared port', () => {
  const edges = [
    { pop: 'IAD2', region: 'US' },
    { pop: 'NRT4', region: 'JP' },
  ] as const;
  const SHARED = 2;
  const choosing = { edges, sharedPort: { viewerChoosesEdge: true } };

  test('ED-9: is the one the viewer names, and the name goes no further', async () => {
    const { edge, origin } = await testedEdge(choosing);
    const ask = (pop: string) => edge.get('/a', { 'X-Edgefront-Pop': pop }, SHARED);
    expect((await ask('NRT4')).header('x-amz-cf-pop')).toBe('NRT4');
    expect((await ask('IAD2')).header('x-cache')).toBe('Miss from cloudfront');
    expect((await ask('NRT4')).header('x-cache')).toBe('Hit from cloudfront');
    expect((await edge.get('/a', {}, 1)).header('x-cache')).toBe('Hit from cloudfront');
    for (const request of origin.requests) expect(received(request, 'x-edgefront-pop')).toEqual([]);
  });

  test('ED-9: an edge location that does not exist is answered 400', async () => {
    const { edge, origin } = await testedEdge(choosing);
    for (const pop of ['LHR9', 'iad2', '']) {
      const answer = await edge.get('/a', { 'X-Edgefront-Pop': pop }, SHARED);
      expect([answer.status, answer.header('x-cache')], pop).toEqual([400, 'Error from cloudfront']);
    }
    expect(origin.requests).toHaveLength(0);
    expect(edge.location.totals.inFlight).toBe(0);
  });

  test('ED-9: is the first that serves the distribution where none is named', async () => {
    const { edge } = await testedEdge({
      ...choosing,
      edges: [edges[1], edges[0]],
      config: { PriceClass: 'PriceClass_100' },
    });
    expect((await edge.get('/a', {}, SHARED)).header('x-amz-cf-pop')).toBe('IAD2');
    const unknown = await edge.get('/a', { Host: 'unknown.example' }, SHARED);
    expect([unknown.status, unknown.header('x-amz-cf-pop')]).toEqual([403, 'NRT4']);
  });

  test('ED-9: is nobody’s choice where viewers may not choose', async () => {
    const { edge, origin } = await testedEdge({ edges, sharedPort: { viewerChoosesEdge: false } });
    for (const pop of ['NRT4', 'LHR9']) {
      const answer = await edge.get('/a', { 'X-Edgefront-Pop': pop }, SHARED);
      expect([answer.status, answer.header('x-amz-cf-pop')]).toEqual([200, 'IAD2']);
    }
    expect(received(origin.requests[0], 'x-edgefront-pop')).toEqual([]);
  });
});
